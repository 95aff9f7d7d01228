import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { App } from "cdktf";
import { selectEnvironments } from "../config/environment-files.js";
import { ConfigError, formatProblem, type Problem } from "../config/errors.js";
import { checkEnvironments } from "../config/load.js";
import type { Topology } from "../config/topology.js";
import { defineStacks, type DefineStacksOptions } from "./index.js";
import { disableStackTraces } from "./no-stack-traces.js";

export interface SynthesizeOptions extends DefineStacksOptions {
  /**
   * Environments to define, by name or by path of the file. Selecting some changes nothing in what the others are.
   *
   * @default - those of HUBSPOKE_ENVIRONMENTS, separated by commas, else every file in `environments/`
   */
  readonly environments?: readonly string[];
  /**
   * Folder that holds `environments/`.
   *
   * @default - the current folder, which is the one of cdktf.json when cdktf runs a `main.ts`
   */
  readonly projectDirectory?: string;
  /**
   * Folder that the Terraform configuration is written to.
   *
   * @default - CDKTF_OUTDIR, which cdktf sets, else `cdktf.out` in the project
   */
  readonly outdir?: string;
}

/**
 * Writes the Terraform configuration of a project: all that a `main.ts` has to do.
 *
 * Mistakes in environment files are printed to stderr, all at once, and set the exit code to 2. Warnings are printed too.
 */
export function synthesize(options: SynthesizeOptions = {}): void {
  try {
    const { warnings } = synthesizeEnvironments(options);
    warnings.forEach((warning) => process.stderr.write(`${formatProblem(warning)}\n`));
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** What was written, and of what. */
export interface Synthesis {
  readonly outdir: string;
  readonly topologies: readonly Topology[];
  /** What is risky in the files, by file and line. */
  readonly warnings: readonly Problem[];
}

/**
 * The same for callers that handle mistakes themselves.
 *
 * @throws ConfigError with every problem of every selected file
 */
export function synthesizeEnvironments(options: SynthesizeOptions = {}): Synthesis {
  const projectDirectory = resolve(options.projectDirectory ?? ".");
  const { topologies, warnings } = checkEnvironments(
    selectEnvironments(projectDirectory, options.environments ?? [], process.env),
  );
  const outdir = resolve(projectDirectory, options.outdir ?? process.env["CDKTF_OUTDIR"] ?? "cdktf.out");
  mkdirSync(outdir, { recursive: true });
  disableStackTraces();
  const app = new App({ outdir });
  topologies.forEach((topology) => defineStacks(app, topology, options));
  app.synth();
  return { outdir, topologies, warnings };
}
