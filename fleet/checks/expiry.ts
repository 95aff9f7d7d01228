import type { Check, Verdict } from "../check.js";

/** When a credential begins and ends, in seconds since 1970. */
export interface CredentialTimes {
  readonly issuedAt?: number;
  /** Absent where it never ends. */
  readonly expiresAt?: number;
}

const DAY = 86_400;

/** Whether a credential lasts: a warning below a third of its lifetime. `what` names it, `renewal` is the fix. */
export function judgeExpiry(check: Verdict, what: string, times: CredentialTimes, renewal: string): Check {
  if (times.expiresAt === undefined) return check.warning(`its ${what} never expires`, renewal);
  const now = Date.now() / 1000;
  const left = times.expiresAt - now;
  const date = new Date(times.expiresAt * 1000)
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, "Z")
    .replace("T", " ");
  if (left <= 0) return check.failed(`its ${what} expired on ${date}`, renewal);
  const lifetime = times.expiresAt - (times.issuedAt ?? now);
  const message = `its ${what} expires on ${date}, in ${duration(left)}`;
  return left < lifetime / 3 ? check.warning(`${message} of ${duration(lifetime)}`, renewal) : check.passed(message);
}

function duration(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.round(seconds / DAY)} days`;
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.max(1, Math.round(seconds / 60))} minutes`;
}
