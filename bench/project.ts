import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "./benchmark.js";
import { type NodeCommand, runNode } from "./run.js";

/** Name of every environment that a benchmark makes. */
export const ENVIRONMENT = "bench";

/**
 * First port of the clusters: far from the defaults, so that an environment that is up is left in peace, and with room
 * below 32768, where the ports begin that Linux takes for outgoing connections.
 */
export const BASE_PORT = 21443;

export type ProjectWork<T> = (project: string) => Promise<T>;

/**
 * Makes a temporary project with one environment, runs `work` in it and removes it.
 *
 * It depends on this package as a user's own project would, by a link.
 */
export async function withProject<T>(packageRoot: string, file: string, work: ProjectWork<T>): Promise<T> {
  const project = makeProject(packageRoot, file);
  try {
    return await work(project);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** The same for work that brings the environment up: it is taken down at the end, whatever happened. */
export async function withLocalProject<T>(context: Context, file: string, work: ProjectWork<T>): Promise<T> {
  const project = makeProject(context.packageRoot, file);
  try {
    return await work(project);
  } finally {
    await takeDown(context, project);
  }
}

/** Where `down` fails the folder stays: the processes that are left could not be found without it. */
async function takeDown(context: Context, project: string): Promise<void> {
  try {
    await runNode(hubspokeCommand(context, project, "down"));
    rmSync(project, { recursive: true, force: true });
  } catch (error) {
    context.report(`could not remove ${project}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function hubspokeCommand(context: Context, project: string, verb: string): NodeCommand {
  return { args: [context.cli, verb, ENVIRONMENT], cwd: project };
}

function makeProject(packageRoot: string, file: string): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke-bench-")));
  mkdirSync(join(project, "environments"));
  mkdirSync(join(project, "node_modules"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(project, "main.ts"), 'import { synthesize } from "hubspoke";\nsynthesize();\n');
  writeFileSync(join(project, "environments", `${ENVIRONMENT}.yaml`), file);
  symlinkSync(packageRoot, join(project, "node_modules", "hubspoke"));
  for (const name of ["cdktf", "cdktf-cli", "constructs", "tsx"]) {
    symlinkSync(join(packageRoot, "node_modules", name), join(project, "node_modules", name));
  }
  return project;
}
