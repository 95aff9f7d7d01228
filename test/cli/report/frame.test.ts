import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFrames, frameOf } from "../../../cli/report/frame.js";
import { readFixture } from "../../config/support.js";

const plain = { colour: false, width: 80 };

const lines = ["apiVersion: hubspoke/v1", "name: dev", "hub:", "  nmae: hub", "  cluster: { provider: local }", ""];

test("shows the line with the ones around it, and where in it", () => {
  expect(frameOf(lines, { line: 4, column: 3 }, plain)).toBe(
    ["    3 | hub:", "  > 4 |   nmae: hub", "      |   ^", "    5 |   cluster: { provider: local }"].join("\n"),
  );
});

test("shows what there is at both ends of a file", () => {
  expect(frameOf(lines, { line: 1, column: 1 }, plain)).toBe(
    "  > 1 | apiVersion: hubspoke/v1\n      | ^\n    2 | name: dev",
  );
  expect(frameOf(lines.slice(0, 2), { line: 2, column: undefined }, plain)).toBe(
    "    1 | apiVersion: hubspoke/v1\n  > 2 | name: dev",
  );
});

test("aligns the numbers of lines", () => {
  const many = Array.from({ length: 12 }, (_, index) => `a${index}: 1`);
  expect(frameOf(many, { line: 10, column: 1 }, plain)).toBe(
    "     9 | a8: 1\n  > 10 | a9: 1\n       | ^\n    11 | a10: 1",
  );
});

test("paints the marks on a terminal with colours", () => {
  expect(frameOf(["a: 1"], { line: 1, column: 4 }, { ...plain, colour: true })).toBe(
    "  \u001b[31m>\u001b[39m 1 | a: 1\n      |    \u001b[31m^\u001b[39m",
  );
});

test("puts the mark below its place behind tabs and wide characters", () => {
  expect(frameOf(["\ta: b"], { line: 1, column: 2 }, plain)).toBe("  > 1 |   a: b\n      |   ^");
  expect(frameOf(["日本: b"], { line: 1, column: 5 }, plain)).toBe("  > 1 | 日本: b\n      |       ^");
});

test("cuts a long line on the left and on the right of its place", () => {
  const long = `a: ${"x".repeat(100)}HERE${"y".repeat(100)}`;
  const frame = frameOf([long], { line: 1, column: 104 }, { colour: false, width: 48 }) ?? "";
  expect(frame).toBe(`  > 1 | ${"x".repeat(20)}HERE${"y".repeat(16)}\n      | ${" ".repeat(20)}^`);
});

test("writes nothing that moves the cursor or turns the text around", () => {
  expect(frameOf(["a: \u001b[2J\u202e\u0007b"], { line: 1, column: 1 }, plain)).toBe("  > 1 | a: ·[2J··b\n      | ^");
});

test.each([
  ["a name of a secret", ["hub:", "  password: canary", "  nmae: hub"], 3],
  ["a token", ["a: 1", `b: glpat-${"canary".repeat(4)}`], 1],
  ["a URL with a password", ["repoURL: https://ada:canary@example.com", "path: /x"], 2],
  ["a secret in several lines", ["adminPassword: |", "  first", "  canary", "nmae: x"], 4],
  ["a secret in the lines below its name", ["token:", "", "  canary"], 3],
  ["a list of secrets", ["tokens:", "- canary", "- canary"], 3],
  ["a list of secrets, deeper", ["x:", "  tokens:", "    - a:", "        canary"], 4],
  ["a private key", ["a: |", "  -----BEGIN PRIVATE KEY-----", "  canary"], 3],
])("shows no line beside %s", (_, text, line) => {
  expect(frameOf(text, { line, column: 1 }, plain)).toBeUndefined();
});

test("shows a line that a secret is far from", () => {
  expect(frameOf(["token: x", "a: 1", "b: 2", "c: 3"], { line: 3, column: 1 }, plain)).toBe(
    "    2 | a: 1\n  > 3 | b: 2\n      | ^\n    4 | c: 3",
  );
});

test.each(["invalid-secrets", "invalid-secret-encoded"])(
  "shows none of the secrets of %s, whatever line is asked for",
  (name) => {
    const text = readFixture(`${name}/environment.yaml`).split("\n");
    for (let line = 1; line <= text.length; line++) {
      expect(frameOf(text, { line, column: 1 }, { ...plain, width: 500 }) ?? "").not.toMatch(/canary/i);
    }
  },
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hubspoke-frame-"));
  writeFileSync(join(folder, "dev.yaml"), "\uFEFFa: 1\r\nb: 2\r\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("reads the file of a problem, and shows nothing where there is none", () => {
  const frames = createFrames({ ...plain, locate: (file) => (file === "gone" ? undefined : join(folder, file)) });
  const problem = { path: "", message: "" };
  expect(frames({ ...problem, file: "dev.yaml", line: 1, column: 1 })).toBe("  > 1 | a: 1\n      | ^\n    2 | b: 2");
  expect(frames({ ...problem, file: "dev.yaml", line: 0 })).toBeUndefined();
  expect(frames({ ...problem, file: "dev.yaml", line: 99 })).toBeUndefined();
  expect(frames({ ...problem, file: "other.yaml", line: 1 })).toBeUndefined();
  expect(frames({ ...problem, file: "gone", line: 1 })).toBeUndefined();
});
