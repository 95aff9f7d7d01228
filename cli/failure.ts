import { ConfigError } from "../config/errors.js";
import { CdktfError } from "../terraform/cdktf-error.js";
import { EXIT, UsageError } from "./output.js";
import { fixesFor } from "./terraform-fixes.js";

/** Exit code of an error that ended a command. */
export function exitCodeFor(error: unknown): number {
  if (isAbort(error)) {
    return 130;
  }
  const badInput = error instanceof ConfigError || error instanceof UsageError || hasExitCode(error, EXIT.badInput);
  return badInput ? EXIT.badInput : EXIT.checkFailed;
}

/** What a person sees of an error: its message; the stack trace only where they asked for it. */
export function messageFor(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (isAbort(error)) {
    return "interrupted";
  }
  if (error instanceof CdktfError) {
    return [error.message, ...fixesFor(error.errors).map((fix) => `  ${fix}`)].join("\n");
  }
  return process.env["HUBSPOKE_DEBUG"] ? (error.stack ?? error.message) : error.message;
}

/** Errors of the folders below say their exit code themselves: they do not know this one. */
function hasExitCode(error: unknown, code: number): boolean {
  return error instanceof Error && "exitCode" in error && error.exitCode === code;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
