import { expect, test } from "vitest";
import { ConfigError, type Problem } from "../../../config/errors.js";
import { parseDocument } from "../../../config/yaml/document.js";

/** The problems of a text: `<line>:<column> <message> | <fix>`. */
function problemsOf(text: string): readonly string[] {
  return parsedProblems(text).map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`);
}

function parsedProblems(text: string): readonly Problem[] {
  try {
    return parseDocument(text, "environments/dev.yaml").problems;
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const noAnchor =
  'an alias that names no anchor before it | write &name at the value it stands for, or put a value that begins with "*" in quotes';

test.each([
  ["a key twice", "a: 1\nb: 2\na: 3\n", '3:1 duplicate key "a", line 1 has it too | keep one of them'],
  ["a key twice in a line", "x: { a: 1, a: 2 }\n", '1:12 duplicate key "a", twice in this line | keep one of them'],
  ["two keys of one text", 'x:\n  "1": a\n  1: b\n', '3:3 duplicate key "1", line 2 has it too | keep one of them'],
  ["__proto__", "x:\n  __proto__: {}\n", '2:3 key "__proto__" cannot be used | choose another'],
  ["an alias of nothing", "a: *b\n", `1:4 ${noAnchor}`],
  ["an alias before its anchor", "a: *b\nc: &b 1\n", `1:4 ${noAnchor}`],
  [
    "an alias of what is around it",
    "a: &a\n  b: *a\n",
    "2:6 an alias inside of what it refers to | move the anchor to a part that does not hold the alias",
  ],
  [
    "a merge of text",
    "a: &a x\nb:\n  <<: *a\n",
    '3:3 key "<<" merges maps, expected an alias of one | write <<: *name, with &name at a map above',
  ],
  [
    "binary data",
    "a: !!binary aGk=\n",
    "1:13 tag !!binary cannot be used | remove it, and write the value as plain text",
  ],
  ["a set", "a: !!set { b }\n", "1:10 tag !!set cannot be used | remove it, and write the value as plain text"],
  [
    "a tag of another tool",
    "a: !secret b\n",
    '1:4 an unknown tag, expected a plain value | remove it, or put a value that begins with "!" in quotes',
  ],
  [
    "depth",
    `a: ${"[".repeat(101)}${"]".repeat(101)}\n`,
    "1:1 the values are nested more than 100 deep | remove the brackets or the indentation that nest them",
  ],
])("refuses %s", (_, text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test("refuses aliases that multiply, before they do", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let index = 1; index < 9; index++) {
    const alias = `*a${index - 1}`;
    lines.push(`a${index}: &a${index} [${Array<string>(10).fill(alias).join(", ")}]`);
  }
  expect(problemsOf(`${lines.join("\n")}\n`)).toEqual([
    "1:1 aliases make more than 1000000 values of this file | use aliases of smaller parts, which hold no aliases themselves",
  ]);
});

test("names no key that looks like a secret", () => {
  const key = `ghp_${"canary".repeat(6)}`;
  expect(problemsOf(`${key}: 1\n${key}: 2\n`)).toEqual([
    "2:1 duplicate key (hidden), line 1 has it too | keep one of them",
  ]);
});

test("takes keys that are numbers or booleans to others as text", () => {
  expect(parseDocument("1: a\ntrue: b\nnull: c\non: d\n", "f").value).toEqual({
    1: "a",
    true: "b",
    null: "c",
    on: "d",
  });
});
