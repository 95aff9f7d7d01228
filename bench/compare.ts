import type { Context } from "./benchmark.js";
import { type NodeCommand, runNode, runNodeWithPeak } from "./run.js";
import { type Summary, summarize } from "./statistics.js";
import { TIME_HEAD, formatMegabytes, formatRatio, timeCells } from "./table.js";

/** One of the things that are compared; `before` is not measured. */
export interface Subject {
  readonly name: string;
  readonly command: NodeCommand;
  readonly before?: () => void;
}

export interface Measured {
  readonly name: string;
  readonly milliseconds: Summary;
  /** Largest peak memory of its runs, in bytes. */
  readonly peak: number;
}

const MEMORY_RUNS = 3;

/** Runs all subjects by turns: once uncounted, `runs` times for the time, three times for the memory. */
export async function compare(context: Context, runs: number, subjects: readonly Subject[]): Promise<Measured[]> {
  const times = subjects.map((): number[] => []);
  const peaks = subjects.map((): number[] => []);
  const round = async (measure: (command: NodeCommand, index: number) => Promise<unknown>) => {
    for (const [index, { command, before }] of subjects.entries()) {
      before?.();
      await measure({ ...command, signal: context.signal }, index);
    }
  };
  await round(runNode);
  for (let run = 1; run <= runs; run++) {
    await round(async (command, index) => times[index]?.push((await runNode(command)).milliseconds));
    context.report(
      `run ${run} of ${runs}: ${subjects.map((s, i) => `${s.name} ${times[i]?.at(-1)?.toFixed(0)} ms`).join(", ")}`,
    );
  }
  for (let run = 0; run < MEMORY_RUNS; run++) {
    await round(async (command, index) => peaks[index]?.push((await runNodeWithPeak(command)).peak));
  }
  return subjects.map(({ name }, index) => ({
    name,
    milliseconds: summarize(times[index] ?? []),
    peak: Math.max(...(peaks[index] ?? [])),
  }));
}

export const COMPARISON_HEAD = ["what", ...TIME_HEAD, "peak memory", "time ratio", "memory ratio"] as const;

/** A row for each, with its ratio to the last one, which is what the others are measured by. */
export function comparisonRows(measured: readonly Measured[]): string[][] {
  const floor = measured.at(-1);
  return measured.map(({ name, milliseconds, peak }) => [
    name,
    ...timeCells(milliseconds),
    formatMegabytes(peak),
    formatRatio(milliseconds.median / (floor?.milliseconds.median ?? NaN)),
    formatRatio(peak / (floor?.peak ?? NaN)),
  ]);
}
