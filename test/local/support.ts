import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { stopProcess } from "../../local/process.js";
import type { ProcessSpec } from "../../local/process.js";

/** A folder with a name that breaks careless quoting; gone when the test ends. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "hubspoke tést "));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** An executable Node script on disk. */
export async function script(path: string, code: string): Promise<string> {
  await writeFile(path, `#!${process.execPath}\n${code}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A Node program to run as a process; ended when the test ends. */
export function nodeProcess(directory: string, code: string): ProcessSpec {
  const pidFile = join(directory, "program.pid.json");
  onTestFinished(() => stopProcess(pidFile, 100));
  return {
    name: "program",
    command: process.execPath,
    args: ["-e", code],
    environment: { PATH: process.env["PATH"] ?? "" },
    directory,
    pidFile,
    logFile: join(directory, "logs", "program.log"),
  };
}

/** The message of the error that `work` fails with. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("expected a failure");
}
