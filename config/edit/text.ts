/** A piece of a text, from `start` up to `end`, that another takes the place of. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** The text with the pieces replaced; all else stays as it is, byte for byte. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const sorted = [...splices].sort((a, b) => a.start - b.start);
  let result = "";
  let position = 0;
  for (const { start, end, insert } of sorted) {
    result += text.slice(position, start) + insert;
    position = end;
  }
  return result + text.slice(position);
}

/** One line of a text. */
export interface Line {
  readonly start: number;
  /** Where its text ends: before the line break. */
  readonly end: number;
  readonly text: string;
  /** Number of leading spaces. */
  readonly indent: number;
  readonly kind: "blank" | "comment" | "content";
}

/** The lines of a text, whatever their line breaks; a byte order mark belongs to no line. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (const match of text.matchAll(/\r?\n|$/g)) {
    lines.push(describeLine(text.slice(start, match.index), start));
    start = match.index + match[0].length;
  }
  return lines;
}

function describeLine(text: string, start: number): Line {
  const trimmed = text.trim();
  const kind = trimmed === "" ? "blank" : trimmed.startsWith("#") ? "comment" : "content";
  return { start, end: start + text.length, text, indent: text.length - text.trimStart().length, kind };
}

/** Position of the line that an offset is in. */
export function lineAt(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}
