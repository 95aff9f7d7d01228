import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { blockLines, inline, quote } from "../../../config/edit/scalars.js";

test.each([
  ["search", "search"],
  ["user@cluster", "user@cluster"],
  ["~/.kube/config", "~/.kube/config"],
  ["https://github.com/acme/gitops.git", "https://github.com/acme/gitops.git"],
  ["arn:aws:eks:eu-west-1:123:cluster/x", "arn:aws:eks:eu-west-1:123:cluster/x"],
  ["yes", '"yes"'],
  ["y", '"y"'],
  ["off", '"off"'],
  ["null", '"null"'],
  ["~", '"~"'],
  ["123", '"123"'],
  ["1.10", '"1.10"'],
  ["0x1F", '"0x1F"'],
  ["1:30", '"1:30"'],
  ["2001-01-01", '"2001-01-01"'],
  ["", '""'],
  ["a b", '"a b"'],
  ["größe", '"größe"'],
  ["a: b", '"a: b"'],
  ["a #b", '"a #b"'],
  ['say "hi"', '"say \\"hi\\""'],
])("%s is written as %s", (value, written) => {
  expect(quote(value)).toBe(written);
});

test("every text comes back as itself, in YAML 1.1 and 1.2, in block and in flow style", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      for (const version of ["1.1", "1.2"] as const) {
        expect(parse(`a: ${quote(value)}\n`, { version })).toEqual({ a: value });
        expect(parse(inline({ a: [value, value] }), { version })).toEqual({ a: [value, value] });
      }
    }),
  );
});

test("a map is written on one line, or as a block of lines", () => {
  const value = { name: "a", cluster: { port: 1, tls: true }, labels: {}, list: ["x", "y z"] };
  expect(inline(value)).toBe('{ name: a, cluster: { port: 1, tls: true }, labels: {}, list: [x, "y z"] }');
  expect(blockLines(value)).toEqual(["name: a", "cluster: { port: 1, tls: true }", "labels: {}", 'list: [x, "y z"]']);
});

test("as JSON, everything is quoted that JSON quotes", () => {
  const value = { name: "a", ports: [1], on: true };
  expect(JSON.parse(inline(value, true))).toEqual(value);
});
