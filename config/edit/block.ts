import type { Line } from "./text.js";

/** First and last line of an entry, both included. */
export interface Extent {
  readonly first: number;
  readonly last: number;
}

/** The lines of what begins in a line at this indentation: what is indented deeper goes with it, comments too. */
export function extentAt(lines: readonly Line[], first: number, indent: number): Extent {
  let last = first;
  for (let index = first + 1; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || (line.kind === "content" && line.indent <= indent)) break;
    if (line.kind !== "blank" && line.indent > indent) last = index;
  }
  return { first, last };
}

/** The first of the comment lines right above a line, at this indentation; the line itself where there is none. */
export function withComments(lines: readonly Line[], first: number, indent: number): number {
  let start = first;
  while (lines[start - 1]?.kind === "comment" && lines[start - 1]?.indent === indent) start--;
  return start;
}

/** The first of the blank lines right above a line. */
export function withBlanksAbove(lines: readonly Line[], first: number): number {
  let start = first;
  while (lines[start - 1]?.kind === "blank") start--;
  return start;
}

/** The last of the blank lines right below a line. */
export function withBlanksBelow(lines: readonly Line[], last: number): number {
  let end = last;
  while (lines[end + 1]?.kind === "blank") end++;
  return end;
}
