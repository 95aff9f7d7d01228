/**
 * The benchmarks: `npm run bench` for all but the cold one, `npm run bench -- synth up` for some.
 *
 * Each prints Markdown tables on stdout; what it is doing goes to stderr. They inform and never judge: there is no
 * threshold, and the exit code says only whether everything could be measured.
 *
 * How to read the numbers:
 * - Things that are compared ran by turns (A B A B) in the same run, so that a busy machine slows both. Compare ratios
 *   across machines, never seconds. A ratio is of medians.
 * - Time is from start to end of the process, measured from outside.
 * - Peak memory is the largest resident set of the process itself, its children not included. Where the time is short
 *   it is taken in runs of its own, because the hook that reads it takes a few milliseconds.
 * - What writes, writes in a temporary project that is removed at the end; its clusters listen on ports from 21443 on.
 *
 *   npm run bench                             validate, synth, up, register
 *   npm run bench -- cold                     `up` with empty caches: compiles everything, takes minutes
 *   npm run bench -- synth --runs 10          more runs
 *   npm run bench -- register --spokes 20     a larger fleet: a control plane takes about half a gigabyte
 */
import { parseBenchArguments } from "./arguments.js";
import { type Benchmark, createContext } from "./benchmark.js";
import { cold } from "./cold.js";
import { describeMachine } from "./machine.js";
import { register } from "./register.js";
import { synth } from "./synth.js";
import { formatTable } from "./table.js";
import { up } from "./up.js";
import { validate } from "./validate.js";

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { validate, synth, up, register, cold };
const UNLESS_NAMED = ["cold"];

async function main(): Promise<void> {
  const chosen = parseBenchArguments(process.argv.slice(2), Object.keys(BENCHMARKS), UNLESS_NAMED);
  if ("problem" in chosen) {
    console.error(chosen.problem);
    process.exitCode = 2;
    return;
  }
  const context = createContext(chosen);
  console.log(`${describeMachine()}\n`);
  for (const name of chosen.names) {
    context.report(name);
    for (const table of (await BENCHMARKS[name]?.(context)) ?? []) {
      console.log(`${formatTable(table)}\n`);
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
