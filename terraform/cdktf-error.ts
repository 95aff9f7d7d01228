/**
 * `cdktf deploy` or `cdktf destroy` failed; the message carries the errors of the stacks that did.
 *
 * Apart from what runs cdktf: every command has to know the error, and few run it.
 */
export class CdktfError extends Error {
  constructor(
    message: string,
    readonly errors: readonly string[],
  ) {
    super(message);
  }
}
