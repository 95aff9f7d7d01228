import { expect, test } from "vitest";
import { parseDocument } from "../../../config/yaml/document.js";
import { refusal } from "../support.js";

/** The problems of a text: `<line>:<column> <message> | <fix>`. */
function problemsOf(text: string): readonly string[] {
  const { problems } = refusal(() => parseDocument(text, "environments/dev.yaml"));
  return problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} | ${fix}`);
}

const quoteIt = "put the whole value in quotes";
const keepsForItself = (character: string): string =>
  `a value that begins with ${JSON.stringify(character)}, which YAML keeps for itself | ${quoteIt}`;
const notClosed = (quote: string): string =>
  `a quote that is not closed, expected another ${quote} | end the value with ${quote}`;
const open = (bracket: string, closing: string): string =>
  `a ${bracket} that is not closed, expected ${closing} | end it with ${closing}, or put a comma between its parts`;
const secondColon = 'a second ": " in one line, expected one field with its value | put a value with a colon in quotes';
const deeper =
  "wrong indentation, the field above has a value and can have no fields | " +
  "begin it in the column of the field above, or leave that one without a value";
const noSpace = "no space after the colon | write name: value, with a space";
const multiline = (header: string): string =>
  `text after "${header}", which begins a text of several lines | ${quoteIt}, or begin its text in the next line`;
const template = '{{ }} of a template without quotes | put the whole value in quotes: "{{ ... }}"';

test.each([
  ["a tab", "a:\n\tb: c\n", "2:1", "a tab as indentation, expected spaces | indent with two spaces for each level"],
  [
    "a tab later",
    "a:\n  b: 1\n\tc: 2\n",
    "3:1",
    "a tab as indentation, expected spaces | indent with two spaces for each level",
  ],
  ["a colon in a value", "a: b: c\n", "1:4", secondColon],
  ["a colon in words", "a: note to all: read this\nd: 1\n", "1:4", secondColon],
  ["a colon in a value of { }", "a: { b: c: d }\n", "1:9", secondColon],
  ["a colon behind a quote", 'a: "x": y\n', "1:4", secondColon],
  ["an open double quote", 'a: "foo\nb: 1\nc: 2\n', "1:4", notClosed('"')],
  ["an open single quote", "a: 'foo\nb: it's\n", "1:4", notClosed("'")],
  ["a quote at the end", "a: '\n", "1:4", notClosed("'")],
  ["a quote that the next one closes", 'a: "foo\nb: "bar"\nc: 1\n', "1:4", notClosed('"')],
  ["a quote in a list", 'a:\n  - "x\n  - "y"\n', "2:5", notClosed('"')],
  ["an open [", "a: [1, 2\nb: 1\n", "1:4", open("[", "]")],
  ["an open {", "hub:\n  cluster: { provider: local\nspokes: []\n", "2:12", open("{", "}")],
  [
    "fields of { } in two lines",
    "a: { b: 1\n  c: 2 }\n",
    "1:9",
    "a part of { } without a comma behind it | put a comma there",
  ],
  [
    "fields of { } in one line",
    "a: {b: 1 c: 2}\n",
    "1:8",
    "two fields in { } without a comma between them | put a comma between them",
  ],
  ["a ] too many", "a: [1,2]]\n", "1:9", "a ] that closes nothing | remove it, or open it where it belongs"],
  ["a } too many", "a: {b: 1}}\n", "1:10", "a } that closes nothing | remove it, or open it where it belongs"],
  ["a field in the depth of a value", "a:\n  b: 1\n   c: 2\n", "3:4", deeper],
  ["fields below a value", "a: foo\n  bar: baz\n", "2:3", deeper],
  [
    "a field to the left",
    "a:\n    b: 1\n  c: 2\n",
    "3:3",
    "wrong indentation, expected the column of the lines before | begin it in the column of the line that it belongs beside",
  ],
  ["no space after a colon", "a:\n  b:1\n  c: 2\n", "2:3", noSpace],
  ["no space in the first line", "name:dev\nhub: x\n", "1:1", noSpace],
  ["=", "a = 1\nb: 2\n", "1:1", '"=" in place of a colon | write name: value'],
  [
    "a word alone",
    "foo\na: 1\n",
    "1:1",
    "a line without a colon, expected name: value | write name: value, or remove the line",
  ],
  [
    "a field to the left of its item's",
    "a:\n  - b: 1\n   c: 2\n",
    "3:4",
    'wrong indentation below an item of a list | begin it in the column of the item\'s first field, or with "- " for a new item',
  ],
  [
    "deep empty lines",
    "a: |\n     \n  b\n",
    "3:3",
    "an empty line with more spaces than the text below it | remove the spaces of the empty line",
  ],
  [
    "an item among fields",
    "a: 1\n- b\n",
    "2:1",
    "a list item among fields | indent it below the field whose list it belongs to, which has no other value",
  ],
  ["%", "a: %b\n", "1:4", keepsForItself("%")],
  ["@", "a: @b\n", "1:4", keepsForItself("@")],
  ["a backtick", "a: `b`\n", "1:4", keepsForItself("`")],
  ["*", "a: *\n", "1:4", `a "*" or "&" without a name | ${quoteIt}`],
  ["&", "a: &\n", "1:4", `a "*" or "&" without a name | ${quoteIt}`],
  [">", "a: >= 1.0\n", "1:5", multiline(">")],
  ["|", "a: | foo\n", "1:6", multiline("|")],
  ["a directive", "%b\n", "1:1", 'a directive of YAML, a line that begins with "%" | remove the line'],
  ["a template", "a: {{ b }}\n", "1:4", template],
  ["a template with text behind", "a: {{ .Values.x }}-y\n", "1:4", template],
  [
    "lines of a template",
    "{{- if x }}\na: 1\n{{- end }}\n",
    "1:1",
    "a line of a template, expected YAML | render the template to a file first",
  ],
  [
    "an escape",
    'a: "\\d"\n',
    "1:5",
    "an unknown escape in double quotes | write \\\\ for a backslash, or use single quotes",
  ],
  [
    "text behind a quote",
    'a: "b" c\n',
    "1:8",
    "text after the end of a value | put the whole value in quotes, or check the indentation",
  ],
  [
    "a quote in a value",
    "a: 'it's'\n",
    "1:8",
    "text after the end of a value | put the whole value in quotes, and write '' for a quote in it",
  ],
  ["a comment", "a: [1,2]#x\n", "1:9", 'no space before "#" | put a space before the comment'],
  ["two anchors", "a: &x &y 1\n", "1:7", "two anchors at one value | keep one of them"],
  [
    "an anchor at an alias",
    "x: &x 1\na: &y *x\n",
    "2:7",
    "an anchor or tag at an alias | remove it: the alias stands for the value as it is",
  ],
  ["a list as key", "? [a]\n: b\n", "1:3", "a key that is a list or a map, expected a name | write it as name: value"],
  [
    "a conflict",
    "<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n",
    "1:1",
    "a merge conflict of Git | keep one of the two sides, and remove the lines with <<<<<<<, ======= and >>>>>>>",
  ],
])("names %s as the cause", (_, text, place, problem) => {
  expect(problemsOf(text)).toEqual([`${place} not YAML: ${problem}`]);
});

