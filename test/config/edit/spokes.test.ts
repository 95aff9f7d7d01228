import { expect, test } from "vitest";
import { addSpoke, removeSpoke, retireSpoke, setSpokePort } from "../../../config/edit/spokes.js";
import { refusal } from "../support.js";

const file = "environments/dev.yaml";
const spoke = { name: "new", cluster: { provider: "existing", context: "yes" } } as const;
const entry = (indent: string, gap = " ") =>
  `${indent}-${gap}name: new\n${indent} ${gap}cluster: { provider: existing, context: "yes" }\n`;
const inBrackets = '{ name: new, cluster: { provider: existing, context: "yes" } }';

interface Case {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const additions: readonly Case[] = [
  {
    what: "a list in block style, with its indentation",
    before: "name: dev\nspokes:\n    -   name: a\n        labels: {}\nhub: {}\n",
    after: `name: dev\nspokes:\n    -   name: a\n        labels: {}\n${entry("    ", "   ")}hub: {}\n`,
  },
  {
    what: "a list that is not indented",
    before: "spokes:\n- name: a\nhub: {}\n",
    after: `spokes:\n- name: a\n${entry("")}hub: {}\n`,
  },
  {
    what: "a list whose entries are set off by blank lines",
    before: "spokes:\n  # first\n  - name: a\n\n  # second\n  - name: b\n\nhub: {}\n",
    after: `spokes:\n  # first\n  - name: a\n\n  # second\n  - name: b\n\n${entry("  ")}\nhub: {}\n`,
  },
  {
    what: "a list with comments behind its last entry",
    before: "spokes:\n  - name: a\n    # port: 1\n  # the end\n",
    after: `spokes:\n  - name: a\n    # port: 1\n${entry("  ")}  # the end\n`,
  },
  {
    what: "a list of entries in brackets",
    before: "spokes:\n  - { name: a } # a\n",
    after: `spokes:\n  - { name: a } # a\n  - ${inBrackets}\n`,
  },
  { what: "a list in brackets", before: "spokes: [{ name: a }]\n", after: `spokes: [{ name: a }, ${inBrackets}]\n` },
  {
    what: "a list in brackets with lines of its own",
    before: "spokes: [\n  { name: a }, # a\n  { name: b } # b\n]\n",
    after: `spokes: [\n  { name: a }, # a\n  { name: b }, # b\n  ${inBrackets}\n]\n`,
  },
  {
    what: "the same with a comma at its end",
    before: "spokes: [\n  { name: a },\n]\n",
    after: `spokes: [\n  { name: a },\n  ${inBrackets},\n]\n`,
  },
  { what: "an empty list", before: "spokes: [] # none\nhub: {}\n", after: `spokes: # none\n${entry("  ")}hub: {}\n` },
  {
    what: "an empty list with a comment of its own",
    before: "spokes: # all\n  []\n",
    after: `spokes: # all\n  [${inBrackets}]\n`,
  },
  {
    what: "a document with its marks",
    before: "%YAML 1.2\n---\nspokes:\n - name: a\n...\n# end\n",
    after: `%YAML 1.2\n---\nspokes:\n - name: a\n${entry(" ")}...\n# end\n`,
  },
  { what: "a key without a value", before: "spokes:\nhub: {}\n", after: `spokes:\n${entry("  ")}hub: {}\n` },
  {
    what: "a file without the key, with its indentation",
    before: "hub:\n    name: hub\n",
    after: `hub:\n    name: hub\nspokes:\n${entry("    ")}`,
  },
  {
    what: "a file without the key whose sections are set off by blank lines",
    before: "name: dev\n\nhub:\n  name: hub\n# the end\n",
    after: `name: dev\n\nhub:\n  name: hub\n\nspokes:\n${entry("  ")}# the end\n`,
  },
  {
    what: "a file without a line break at its end",
    before: "name: dev",
    after: `name: dev\nspokes:\n${entry("  ")}`.trimEnd(),
  },
  { what: "a file in brackets", before: "{ name: dev }\n", after: `{ name: dev, spokes: [${inBrackets}] }\n` },
  {
    what: "a file in JSON",
    before: '{ "name": "dev", "spokes": [] }\n',
    after: `{ "name": "dev", "spokes": [${'{ "name": "new", "cluster": { "provider": "existing", "context": "yes" } }'}] }\n`,
  },
  {
    what: "a list with an anchor",
    before: "spokes: &all\n  - &a\n    name: a\n",
    after: `spokes: &all\n  - &a\n    name: a\n${entry("  ")}`,
  },
  {
    what: "a list whose last entry is an alias",
    before: "x: &a { name: a }\nspokes:\n  - *a\n",
    after: `x: &a { name: a }\nspokes:\n  - *a\n${entry("  ")}`,
  },
];

test.each(additions)("a spoke is added to $what", ({ before, after }) => {
  expect(addSpoke(before, file, spoke)).toBe(after);
});

test.each(additions)("with Windows line breaks and a byte order mark: $what", ({ before, after }) => {
  const windows = (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
  // A file of one line has no line break to learn from.
  if (!before.includes("\n")) return expect(addSpoke(before, file, spoke)).toBe(after);
  expect(addSpoke(windows(before), file, spoke)).toBe(windows(after));
});

const removals: readonly Case[] = [
  {
    what: "the middle, with the comment right above it",
    before: "spokes:\n  - name: a\n\n  # gold\n\n  # of b\n  - name: b\n    # port: 1\n\n  - name: c\n",
    after: "spokes:\n  - name: a\n\n  # gold\n\n  - name: c\n",
  },
  {
    what: "the top",
    before: "spokes:\n  # of b\n  - name: b\n\n  # of c\n  - name: c\n",
    after: "spokes:\n  # of c\n  - name: c\n",
  },
  {
    what: "the end",
    before: "spokes:\n  - name: a\n\n  - name: b\n\nhub: {}\n",
    after: "spokes:\n  - name: a\n\nhub: {}\n",
  },
  {
    what: "a list of its own",
    before: "spokes: # all\n\n  - name: b\nhub: {}\n",
    after: "spokes: [] # all\nhub: {}\n",
  },
  { what: "brackets", before: "spokes: [{ name: a }, { name: b }]\n", after: "spokes: [{ name: a }]\n" },
  { what: "the front of brackets", before: "spokes: [{ name: b }, { name: c }]\n", after: "spokes: [{ name: c }]\n" },
  { what: "brackets of its own", before: "spokes: [{ name: b },]\n", after: "spokes: []\n" },
  {
    what: "the last line in brackets",
    before: "spokes: [\n  { name: a }, # a\n  # of b\n  { name: b } # b\n]\n",
    after: "spokes: [\n  { name: a } # a\n]\n",
  },
  {
    what: "the first line in brackets",
    before: "spokes: [\n  { name: b }, # b\n  { name: c },\n]\n",
    after: "spokes: [\n  { name: c },\n]\n",
  },
];

test.each(removals)("a spoke is removed from $what", ({ before, after }) => {
  expect(removeSpoke(before, file, "b")).toBe(after);
});

test.each([
  ["{ provider: local }", "{ provider: local, port: 1 }"],
  ["{}", "{ port: 1 }"],
  ["\n      provider: local # here", "\n      provider: local # here\n      port: 1"],
  ["{ provider: local, port: 9 }", "{ provider: local, port: 1 }"],
])("a port is written into the cluster %j", (before, after) => {
  const text = (cluster: string) =>
    `spokes:\n  - name: b\n    cluster: ${cluster}\n    labels: {}\n`.replace(": \n", ":\n");
  expect(setSpokePort(text(before), file, "b", 1)).toBe(text(after));
});

test("a port is written where there is no cluster", () => {
  const after = "spokes:\n  - name: b\n    cluster: { port: 1 }\n";
  expect(setSpokePort("spokes:\n  - name: b\n", file, "b", 1)).toBe(after);
});

const byHand = "  fix: edit the file by hand\n1 problem in 1 file";

test.each([
  ["an alias for a list", "hub: { argocd: { values: &l [{ name: b }] } }\nspokes: *l\n"],
  ["a merged list", "hub: &l { spokes: [{ name: b }] }\n<<: *l\n"],
  ["null in words", "spokes: null\n"],
  ["no list at all", "spokes: ''\n"],
  ["text that keeps its blank lines", "spokes:\n  - name: a\n    annotations:\n      x: |+\n        y\n\n\n"],
])("no edit covers %s", (_, text) => {
  const { message } = refusal(() => addSpoke(text, file, spoke));
  expect(message).toBe(`${file}\n  the list of spokes is written in a way that this command cannot edit\n${byHand}`);
});

test("no edit covers a list behind an explicit key", () => {
  const { message } = refusal(() => removeSpoke("? spokes\n: - name: b\n", file, "b"));
  expect(message).toBe(`${file}\n  the list of spokes is written in a way that this command cannot edit\n${byHand}`);
});

test("no edit covers an entry that is an alias", () => {
  const text = "hub: { labels: &b { name: b } }\nspokes:\n  - *b\n";
  const { message } = refusal(() => retireSpoke(text, file, "b"));
  expect(message).toBe(`${file}\n  spoke "b" is written in a way that this command cannot edit\n${byHand}`);
});

test("an entry that others refer to stays", () => {
  const text = "spokes:\n  - name: b\n    labels: &gold { tier: gold }\n  - name: c\n    labels: *gold\n";
  const { message } = refusal(() => removeSpoke(text, file, "b"));
  expect(message).toBe(
    `${file}:5\n  alias *gold refers to a part of the entry that would go\n` +
      "  fix: write &gold at an entry that stays\n1 problem in 1 file",
  );
});

test("what is no YAML is told as everywhere", () => {
  const { message } = refusal(() => addSpoke("spokes: [\n", file, spoke));
  expect(message).toContain(`${file}:`);
  expect(message).toContain("not YAML");
});
