import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { interruptTerraform } from "./interrupt.js";

export interface ProgramOptions {
  /** Environment of the program, whole. */
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a terminal can ask and be asked: then its Ctrl-C reaches the program without us. */
  readonly interactive: boolean;
}

/** A program that does not exist, or that may not be run. */
export class ProgramError extends Error {
  readonly exitCode = 2;
}

/**
 * Runs a program with our input and output, and passes on what would end us; returns its exit code.
 *
 * A program that runs Terraform is ended as one that may lose state: through the Terraform under it.
 */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  { environment, interactive }: ProgramOptions,
): Promise<number> {
  let child: ChildProcess | undefined;
  let interrupted = false;
  const interrupt = () => {
    if (child?.pid !== undefined && !interrupted) interruptTerraform(child.pid);
    interrupted = true;
  };
  const onInterrupt = interactive ? () => {} : interrupt;
  // Before there is a program: one that starts faster than we go on must not outlive us.
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", interrupt);
  try {
    // In a group of its own, no signal reaches it twice: Terraform takes a second one for "at once".
    child = spawn(program, args, { env: environment, stdio: "inherit", detached: !interactive });
    return await exitCodeOf(child, program);
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", interrupt);
  }
}

function exitCodeOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "ENOENT" ? "it is not there" : (error.code ?? error.message);
      reject(
        new ProgramError(`cannot run ${program}: ${why}\n  fix: give its path, or of a project's own: npx ${program}`),
      );
    });
    // As a shell says it of a program that a signal ended.
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
