import { expect, test } from "vitest";
import { parseDocument } from "../../../config/yaml/document.js";
import { refusal } from "../support.js";

function valueOf(text: string): unknown {
  return parseDocument(text, "environments/dev.yaml").value;
}

function messageOf(text: string): string {
  return refusal(() => valueOf(text)).message;
}

const rest = "1 problem in 1 file; cross-field rules were not checked, fix these first";

test("takes anchors, aliases and merge keys", () => {
  const text = "x: &x { a: 1, b: 2 }\ny: *x\nz: { <<: *x, b: 3 }\nw:\n  <<: [*x, { c: 4 }]\n";
  expect(valueOf(text)).toEqual({
    x: { a: 1, b: 2 },
    y: { a: 1, b: 2 },
    z: { a: 1, b: 3 },
    w: { a: 1, b: 2, c: 4 },
  });
});

test("takes a byte order mark, Windows line ends and both at once", () => {
  const text = "a: 1\nb:\n  - c\n";
  for (const same of [`\uFEFF${text}`, text.replaceAll("\n", "\r\n"), `\uFEFF${text.replaceAll("\n", "\r\n")}`]) {
    expect(valueOf(same)).toEqual({ a: 1, b: ["c"] });
  }
});

test("counts lines and columns the same with Windows line ends", () => {
  const text = "a: 1\nb:\n  - c: d: e\n";
  const problems = (each: string) => refusal(() => valueOf(each)).problems;
  expect(problems(text)).toMatchObject([{ line: 3, column: 8 }]);
  expect(problems(text.replaceAll("\n", "\r\n"))).toEqual(problems(text));
});

test("names a place of the file, also where the parser has lost its way", () => {
  expect(refusal(() => valueOf("*a<<<<<<< HEAD\na: a: ")).problems).toMatchObject([
    { line: 1 },
    { line: 2, column: 4 },
  ]);
});

test.each([
  ["nothing", ""],
  ["spaces", "  \n"],
  ["comments", "# a\n"],
  ["a document without anything", "---\n"],
  ["null", "~\n"],
])("says of %s that the file is empty", (_, text) => {
  expect(messageOf(text)).toBe(
    `environments/dev.yaml\n  the file is empty\n  fix: begin with apiVersion: hubspoke/v1\n${rest}`,
  );
});

test.each([
  ["a list", "- a\n"],
  ["one value", "foo\n"],
])("refuses %s in place of fields", (what, text) => {
  expect(messageOf(text)).toBe(
    `environments/dev.yaml:1\n  expected a map of fields, not ${what}\n  fix: begin with apiVersion: hubspoke/v1\n${rest}`,
  );
});

test.each([
  ["NUL", "a: b\0c\n", "U+0000", "remove it, or save the file as UTF-8 text"],
  ["an escape", "a: b\u001bc\n", "U+001B", "remove it, or write it as an escape in double quotes"],
  [
    "a control character of Latin-1",
    "a: b\u0085\u0090c\n",
    "U+0090",
    "remove it, or write it as an escape in double quotes",
  ],
])("refuses %s", (_, text, name, fix) => {
  expect(messageOf(text)).toBe(
    `environments/dev.yaml:1\n  control character ${name}, expected text\n  fix: ${fix}\n${rest}`,
  );
});

test("refuses more than it reads", () => {
  expect(messageOf(`a: ${"b".repeat(10 * 1024 * 1024)}\n`)).toBe(
    `environments/dev.yaml\n  the file is larger than 10 MB\n${rest}`,
  );
});

test.each([
  ["a second document", "a: 1\n---\nb: 2\n", 2],
  ["text after the end of a document", "a: 1\n...\nb: 2\n", 3],
])("refuses %s", (_, text, line) => {
  expect(messageOf(text)).toBe(
    `environments/dev.yaml:${line}\n  a second document, expected one environment in one file\n` +
      `  fix: write a file for each environment, or remove the line with ---\n${rest}`,
  );
});

test("takes the marks around one document", () => {
  expect(valueOf("---\na: 1\n...\n")).toEqual({ a: 1 });
});

test.each([
  ["opened and never closed", "[".repeat(200_000)],
  ["opened in every line", "a: {\n".repeat(50_000)],
  ["closed and never opened", "]".repeat(200_000)],
])("a file of brackets %s is refused before it is parsed", (_, text) => {
  expect(messageOf(text)).toBe(
    `environments/dev.yaml
  the file is full of brackets that do not belong together, expected an environment file
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test("brackets in text count for nothing", () => {
  expect(valueOf(`a: "${"[".repeat(2000)}" # ${"]".repeat(4000)}\n`)).toEqual({ a: "[".repeat(2000) });
});
