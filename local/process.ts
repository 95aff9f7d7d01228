import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { LocalError, hasCode } from "./errors.js";
import { ensureDirectory, exists, readJson, writeAtomic } from "./files.js";
import { findByEnvironment, isAlive, parentOf, sendSignal, startTime } from "./system-process.js";
import { until } from "./wait.js";

/** A program that keeps running when we end. */
export interface ProcessSpec {
  /** What it is called in messages: "etcd". */
  readonly name: string;
  /** Absolute path of the program. */
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment; secrets belong here, never in `args`, which every user of the machine can read. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly pidFile: string;
  readonly logFile: string;
}

/** Content of a pid file. */
export interface ProcessRecord {
  readonly pid: number;
  readonly startTime: string;
  readonly name: string;
  /** Hash of command, arguments and environment: tells whether the process still runs as it should. */
  readonly fingerprint: string;
}

/**
 * Environment variable that names the pid file a process belongs to.
 *
 * A pid file is written after the process exists. When we are killed between the two, nothing but the process itself can
 * tell whose it is; so it carries the path, and whoever finds no valid pid file looks for that.
 */
const ownerVariable = "HUBSPOKE_OWNER";
const largeLog = 10 << 20;

/** Starts a process with its output in a log file, detached, and writes its pid file; the caller has checked that it does not run. */
export async function startProcess(spec: ProcessSpec): Promise<ProcessRecord> {
  await ensureDirectory(dirname(spec.pidFile));
  const output = await openLog(spec.logFile);
  try {
    const child = spawn(spec.command, spec.args, {
      cwd: spec.directory,
      detached: true,
      env: { ...spec.environment, [ownerVariable]: spec.pidFile },
      stdio: ["ignore", output.fd, output.fd],
    });
    const failed = new Promise<never>((_, reject) => child.once("error", reject));
    const spawned = new Promise<void>((resolve) => child.once("spawn", resolve));
    await Promise.race([spawned, failed]);
    child.unref();
    return await record(spec, child.pid as number);
  } catch (error) {
    throw hasCode(error, "ENOENT", "EACCES")
      ? new LocalError(`cannot run ${spec.name}: ${spec.command} is missing or not executable`)
      : error;
  } finally {
    await output.close();
  }
}

/** The process of a pid file, while it runs. */
export async function findProcess(pidFile: string): Promise<ProcessRecord | undefined> {
  const known = await readJson<ProcessRecord>(pidFile);
  if (known !== undefined && (await isAlive(known.pid, known.startTime))) return known;
  return adopt(pidFile);
}

/** Variables that differ from one terminal to the next and change nothing that a program of ours does. */
const incidental = /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TZ|TMPDIR)$/;

/** Hash of what decides how a process behaves. */
export function fingerprint(spec: Pick<ProcessSpec, "command" | "args" | "environment">): string {
  const decisive = Object.entries(spec.environment).filter(([name]) => !incidental.test(name));
  const environment = decisive.sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([spec.command, spec.args, environment]))
    .digest("hex")
    .slice(0, 16);
}

/**
 * Ends the process of a pid file and everything it started: asks first, insists after `grace` milliseconds.
 *
 * Nothing is signalled but the very process that was recorded. One that is gone already is fine.
 */
export async function stopProcess(pidFile: string, grace = 10_000): Promise<void> {
  const running = await findProcess(pidFile);
  if (running !== undefined) {
    sendSignal(running.pid, "SIGTERM");
    const gone = async () => ((await isAlive(running.pid, running.startTime)) ? undefined : true);
    if ((await until(gone, { timeout: grace, interval: 20 })) === undefined) sendSignal(-running.pid, "SIGKILL");
    if ((await until(gone, { timeout: 5_000, interval: 20 })) === undefined) {
      throw new LocalError(`${running.name} (pid ${running.pid}) does not end`);
    }
    for (const pid of await findByEnvironment(`${ownerVariable}=${pidFile}`)) sendSignal(pid, "SIGKILL");
  }
  await rm(pidFile, { force: true });
}

/** A process that we started without being able to write it down. Its own children carry the same variable: the oldest is it. */
async function adopt(pidFile: string): Promise<ProcessRecord | undefined> {
  if (!(await exists(dirname(pidFile)))) return undefined;
  const pids = await findByEnvironment(`${ownerVariable}=${pidFile}`);
  for (const pid of pids) {
    const parent = await parentOf(pid);
    const started = await startTime(pid);
    if (started === undefined || (parent !== undefined && pids.includes(parent))) continue;
    // The empty fingerprint fits no specification: such a process is ended and started anew, never trusted.
    return { pid, startTime: started, name: "process", fingerprint: "" };
  }
  return undefined;
}

async function record(spec: ProcessSpec, pid: number): Promise<ProcessRecord> {
  const started = (await startTime(pid)) ?? "ended";
  const result = { pid, startTime: started, name: spec.name, fingerprint: fingerprint(spec) };
  await writeAtomic(spec.pidFile, `${JSON.stringify(result)}\n`);
  return result;
}

/** Opens a log to append to; a large one is set aside first, so that two of them bound what a log takes. */
async function openLog(path: string) {
  await ensureDirectory(dirname(path));
  const size = (await exists(path)) ? (await stat(path)).size : 0;
  if (size > largeLog) await rename(path, `${path}.1`);
  return open(path, "a", 0o600);
}
