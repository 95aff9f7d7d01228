import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "./benchmark.js";
import { localFleetFile } from "./fleet-file.js";
import { BASE_PORT, ENVIRONMENT, hubspokeCommand, withLocalProject } from "./project.js";
import { runNode, runProgram } from "./run.js";
import { type Table, formatSeconds } from "./table.js";

const SPOKES = 2;

/** `up` on a machine that has Node, Git and Go and nothing of ours: one run, as it takes minutes of every core. */
export async function cold(context: Context): Promise<Table[]> {
  const file = localFleetFile(ENVIRONMENT, SPOKES, BASE_PORT);
  return withLocalProject(context, file, (project) => coldUp(context, project));
}

async function coldUp(context: Context, project: string): Promise<Table[]> {
  const env = emptyCaches(join(project, "caches"));
  const command = { ...hubspokeCommand(context, project, "up"), env };
  let built: number | undefined;
  const onLine = (line: string, milliseconds: number) => {
    context.report(line);
    built ??= isToolchainReady(line) ? milliseconds : undefined;
  };
  try {
    const { milliseconds } = await runNode({ ...command, onLine, signal: context.signal });
    return [coldTable(milliseconds, built)];
  } finally {
    // Go makes the modules it downloads read-only, which would stop their removal.
    await runProgram("go", { args: ["clean", "-modcache"], cwd: project, env });
  }
}

function emptyCaches(folder: string): NodeJS.ProcessEnv {
  const caches = { XDG_CACHE_HOME: "cache", GOCACHE: "go-build", GOMODCACHE: "go-mod" };
  const paths = Object.entries(caches).map(([name, path]) => [name, join(folder, path)] as const);
  paths.forEach(([, path]) => mkdirSync(path, { recursive: true }));
  return { ...process.env, ...Object.fromEntries(paths) };
}

/** The line of `up` that says that the last program is there: `[2/6] 5:48 toolchain: ready in ...`. */
export function isToolchainReady(line: string): boolean {
  return /^\[\d+\/\d+\] [\d:]+ toolchain: ready in /.test(line);
}

function coldTable(total: number, built: number | undefined): Table {
  const after = built === undefined ? undefined : Math.max(0, total - built);
  const cell = (milliseconds: number | undefined) =>
    milliseconds === undefined ? "not said" : formatSeconds(milliseconds);
  return {
    title: "cold up",
    caption: `A hub and ${SPOKES} spokes; toolchain cache, Go's build cache and Go's module cache empty; downloads included; one run.`,
    head: ["what", "time"],
    rows: [
      ["until the last program is built", cell(built)],
      ["after that", cell(after)],
      ["whole `up`", cell(total)],
    ],
  };
}
