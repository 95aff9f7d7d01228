import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summarize } from "../../bench/statistics.js";

describe("summarize", () => {
  it("takes the middle one of an odd number of runs", () => {
    expect(summarize([30, 10, 200])).toEqual({ runs: 3, min: 10, median: 30, max: 200 });
  });

  it("takes the middle of the middle two of an even number", () => {
    expect(summarize([4, 1, 3, 2])).toEqual({ runs: 4, min: 1, median: 2.5, max: 4 });
  });

  it("has as many runs above the median as below, in whatever order they came", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }), (samples) => {
        const { min, median, max } = summarize(samples);
        expect(samples.filter((sample) => sample < median).length).toBeLessThanOrEqual(samples.length / 2);
        expect(samples.filter((sample) => sample > median).length).toBeLessThanOrEqual(samples.length / 2);
        expect([min, max]).toEqual([Math.min(...samples), Math.max(...samples)]);
      }),
    );
  });

  it("refuses to make something of nothing", () => {
    expect(() => summarize([])).toThrow(/^nothing was measured$/);
  });
});
