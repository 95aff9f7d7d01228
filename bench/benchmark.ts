import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchArguments } from "./arguments.js";
import type { Table } from "./table.js";

/** What every benchmark is given. */
export interface Context {
  /** Folder of this package. */
  readonly packageRoot: string;
  /** The compiled command line. */
  readonly cli: string;
  /** Counted runs, where the caller asked for a number. */
  readonly runs: number | undefined;
  readonly spokes: number;
  /** Aborted by Ctrl-C: benchmarks then remove what they made. */
  readonly signal: AbortSignal;
  /** Tells what is going on, on stderr. */
  report(line: string): void;
}

export type Benchmark = (context: Context) => Promise<Table[]>;

export function createContext({ runs, spokes }: BenchArguments): Context {
  const packageRoot = fileURLToPath(new URL("..", import.meta.url));
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => controller.abort(new Error(`interrupted by ${signal}`)));
  }
  return {
    packageRoot,
    cli: join(packageRoot, "dist", "cli", "index.js"),
    runs,
    spokes,
    signal: controller.signal,
    report: (line) => console.error(`bench: ${line}`),
  };
}
