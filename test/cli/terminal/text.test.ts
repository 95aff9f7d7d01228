import { expect, test } from "vitest";
import { cut, list, table, wrap } from "../../../cli/terminal/text.js";

test("text is wrapped and cut at a width", () => {
  expect(wrap("one two three four", 9)).toBe("one two\nthree\nfour");
  expect(wrap("one two three four", 12, "  ", 2)).toBe("  one two\n    three\n    four");
  expect(wrap("one two three four", Infinity)).toBe("one two three four");
  expect(cut("one two three", 8)).toBe("one t...");
  const rows = [
    ["a", "", "of one line"],
    ["long", "", "of some more words that do not fit"],
  ];
  expect(list(rows, 32)).toBe("a     of one line\nlong  of some more words that...");
  expect(table(rows, 32)).toBe("a     of one line\nlong  of some more words that do\n      not fit");
  expect(table(rows, 12)).toBe("a     of ...\nlong  of ...");
});
