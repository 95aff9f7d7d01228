import { expect, test } from "vitest";
import { applySplices, lineAt, linesOf } from "../../../config/edit/text.js";

test("splices leave all else as it is, in whatever order they come", () => {
  const splices = [
    { start: 4, end: 5, insert: "" },
    { start: 0, end: 1, insert: "xy" },
  ];
  expect(applySplices("abcdef", splices)).toBe("xybcdf");
});

test("lines end before their line break, and a byte order mark is in none", () => {
  expect(linesOf("\uFEFFa: 1\r\n  # b\r\n\r\nc")).toEqual([
    { start: 1, end: 5, text: "a: 1", indent: 0, kind: "content" },
    { start: 7, end: 12, text: "  # b", indent: 2, kind: "comment" },
    { start: 14, end: 14, text: "", indent: 0, kind: "blank" },
    { start: 16, end: 17, text: "c", indent: 0, kind: "content" },
  ]);
});

test("an offset is in the line that it is in, line break included", () => {
  const lines = linesOf("ab\ncd\n");
  expect([0, 2, 3, 5, 6].map((offset) => lineAt(lines, offset))).toEqual([0, 0, 1, 1, 2]);
});