test("names every mistake once, and not what follows from it", () => {
  expect(problemsOf('a:\n\tb: 1\nc: x: y\nd: @e\nf: "foo\n')).toEqual([
    "2:1 not YAML: a tab as indentation, expected spaces | indent with two spaces for each level",
    `3:4 not YAML: ${secondColon}`,
    `4:4 not YAML: ${keepsForItself("@")}`,
    `5:4 not YAML: ${notClosed('"')}`,
  ]);
});

test("names two mistakes of one kind", () => {
  const afterValue = "text after the end of a value | put the whole value in quotes, or check the indentation";
  expect(problemsOf('a: "b" c\nd: [e] f\n')).toEqual([`1:8 not YAML: ${afterValue}`, `2:8 not YAML: ${afterValue}`]);
});

test("tells the first hundred of a file that is something else", () => {
  expect(problemsOf("a: [\n".repeat(300))).toHaveLength(100);
});

test.each([
  'token: "canary-1\n',
  "token: canary: 2\n",
  "token: {canary\n",
  "token: canary\n  canary: x\n",
  "canary-3\ntoken: x\n",
  "token: *canary\n",
  "token: !canary x\n",
  "token: @canary\n",
  'token: "a" canary\n',
  "token: | canary\n",
  "? [canary]\n: x\n",
])("quotes nothing of a file that may hold secrets", (text) => {
  expect(problemsOf(text).join("\n")).not.toContain("canary");
});
