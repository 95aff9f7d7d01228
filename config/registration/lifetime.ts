import type * as z from "zod";
import { durationSeconds } from "../fields/duration.js";
import { checkedString, type Complaint } from "../fields/fields.js";

/** Kubernetes refuses to issue a credential for less. */
const shortestLifetime = 600;
/** The limit of Kubernetes' own API: what fits into 32 bits. */
const longestLifetime = 2 ** 32;

/** How long a credential is valid, as a Go duration. */
export const lifetime: z.ZodString = lifetimeUpTo(longestLifetime);

/** The same of a kind that is issued for so many seconds at most. */
export function lifetimeUpTo(longest: number): z.ZodString {
  return checkedString((value) => complainOfLifetime(value, longest));
}

function complainOfLifetime(value: string, longest: number): Complaint | undefined {
  const seconds = durationSeconds(value);
  if (seconds === undefined) return { expected: "a Go duration such as 8760h or 30m", ...daysFix(value) };
  if (seconds < shortestLifetime) return { expected: "at least 10m, the shortest that Kubernetes issues" };
  if (seconds > longest)
    return { expected: `at most ${Math.floor(longest / 3600)}h, the longest that Kubernetes issues` };
  return undefined;
}

function daysFix(value: string): { readonly fix?: string } {
  const days = /^(\d{1,5})d$/.exec(value)?.[1];
  return days === undefined ? {} : { fix: `Go durations have no days: write ${Number(days) * 24}h` };
}
