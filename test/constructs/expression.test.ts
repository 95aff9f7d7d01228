import { expect, test } from "vitest";
import { call, list, literal, object, orderedJson, quote, template } from "../../constructs/expression.js";
import { shellQuote } from "../../constructs/shell.js";

test("a literal is never a template", () => {
  expect(literal("plain $HOME 100%")).toBe("plain $HOME 100%");
  expect(literal('${file("/etc/passwd")} %{if true} $${x}')).toBe('$${file("/etc/passwd")} %%{if true} $$${x}');
});

test("a quoted string can hold anything", () => {
  expect(quote('a "b" \\ c')).toBe('"a \\"b\\" \\\\ c"');
  expect(quote("${x}\n\b\f")).toBe('"$${x}\\n\\u0008\\u000c"');
});

test("expressions nest", () => {
  const expression = call("jsonencode", object({ name: quote("a"), on: "true", list: list(["1", "local.b"]) }));
  expect(template(expression)).toBe('${jsonencode({"name" = "a", "on" = true, "list" = [1, local.b]})}');
});

test("JSON keeps its order where it has to", () => {
  const expression = orderedJson({ b: { d: "true", c: quote('"${x}"') }, a: "local.b" });
  expect(template(expression)).toBe(
    '${"{\\"b\\":{\\"d\\":${jsonencode(true)},\\"c\\":${jsonencode("\\"$${x}\\"")}},\\"a\\":${jsonencode(local.b)}}"}',
  );
});

test("a shell word is one word", () => {
  expect(shellQuote("/a b/$(c)/it's")).toBe(`'/a b/$(c)/it'\\''s'`);
});
