/**
 * What went wrong on this machine, told so that the operator can act on it.
 *
 * `exitCode` is what the command line ends with: 1 when the work failed, 2 when the machine or the input has to change first.
 */
export class LocalError extends Error {
  override readonly name: string = "LocalError";

  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** True for a file system error with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
