import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Node program to run. */
export interface NodeCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Told each line of stderr as it comes, with the milliseconds since the start. */
  readonly onLine?: (line: string, milliseconds: number) => void;
}

export interface Run {
  readonly milliseconds: number;
  /** Milliseconds to the first byte on stdout; undefined where there was none. */
  readonly firstByte: number | undefined;
  readonly stdout: string;
}

/**
 * Runs a Node program to its end.
 *
 * @throws Error with the end of what it wrote to stderr when it fails: a failed run has no duration worth having
 */
export async function runNode(command: NodeCommand): Promise<Run> {
  return runProgram(process.execPath, command);
}

export function runProgram(program: string, { args, cwd, env, signal, onLine }: NodeCommand): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { cwd, env: env ?? process.env, signal, stdio: ["ignore", "pipe", "pipe"] });
    let ended = started;
    let firstByte: number | undefined;
    let stdout = "";
    const errors: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      firstByte ??= performance.now() - started;
      stdout += text;
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      errors.push(line);
      onLine?.(line, performance.now() - started);
    });
    child.once("error", reject);
    child.once("exit", () => (ended = performance.now()));
    child.once("close", (code) => {
      if (code === 0) {
        resolve({ milliseconds: ended - started, firstByte, stdout });
      } else {
        const tail = [...errors.slice(-15), ...stdout.trimEnd().split("\n").slice(-15)].join("\n  ");
        reject(new Error(`${program} ${args.join(" ")} failed (${code})\n  ${tail}`));
      }
    });
  });
}

/** The same, with the peak memory of the process in bytes; the hook that reads it takes a few milliseconds. */
export async function runNodeWithPeak(command: NodeCommand): Promise<Run & { peak: number }> {
  const folder = mkdtempSync(join(tmpdir(), "hubspoke-peak-"));
  const file = join(folder, "peak");
  try {
    const hook = ["--import", new URL("./peak-memory.js", import.meta.url).href];
    const env = { ...(command.env ?? process.env), BENCH_PEAK_FILE: file };
    const run = await runNode({ ...command, args: [...hook, ...command.args], env });
    return { ...run, peak: Number(readFileSync(file, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
