import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProgress, formatElapsed } from "../../cli/progress.js";

describe("createProgress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("numbers its steps and says how long it has been going", () => {
    const lines: string[] = [];
    const progress = createProgress({ steps: ["machine", "toolchain"], write: (line) => lines.push(line) });
    progress.report("machine", "node 20.20.2");
    vi.setSystemTime(Date.now() + 65_000);
    progress.report("toolchain", "building etcd");
    progress.done();
    expect(lines).toEqual(["[1/2] 0:00 machine: node 20.20.2", "[2/2] 1:05 toolchain: building etcd"]);
  });

  it("leaves a repeated report out, also where steps overlap", () => {
    const lines: string[] = [];
    const progress = createProgress({ steps: ["toolchain", "verify"], write: (line) => lines.push(line) });
    progress.report("verify", "1 of 2 synced");
    progress.report("toolchain", "building argocd");
    progress.report("verify", "1 of 2 synced");
    progress.done();
    expect(lines).toEqual(["[2/2] 0:00 verify: 1 of 2 synced", "[1/2] 0:00 toolchain: building argocd"]);
  });

  it("repeats the last line while there is no news, until it is done", () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const progress = createProgress({ steps: ["toolchain"], write, heartbeatMs: 1000 });
    progress.report("toolchain", "building argocd");
    vi.advanceTimersByTime(2000);
    progress.done();
    vi.advanceTimersByTime(5000);
    expect(lines).toEqual([
      "[1/1] 0:00 toolchain: building argocd",
      "[1/1] 0:01 toolchain: building argocd",
      "[1/1] 0:02 toolchain: building argocd",
    ]);
  });

  it("lets a step that still reports speak for the silence, and not the one that was written last", () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const progress = createProgress({ steps: ["toolchain", "clusters"], write, heartbeatMs: 1000 });
    progress.report("toolchain", "building etcd");
    progress.report("clusters", "starting hub");
    vi.advanceTimersByTime(700);
    progress.report("toolchain", "building etcd");
    progress.done();
    expect(lines).toEqual([
      "[1/2] 0:00 toolchain: building etcd",
      "[2/2] 0:00 clusters: starting hub",
      "[1/2] 0:00 toolchain: building etcd",
    ]);
  });
});

describe("formatElapsed", () => {
  it.each([
    [0, "0:00"],
    [9_999, "0:09"],
    [61_000, "1:01"],
    [3_661_000, "1:01:01"],
  ])("writes %d ms as %s", (milliseconds, expected) => {
    expect(formatElapsed(milliseconds)).toBe(expected);
  });
});
