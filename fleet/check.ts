export type CheckStatus = "passed" | "warning" | "failed" | "skipped";

/** One thing that was looked at. */
export interface Check {
  /** What kind of check: stable, for programs. */
  readonly id: string;
  /** Cluster, Argo CD component, Application or ApplicationSet. */
  readonly subject: string;
  readonly status: CheckStatus;
  /** What was found, never with a credential in it. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Makes the checks of one kind and subject. */
export interface Verdict {
  passed(message: string): Check;
  warning(message: string, fix?: string): Check;
  failed(message: string, fix?: string): Check;
  /** Not looked at; the message says why. */
  skipped(message: string): Check;
}

export function verdict(id: string, subject: string): Verdict {
  const make =
    (status: CheckStatus) =>
    (message: string, fix?: string): Check => ({ id, subject, status, message, ...(fix ? { fix } : {}) });
  return { passed: make("passed"), warning: make("warning"), failed: make("failed"), skipped: make("skipped") };
}
