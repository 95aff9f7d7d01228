import { describe, expect, it } from "vitest";
import { isToolchainReady } from "../../bench/cold.js";
import { stepTimes } from "../../bench/steps.js";

describe("progress of `up`, as the benchmarks read it", () => {
  it("gives each step its first and last line", () => {
    const lines = [
      { line: "[1/6] 0:00 machine: node 20.20.2", milliseconds: 100 },
      { line: "[3/6] 0:01 clusters: starting hub", milliseconds: 900 },
      { line: "not a line of progress: deploy: ", milliseconds: 950 },
      { line: "[2/6] 0:01 toolchain: ready in /cache", milliseconds: 1000 },
      { line: "[3/6] 1:02:03 clusters: hub answers", milliseconds: 9000 },
    ];
    expect(stepTimes(lines)).toEqual([
      { step: "machine", first: 100, last: 100 },
      { step: "clusters", first: 900, last: 9000 },
      { step: "toolchain", first: 1000, last: 1000 },
    ]);
  });

  it("knows the line that says that the last program is built", () => {
    expect(isToolchainReady("[2/6] 5:48 toolchain: ready in /cache/toolchain/0123456789abcdef")).toBe(true);
    expect(isToolchainReady("[2/6] 5:40 toolchain: 9 of 10 programs; building argocd")).toBe(false);
    expect(isToolchainReady("[3/6] 5:48 clusters: ready in 3 s")).toBe(false);
  });
});
