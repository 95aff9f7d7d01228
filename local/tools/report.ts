import type { ToolchainProgress } from "../toolchain.js";

const everyMilliseconds = 5_000;

/** Turns looks at a build into few progress reports: one for each change, and one every five seconds. */
export class BuildReporter {
  private readonly start = Date.now();
  private lastTime = 0;
  private lastLeft = -1;
  private builder: number | undefined;

  constructor(
    private readonly total: number,
    private readonly report: (progress: ToolchainProgress) => void = () => {},
  ) {}

  /** Another run builds. */
  waitFor(pid: number): void {
    this.builder = pid;
    this.lastLeft = -1;
  }

  look(left: readonly string[]): void {
    const now = Date.now();
    if (left.length === this.lastLeft && now - this.lastTime < everyMilliseconds) return;
    this.lastLeft = left.length;
    this.lastTime = now;
    const elapsedSeconds = Math.round((now - this.start) / 1000);
    const builder = this.builder === undefined ? {} : { builder: this.builder };
    this.report({ done: this.total - left.length, total: this.total, next: left, elapsedSeconds, ...builder });
  }
}
