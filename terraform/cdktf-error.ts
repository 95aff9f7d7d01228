/** A line of an error, of a stack; of none where cdktf itself failed. */
export interface ErrorLine {
  readonly stack?: string;
  readonly text: string;
}

/**
 * `cdktf deploy` or `cdktf destroy` failed; the message carries the errors of the stacks that did.
 *
 * Apart from what runs cdktf: every command has to know the error, and few run it.
 */
export class CdktfError extends Error {
  constructor(
    message: string,
    readonly errors: readonly ErrorLine[],
  ) {
    super(message);
  }
}
