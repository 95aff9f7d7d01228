import { describe, expect, it } from "vitest";
import { runNode, runNodeWithPeak } from "../../bench/run.js";

const cwd = process.cwd();

describe("measured processes", () => {
  it("give what they print, and each line of progress as it comes", async () => {
    const lines: string[] = [];
    const args = ["-e", 'console.error("one"); console.error("two"); console.log("data")'];
    const { stdout } = await runNode({ args, cwd, onLine: (line) => lines.push(line) });
    expect({ stdout, lines }).toEqual({ stdout: "data\n", lines: ["one", "two"] });
  });

  it("tell when their first byte came, before their end", async () => {
    const { firstByte, milliseconds } = await runNode({ args: ["-e", "console.log(1); setTimeout(() => 0, 50)"], cwd });
    expect(firstByte).toBeLessThan(milliseconds);
    expect(await runNode({ args: ["-e", "0"], cwd })).toMatchObject({ firstByte: undefined });
  });

  it("have a duration only when they succeed", async () => {
    const args = ["-e", 'console.error("why"); process.exit(3)'];
    await expect(runNode({ args, cwd })).rejects.toThrow(`${process.execPath} ${args.join(" ")} failed (3)\n  why`);
  });

  it("tell their own peak memory, freed or not, and not that of the process that started them", async () => {
    const hold = (megabytes: number) => `Buffer.alloc(${megabytes} * 1e6, 1)`;
    const ours = Buffer.alloc(300e6, 1);
    const small = await runNodeWithPeak({ args: ["-e", "0"], cwd });
    const large = await runNodeWithPeak({ args: ["-e", `${hold(200)}; setTimeout(() => 0, 10)`], cwd });
    expect(large.peak - small.peak).toBeGreaterThan(150e6);
    expect(small.peak).toBeLessThan(ours.length);
  });
});
