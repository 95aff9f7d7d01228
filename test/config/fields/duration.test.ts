import { expect, test } from "vitest";
import { durationSeconds } from "../../../config/index.js";

test.each([
  ["8760h", 31_536_000],
  ["1h30m", 5400],
  ["1.5h", 5400],
  ["500ms", 0.5],
  ["2s", 2],
])("%s is %d seconds", (text, seconds) => {
  expect(durationSeconds(text)).toBeCloseTo(seconds, 9);
});

test.each(["", "1", "365d", "1 h", "h", "-1h", "1h ", "1h30"])("%j is no duration", (text) => {
  expect(durationSeconds(text)).toBeUndefined();
});
