import { describe, expect, it } from "vitest";
import {
  formatKilobytes,
  formatMegabytes,
  formatRatio,
  formatSeconds,
  formatTable,
  timeCells,
} from "../../bench/table.js";

describe("tables of the benchmarks", () => {
  it("are Markdown with a caption", () => {
    const table = { title: "up", caption: "A hub.", head: ["what", "time"], rows: [["`up`", "1 s"]] };
    expect(formatTable(table)).toBe("### up\n\nA hub.\n\n| what | time |\n| --- | ---: |\n| `up` | 1 s |");
  });

  it("give each number its unit and no more digits than mean something", () => {
    expect([formatSeconds(7.4), formatSeconds(9_999), formatSeconds(10_000)]).toEqual(["0.007 s", "9.999 s", "10.0 s"]);
    expect([formatMegabytes(43_600_000), formatKilobytes(1_499)]).toEqual(["44 MB", "1 kB"]);
    expect([formatRatio(1), formatRatio(9.994), formatRatio(10.04)]).toEqual(["1.00 x", "9.99 x", "10.0 x"]);
  });

  it("show the spread of the runs", () => {
    expect(timeCells({ runs: 3, min: 1, median: 20, max: 300 })).toEqual(["3", "0.001 s", "0.020 s", "0.300 s"]);
  });
});
