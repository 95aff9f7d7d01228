import type { Context } from "./benchmark.js";
import { localDirectory } from "../config/local-paths.js";
import { localFleetFile } from "./fleet-file.js";
import { type ProgramMemory, memoryOf, memoryRows } from "./memory.js";
import { BASE_PORT, ENVIRONMENT, hubspokeCommand, withLocalProject } from "./project.js";
import { runNodeWithPeak } from "./run.js";
import { summarize } from "./statistics.js";
import { type TimedLine, stepTimes } from "./steps.js";
import { type Table, TIME_HEAD, formatMegabytes, formatSeconds, timeCells } from "./table.js";

const RUNS = 3;
const SPOKES = 2;

interface Samples {
  readonly milliseconds: number[];
  readonly peaks: number[];
}

/** A hub and two spokes: up from nothing, up again, verify, down; and what runs while it is up. */
export async function up(context: Context): Promise<Table[]> {
  const runs = context.runs ?? RUNS;
  const file = localFleetFile(ENVIRONMENT, SPOKES, BASE_PORT);
  return withLocalProject(context, file, (project) => measureUp(context, runs, project));
}

async function measureUp(context: Context, runs: number, project: string): Promise<Table[]> {
  const samples = new Map<string, Samples>();
  let memory: ProgramMemory[] = [];
  let fromNothing: TimedLine[] = [];
  const step = async (name: string, verb: string, counted: boolean): Promise<TimedLine[]> => {
    const command = hubspokeCommand(context, project, verb);
    const lines: TimedLine[] = [];
    const onLine = (line: string, at: number) => lines.push({ line, milliseconds: at });
    const { milliseconds, peak } = await runNodeWithPeak({ ...command, signal: context.signal, onLine });
    context.report(`${name}: ${(milliseconds / 1000).toFixed(1)} s${counted ? "" : " (not counted)"}`);
    if (counted) {
      const { milliseconds: times, peaks } = samples.get(name) ?? { milliseconds: [], peaks: [] };
      samples.set(name, { milliseconds: [...times, milliseconds], peaks: [...peaks, peak] });
    }
    return lines;
  };
  // The first round fills every cache: the toolchain's, the file system's.
  for (let round = 0; round <= runs; round++) {
    fromNothing = await step("`up`, from nothing to verified", "up", round > 0);
    await step("`up` again, no change", "up", round > 0);
    await step("`verify`", "verify", round > 0);
    memory = memoryOf(localDirectory(project, ENVIRONMENT));
    await step("`down`", "down", round > 0);
  }
  return [timeTable(samples), stepTable(fromNothing), memoryTable(memory)];
}

function timeTable(samples: ReadonlyMap<string, Samples>): Table {
  return {
    title: "up",
    caption:
      `A hub and ${SPOKES} spokes on this machine, toolchain cached, one uncounted round before. ` +
      "Peak memory is that of the hubspoke process alone.",
    head: ["what", ...TIME_HEAD, "peak memory"],
    rows: [...samples].map(([name, { milliseconds, peaks }]) => [
      name,
      ...timeCells(summarize(milliseconds)),
      formatMegabytes(Math.max(...peaks)),
    ]),
  };
}

function stepTable(lines: readonly TimedLine[]): Table {
  return {
    title: "where `up` spends its time",
    caption: "The last run from nothing: seconds after its start of the first and the last line about each step.",
    head: ["step", "first line", "last line"],
    rows: stepTimes(lines).map(({ step, first, last }) => [step, formatSeconds(first), formatSeconds(last)]),
  };
}

function memoryTable(programs: readonly ProgramMemory[]): Table {
  return {
    title: "memory of what keeps running",
    caption:
      `All processes of the hub, its Argo CD and ${SPOKES} spokes, after \`verify\`, before the last \`down\`. ` +
      "Resident (VmRSS) counts a page that processes share once for each; proportional (PSS) counts it once in all.",
    head: ["program", "processes", "resident", "proportional"],
    rows: memoryRows(programs, formatMegabytes),
  };
}
