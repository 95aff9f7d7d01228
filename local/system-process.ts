import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { promisify } from "node:util";
import { until } from "./wait.js";

/**
 * When a process started, in a form that no other process with the same pid can have; undefined when it does not run.
 *
 * A zombie counts as gone once its last thread has ended: then it holds no port and no file, only its parent has not
 * asked for its exit code yet.
 */
export async function startTime(pid: number): Promise<string | undefined> {
  return process.platform === "linux" ? linuxStartTime(pid) : psStartTime(pid);
}

/** True while exactly this process runs. */
export async function isAlive(pid: number, started: string): Promise<boolean> {
  return (await startTime(pid)) === started;
}

/** Sends a signal to a process, or to a process group when `pid` is negative; a process that is gone already is fine. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Pids of our own processes that were started with this `NAME=value` in their environment. */
export async function findByEnvironment(entry: string): Promise<number[]> {
  return process.platform === "linux" ? linuxFind(entry) : psFind(entry);
}

/** Parent of a process; undefined when it is gone. */
export async function parentOf(pid: number): Promise<number | undefined> {
  if (process.platform === "linux") {
    const parent = (await linuxStat(pid))?.[1];
    return parent === undefined ? undefined : Number(parent);
  }
  const output = await ps(["-o", "ppid=", "-p", String(pid)]);
  return output === "" ? undefined : Number(output);
}

let bootId: string | undefined;

/** Fields of /proc/<pid>/stat from the state on; the command before them may itself hold blanks and brackets. */
async function linuxStat(pid: number): Promise<string[] | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

async function linuxStartTime(pid: number): Promise<string | undefined> {
  const fields = await linuxStat(pid);
  if (fields === undefined) return undefined;
  if (fields[0] === "Z" || fields[0] === "X") {
    await lastThreadEnded(pid);
    return undefined;
  }
  // Ticks since boot: without the boot's own id, a pid file that outlives a reboot could fit a stranger.
  bootId ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${bootId}/${fields[19]}`;
}

/**
 * Waits for the other threads of a process whose first thread is a zombie.
 *
 * A process that is killed shows as a zombie as soon as its first thread has ended, while the others still hold the
 * ports that whoever starts it again needs.
 */
async function lastThreadEnded(pid: number): Promise<void> {
  const ended = async () => {
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    return threads.length <= 1 ? true : undefined;
  };
  await until(ended, { timeout: 5_000, interval: 5 });
}

async function linuxFind(entry: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => ((await linuxEnvironment(pid)).includes(entry) ? [pid] : [])),
  );
  return found.flat();
}

async function linuxEnvironment(pid: number): Promise<string[]> {
  try {
    return (await readFile(`/proc/${pid}/environ`, "utf8")).split("\0");
  } catch {
    return []; // gone meanwhile, or another user's
  }
}

async function psStartTime(pid: number): Promise<string | undefined> {
  const output = await ps(["-o", "stat=,lstart=", "-p", String(pid)]);
  const [, state, started] = /^(\S+)\s+(.*)$/.exec(output) ?? [];
  return started === undefined || state?.startsWith("Z") ? undefined : started;
}

async function psFind(entry: string): Promise<number[]> {
  const lines = (await ps(["-axwwE", "-o", "pid=,command="])).split("\n");
  return lines.filter((line) => `${line} `.includes(` ${entry} `)).map((line) => Number.parseInt(line, 10));
}

async function ps(args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("ps", args, {
      env: { ...process.env, LC_ALL: "C" },
      maxBuffer: 64 << 20,
    });
    return stdout.trim();
  } catch {
    return ""; // ps exits 1 where no process fits
  }
}
