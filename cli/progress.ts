/** Writes what a long command is doing: plain lines, the same on a terminal and in a log. */
export interface Progress<Step extends string> {
  /**
   * One line about what happens now in a step; steps may overlap.
   *
   * A repeated line is left out, unless nothing else has been written for a while: then it says that this still goes on.
   */
  report(step: Step, text: string): void;
  /** Ends the repeating of the current line. */
  done(): void;
}

export interface ProgressOptions<Step extends string> {
  /** Titles of the steps, in order. */
  readonly steps: readonly Step[];
  readonly write: (line: string) => void;
  /** Clock in milliseconds. @default Date.now */
  readonly now?: () => number;
  /** After how long without news the last line is repeated, so that nobody takes a long build for a hang. @default 15000 */
  readonly heartbeatMs?: number;
}

/** A progress writer that numbers its steps: `[2/6] 1:05 toolchain: building argocd`. */
export function createProgress<Step extends string>(options: ProgressOptions<Step>): Progress<Step> {
  const now = options.now ?? Date.now;
  const started = now();
  const heartbeatMs = options.heartbeatMs ?? 15_000;
  const last = new Map<Step, string>();
  let written = started;
  let heartbeat: NodeJS.Timeout | undefined;

  const line = (step: Step, text: string) => {
    const number = options.steps.indexOf(step) + 1;
    options.write(`[${number}/${options.steps.length}] ${formatElapsed(now() - started)} ${step}: ${text}`);
    written = now();
    clearInterval(heartbeat);
    heartbeat = setInterval(() => line(step, text), heartbeatMs).unref();
  };
  return {
    report(step, text) {
      // Somewhat before the heartbeat, which knows only what was written last and not what is still at work.
      const silent = now() - written >= heartbeatMs * 0.6;
      if (silent || text !== last.get(step)) {
        last.set(step, text);
        line(step, text);
      }
    },
    done() {
      clearInterval(heartbeat);
    },
  };
}

/** `m:ss`, and `h:mm:ss` from an hour on. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const head = hours > 0 ? `${hours}:${two(minutes % 60)}` : String(minutes);
  return `${head}:${two(seconds % 60)}`;
}
