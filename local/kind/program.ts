import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LocalError, hasCode } from "../errors.js";
import { runVariable } from "../leftovers.js";

export interface KindOptions {
  /** Variables of the caller: `KIND_EXPERIMENTAL_PROVIDER`, `DOCKER_HOST` and the like are for kind to read. */
  readonly environment: NodeJS.ProcessEnv;
  /** Told each step that kind has done. */
  readonly onProgress?: (text: string) => void;
}

export interface KindRun {
  readonly args: readonly string[];
  /** Text for its standard input. @default - none */
  readonly input?: string;
  /** @default - ours */
  readonly directory?: string;
  /** Lock by which whoever follows a killed run finds the kind that it left. */
  readonly lock: string;
}

/** kind ended with an error. */
export class KindError extends Error {
  constructor(
    /** All that it wrote to its standard error. */
    readonly output: string,
  ) {
    super("kind failed");
  }
}

/** Runs kind and returns its standard output. */
export function runKind(run: KindRun, { environment, onProgress }: KindOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("kind", run.args, {
      cwd: run.directory,
      env: { ...environment, [runVariable]: run.lock },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    const stderr: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    createInterface({ input: child.stderr }).on("line", (line) => {
      stderr.push(line);
      const step = /^ ✓ (.*\S)/.exec(line)?.[1];
      if (step !== undefined) onProgress?.(step);
    });
    child.on("error", (error) => reject(hasCode(error, "ENOENT") ? notInstalled() : error));
    child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(new KindError(stderr.join("\n")))));
    // A program that ends without reading closes the pipe: its own words say more than that.
    child.stdin.on("error", () => {});
    child.stdin.end(run.input ?? "");
  });
}

function notInstalled(): LocalError {
  return new LocalError(
    "kind is not on PATH\n  fix: install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation",
    2,
  );
}
