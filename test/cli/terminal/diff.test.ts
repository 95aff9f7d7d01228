import fc from "fast-check";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../../cli/terminal/diff.js";

const plain = { from: "a", to: "b", color: false };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join("");

test("what is far from a change is left out", () => {
  const after = numbered(30).replace("5\n", "five\n").replace("25\n", "").replace("27\n", "27\n27a\n");
  expect(unifiedDiff(numbered(30), after, plain)).toBe(
    [
      "--- a",
      "+++ b",
      "@@ -2,7 +2,7 @@",
      ...[" 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"],
      "@@ -22,9 +22,9 @@",
      ...[" 22", " 23", " 24", "-25", " 26", " 27", "+27a", " 28", " 29", " 30"],
    ].join("\n"),
  );
});

test("an empty file, and no change", () => {
  expect(unifiedDiff("", "a\n", plain)).toBe("--- a\n+++ b\n@@ -0,0 +1,1 @@\n+a");
  expect(unifiedDiff("a\n", "a\n", plain)).toBe("");
});

test("colours are for terminals", () => {
  expect(unifiedDiff("a\nb\n", "a\nc\n", { ...plain, color: true })).toBe(
    "\u001b[31m--- a\u001b[0m\n\u001b[32m+++ b\u001b[0m\n\u001b[36m@@ -1,2 +1,2 @@\u001b[0m\n a\n\u001b[31m-b\u001b[0m\n\u001b[32m+c\u001b[0m",
  );
});

test("the lines with a minus are those that were, the ones with a plus those that are", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c"), { maxLength: 12 })
    .map((lines) => lines.map((line) => `${line}\n`).join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const body = unifiedDiff(before, after, plain).split("\n").slice(2);
      const side = (mark: string) => body.filter((line) => line[0] === mark).length;
      const lines = (content: string) => content.split("\n").length - 1;
      expect(lines(before) - side("-")).toBe(lines(after) - side("+"));
      expect(side("-") + side("+") > 0).toBe(before !== after);
    }),
  );
});
