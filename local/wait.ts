import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  /** Milliseconds until `until` gives up. */
  readonly timeout: number;
  /** Milliseconds between two looks. @default 50 */
  readonly interval?: number;
  readonly signal?: AbortSignal;
}

/** Looks again and again until `probe` gives a value; undefined once the time is over. */
export async function until<T>(probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T | undefined> {
  const deadline = Date.now() + options.timeout;
  for (;;) {
    options.signal?.throwIfAborted();
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() >= deadline) return undefined;
    // An aborted sleep throws an error of its own; the reason is thrown above instead.
    await sleep(options.interval ?? 50, undefined, options.signal ? { signal: options.signal } : {}).catch(() => {});
  }
}
