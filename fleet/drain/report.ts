/** Why the Applications of a spoke are still there; the message says which, and what to do. */
export class DrainError extends Error {
  override readonly name = "DrainError";
  constructor(message: string, fix: string) {
    super(`${message}\n  fix: ${fix}`);
  }
}

export interface DrainOptions {
  /** Milliseconds since 1970 after which it gives up. */
  readonly deadline: number;
  /** Told what is done. */
  readonly onProgress: (line: string) => void;
}

export function bulletsOf(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join("\n");
}
