import { spawn } from "node:child_process";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { LocalError, hasCode } from "../errors.js";
import { ensureDirectory } from "../files.js";
import { endLeftovers, runVariable } from "../leftovers.js";
import { sendSignal } from "../system-process.js";
import type { ProgramSpec, ToolchainDescription } from "./description.js";
import { assembleChart } from "./chart.js";
import { type Go, findGo } from "./go.js";
import { addProgram, dropProgram } from "./manifest.js";
import { patchModules } from "./patches.js";
import { makeWritable } from "./writable.js";

export interface BuildRequest {
  readonly description: ToolchainDescription;
  /** Programs to build, in order. */
  readonly programs: readonly ProgramSpec[];
  /** Folder of the finished toolchain. */
  readonly folder: string;
  readonly cacheRoot: string;
  /** Lock that is held while this runs: names our children, should we be killed. */
  readonly lock: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Builds programs with one `go build`, so that what they share is compiled once, and adds each to the folder as soon as Go
 * has linked it. An interrupted build leaves whole programs and a temporary folder that the next one removes.
 */
export async function buildPrograms(request: BuildRequest): Promise<void> {
  const temporary = `${request.folder}.tmp`;
  await endLeftovers(request.lock);
  await remove(temporary);
  try {
    const go = await findGo(request.description.directory, request.cacheRoot, request.environment);
    await Promise.all(["out", "work"].map((name) => ensureDirectory(join(temporary, name))));
    await Promise.all(request.programs.map((program) => dropProgram(request.folder, program.name)));
    await compile(request, go, temporary);
  } catch (error) {
    throw explain(error, request);
  } finally {
    await remove(temporary);
  }
}

async function compile(request: BuildRequest, go: Go, temporary: string): Promise<void> {
  const modFile = await patchModules(go, request.description.directory, temporary);
  request.signal?.throwIfAborted();
  const out = join(temporary, "out");
  const run = goBuild(request, go, temporary, modFile);
  const collector = collect(request, go, out, run);
  await Promise.all([run, collector]);
}

/** Adds programs while Go is still busy with others. */
async function collect(request: BuildRequest, go: Go, out: string, run: Promise<void>): Promise<void> {
  let running = true;
  const ended = run.finally(() => (running = false)).catch(() => {});
  const sizes = new Map<string, number>();
  const left = new Set(request.programs);
  for (;;) {
    const last = !running;
    for (const program of left) {
      if (!(await isComplete(join(out, program.builtAs), sizes, last))) continue;
      // Before its program counts: whoever finds the program finds the chart.
      if (program.name === request.description.chart?.program)
        await assembleChart(request, go, join(out, program.builtAs));
      await addProgram(request.folder, program.name, join(out, program.builtAs));
      left.delete(program);
    }
    if (last) return;
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300))]);
  }
}

/** Go renames a finished program to its place, or copies it where that cannot be: so its size must have stopped changing. */
async function isComplete(path: string, sizes: Map<string, number>, ended: boolean): Promise<boolean> {
  try {
    const { size } = await stat(path);
    const settled = ended || sizes.get(path) === size;
    sizes.set(path, size);
    return settled && size > 0;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

function goBuild(request: BuildRequest, go: Go, temporary: string, modFile: readonly string[]): Promise<void> {
  const { description, programs, signal } = request;
  const flags = [
    ...modFile,
    "-trimpath",
    "-buildvcs=false",
    "-ldflags",
    description.ldflags.join(" "),
    "-o",
    `${join(temporary, "out")}/`,
  ];
  const child = spawn("go", ["build", ...flags, ...programs.map((program) => program.package)], {
    cwd: description.directory,
    // A process group of its own: Ctrl-C reaches us alone, and we end the whole group.
    detached: true,
    env: { ...go.environment, GOTMPDIR: join(temporary, "work"), [runVariable]: request.lock },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer) => (output = (output + chunk.toString("utf8")).slice(-16_384));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const stop = () => child.pid !== undefined && sendSignal(-child.pid, "SIGTERM");
  signal?.addEventListener("abort", stop, { once: true });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (code === 0) resolve();
      else reject(signal?.aborted ? signal.reason : new LocalError(`go build failed:\n${lastLines(output)}`));
    });
  });
}

function explain(error: unknown, request: BuildRequest): unknown {
  const text = error instanceof Error ? error.message : "";
  if (hasCode(error, "ENOSPC") || /no space left on device|disk quota exceeded/i.test(text)) {
    return new LocalError(
      `no space left while building the toolchain in ${request.folder}: it needs 1 GB there and 5 GB in Go's caches ` +
        "(go env GOCACHE GOMODCACHE); free some, or set XDG_CACHE_HOME, GOCACHE and GOMODCACHE to a larger disk",
    );
  }
  if (/dial tcp|no such host|proxyconnect|i\/o timeout|TLS handshake/i.test(text)) {
    return new LocalError(
      `Go cannot download the toolchain's modules; check the network, HTTPS_PROXY and GOPROXY\n${lastLines(text)}`,
    );
  }
  return error;
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-15).join("\n");
}

async function remove(directory: string): Promise<void> {
  await makeWritable(directory);
  await rm(directory, { recursive: true, force: true });
}
