import { writeSync } from "node:fs";

/** Exit codes of every command. */
export const EXIT = { fine: 0, checkFailed: 1, badInput: 2 } as const;

/** Data: what a program or a pipe reads. Synchronous, so that nothing is lost when the command exits. */
export function writeData(text: string): void {
  writeAll(1, text.endsWith("\n") ? text : `${text}\n`);
}

/** Progress and errors: what a person reads. */
export function writeStatus(text: string): void {
  writeAll(2, text.endsWith("\n") ? text : `${text}\n`);
}

/** A closed pipe (`hubspoke validate | head -1`) is the reader's choice, not an error of ours. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") {
        return;
      }
      if (code !== "EAGAIN") {
        throw error;
      }
    }
  }
}

/** A mistake of the user, or of the machine's set-up: its message is all that is printed, and the exit code is 2. */
export class UsageError extends Error {}
