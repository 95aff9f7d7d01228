import { join } from "node:path";
import { LocalError } from "./errors.js";
import { exists } from "./files.js";
import { type Holder, withLock } from "./lock.js";
import { buildPrograms } from "./tools/build.js";
import { chartPath } from "./tools/chart.js";
import { type ProgramSpec, type ToolchainDescription, readDescription } from "./tools/description.js";
import { findPrograms } from "./tools/found.js";
import { cachedPrograms, programPath } from "./tools/manifest.js";
import { ReadyPrograms } from "./tools/ready.js";
import { BuildReporter } from "./tools/report.js";

export interface ToolchainOptions {
  /** Root of the cache, as `cacheDirectory()` gives it. */
  readonly cacheDirectory: string;
  /** Go module with its `programs.json`. */
  readonly goDirectory: string;
  /** Which toolchain: the local environment's, or the one that builds OpenTofu. @default "main" */
  readonly module?: "main" | "opentofu";
  readonly environment: NodeJS.ProcessEnv;
  /** Programs that will be asked for. @default - all of the module */
  readonly programs?: readonly string[];
  readonly onProgress?: (progress: ToolchainProgress) => void;
  readonly signal?: AbortSignal;
}

/** Told at the start of a build, at each program that is there, and every five seconds between. */
export interface ToolchainProgress {
  readonly done: number;
  readonly total: number;
  /** Programs that are still to come, the next first. */
  readonly next: readonly string[];
  readonly elapsedSeconds: number;
  /** Pid of another run that builds the same, while we wait for it. */
  readonly builder?: number;
}

/**
 * Finds the programs of the local environment, or builds them.
 *
 * In this order: KUBEBUILDER_ASSETS, PATH (versions that fit only), the cache, a build. Returns once it knows which are
 * missing; those are built meanwhile, and each can be awaited on its own.
 */
export async function openToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const { description, folder, found, missing } = await lookFor(options);
  const toolchain = new Toolchain(options, description, folder, found);
  toolchain.build(missing);
  return toolchain;
}

/** Names of the programs that `openToolchain` would have to build. */
export async function missingPrograms(options: ToolchainOptions): Promise<string[]> {
  return (await lookFor(options)).missing.map((program) => program.name);
}

async function lookFor(options: ToolchainOptions) {
  const description = await readDescription(options.goDirectory, options.module);
  const wanted = description.programs.filter((program) => options.programs?.includes(program.name) ?? true);
  const folder = join(options.cacheDirectory, "toolchain", description.key);
  const found = await findPrograms(wanted, options.environment);
  const ours = wanted.filter((program) => !found.has(program.name));
  const cached = await cachedPrograms(
    folder,
    ours.map((program) => program.name),
  );
  const chart = description.chart;
  // A chart that is gone is made again with its program.
  if (chart !== undefined && !(await exists(chartPath(folder)))) cached.delete(chart.program);
  for (const name of cached) found.set(name, programPath(folder, name));
  return { description, folder, found, missing: ours.filter((program) => !cached.has(program.name)) };
}

/** Programs that are there, and those that will be. */
export class Toolchain {
  private building: Promise<void> = Promise.resolve();
  private pending = new Map<string, Promise<string>>();

  constructor(
    private readonly options: ToolchainOptions,
    readonly description: ToolchainDescription,
    /** Where programs that were built are, each in `bin/`. */
    readonly folder: string,
    private readonly found: Map<string, string>,
  ) {}

  /** Absolute path of a program, as soon as it can be run. Fails when its build does. */
  async program(name: string): Promise<string> {
    const path = this.found.get(name) ?? (await this.pending.get(name));
    if (path === undefined) throw new LocalError(`the toolchain builds no ${name}`);
    return path;
  }

  /** Folder of the argo-cd chart for a hub without nodes, as soon as it is assembled. */
  async chart(): Promise<string> {
    if (this.description.chart === undefined) throw new LocalError("the toolchain makes no chart");
    await this.program(this.description.chart.program);
    return chartPath(this.folder);
  }

  /** Settles when nothing is left to build. */
  complete(): Promise<void> {
    return this.building;
  }

  /** Starts what `openToolchain` found missing. */
  build(missing: readonly ProgramSpec[]): void {
    if (missing.length === 0) return;
    const ready = new ReadyPrograms(missing, this.found, this.folder);
    this.pending = ready.promises;
    this.building = this.buildMissing(missing, ready).catch((error: unknown) => {
      ready.fail(error);
      throw error;
    });
    // Whoever awaits a program or the whole sees the failure; nobody awaiting must not end the process.
    this.building.catch(() => {});
  }

  private async buildMissing(missing: readonly ProgramSpec[], ready: ReadyPrograms): Promise<void> {
    const reporter = new BuildReporter(missing.length, this.options.onProgress);
    const waiting = new AbortController();
    const signal = this.options.signal ? AbortSignal.any([waiting.signal, this.options.signal]) : waiting.signal;
    const path = `${this.folder}.lock.json`;
    const onWait = (holder: Holder) => reporter.waitFor(holder.pid);
    const lock = { path, what: "the toolchain", command: "toolchain build", onWait, signal };
    // Another run may build the same: its programs are taken one by one, as our own are, without waiting for its end.
    const watch = ready.watch(() => reporter.look(ready.left), signal);
    const build = withLock(lock, () => this.buildUnderLock(missing, path));
    try {
      await Promise.race([build.then(() => ready.refresh()), watch]);
    } finally {
      waiting.abort();
      await Promise.allSettled([build, watch]);
    }
  }

  private async buildUnderLock(missing: readonly ProgramSpec[], lock: string): Promise<void> {
    const cached = await cachedPrograms(
      this.folder,
      missing.map((program) => program.name),
    );
    const chart = this.description.chart;
    if (chart !== undefined && !(await exists(chartPath(this.folder)))) cached.delete(chart.program);
    const programs = missing.filter((program) => !cached.has(program.name));
    if (programs.length === 0) return;
    await buildPrograms({
      description: this.description,
      programs,
      folder: this.folder,
      cacheRoot: this.options.cacheDirectory,
      lock,
      environment: this.options.environment,
      ...(this.options.signal ? { signal: this.options.signal } : {}),
    });
  }
}
