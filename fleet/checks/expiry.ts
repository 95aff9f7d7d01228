import type { Check, Verdict } from "../check.js";

/** When a credential begins and ends, in seconds since 1970. */
export interface CredentialTimes {
  readonly issuedAt?: number;
  /** Absent where it never ends. */
  readonly expiresAt?: number;
}

const DAY = 86_400;
/** Seconds that clocks may differ by. */
const CLOCK_SKEW = 60;

/** How a credential stands: below a third of its lifetime it has to be renewed. */
export interface Expiry {
  readonly state: "lasting" | "ending" | "expired";
  readonly expiresAt: number;
  /** Seconds that are left, and that it had from the beginning. */
  readonly left: number;
  readonly lifetime: number;
}

/** How a credential stands now; undefined for one that never ends. */
export function expiryOf({ issuedAt, expiresAt }: CredentialTimes): Expiry | undefined {
  if (expiresAt === undefined) return undefined;
  const now = Date.now() / 1000;
  const left = expiresAt - now;
  const lifetime = expiresAt - (issuedAt ?? now);
  const state = left <= 0 ? "expired" : left < lifetime / 3 ? "ending" : "lasting";
  return { state, expiresAt, left, lifetime };
}

/** Whether a credential lasts. `what` names it, `renewal` is the fix. */
export function judgeExpiry(check: Verdict, what: string, times: CredentialTimes, renewal: string): Check {
  const expiry = expiryOf(times);
  if (expiry === undefined) return check.warning(`its ${what} never expires`, renewal);
  const { state, expiresAt, left, lifetime } = expiry;
  if ((times.issuedAt ?? 0) > Date.now() / 1000 + CLOCK_SKEW) {
    const message = `its ${what} begins on ${minute(times.issuedAt ?? 0)}, which the clock here has yet to reach`;
    return check.warning(message, "compare the clocks of this machine and of the spoke");
  }
  const date = minute(expiresAt);
  if (state === "expired") return check.failed(`its ${what} expired on ${date}`, renewal);
  const message = `its ${what} expires on ${date}, in ${duration(left)}`;
  return state === "ending" ? check.warning(`${message} of ${duration(lifetime)}`, renewal) : check.passed(message);
}

function minute(seconds: number): string {
  return rfc3339(seconds)
    .replace(/:\d\dZ$/, "Z")
    .replace("T", " ");
}

/** A time without fractions of seconds, as Kubernetes writes it. */
export function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A time span in the one unit that a person would use. */
export function duration(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.round(seconds / DAY)} days`;
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.max(1, Math.round(seconds / 60))} minutes`;
}
