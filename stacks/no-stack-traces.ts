import stackTrace from "cdktf/lib/tokens/private/stack-trace.js";

/**
 * Turns off cdktf's recording of where each token was made.
 *
 * cdktf takes a whole JavaScript stack trace for every token, to point at it in an error that never mentions it in
 * practice. It has no switch for that, and it is a quarter of the time of a synth with a thousand spokes, and on some
 * versions of Node most of its memory.
 *
 * @see https://github.com/hashicorp/terraform-cdk/issues/3892
 */
export function disableStackTraces(): void {
  // The callers look the function up on the module each time, so replacing it there reaches all of them.
  Object.assign(stackTrace, { captureStackTrace: () => [] });
}
