/** Lines around a change that are shown with it. */
const context = 3;

/** How many pairs of lines are compared before two texts are taken to have nothing in common. */
const mostPairs = 4_000_000;

interface DiffLine {
  readonly mark: " " | "-" | "+";
  readonly text: string;
  /** Lines of the old and of the new text that come before it. */
  readonly before: readonly [old: number, new: number];
}

export interface DiffOptions {
  readonly from: string;
  readonly to: string;
  readonly color: boolean;
}

/** What changed between two texts, as `diff -u` has it; empty where nothing did. */
export function unifiedDiff(before: string, after: string, options: DiffOptions): string {
  const lines = compare(splitLines(before), splitLines(after));
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return "";
  const paint = options.color ? colored : (line: string) => line;
  const body = hunks.flatMap((hunk) => [headerOf(hunk), ...hunk.map(({ mark, text }) => mark + text)]);
  return [`--- ${options.from}`, `+++ ${options.to}`, ...body].map(paint).join("\n");
}

function splitLines(text: string): readonly string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function compare(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = commonHead(before, after);
  const tail = commonHead(before.slice(head).reverse(), after.slice(head).reverse());
  const middle = changes(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const marked = [
    ...before.slice(0, head).map((text) => [" ", text] as const),
    ...middle,
    ...before.slice(before.length - tail).map((text) => [" ", text] as const),
  ];
  let old = 0;
  let fresh = 0;
  return marked.map(([mark, text]) => {
    const line = { mark, text, before: [old, fresh] as const };
    if (mark !== "+") old++;
    if (mark !== "-") fresh++;
    return line;
  });
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

type Marked = readonly [mark: DiffLine["mark"], text: string];

/** By the longest common subsequence. */
function changes(before: readonly string[], after: readonly string[]): readonly Marked[] {
  const result: Marked[] = [];
  let old = 0;
  let fresh = 0;
  const remove = (upTo: number) => before.slice(old, upTo).forEach((text) => result.push(["-", text]));
  const add = (upTo: number) => after.slice(fresh, upTo).forEach((text) => result.push(["+", text]));
  for (const [left, right] of commonPairs(before, after)) {
    remove(left);
    add(right);
    result.push([" ", before[left] ?? ""]);
    old = left + 1;
    fresh = right + 1;
  }
  remove(before.length);
  add(after.length);
  return result;
}

/** Positions of the lines that both have, in order. */
function commonPairs(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  if (before.length * after.length > mostPairs) return [];
  const lengths = commonLengths(before, after);
  const lengthAt = (old: number, fresh: number) => lengths[old]?.[fresh] ?? 0;
  const pairs: [number, number][] = [];
  let old = 0;
  let fresh = 0;
  while (old < before.length && fresh < after.length) {
    if (before[old] === after[fresh]) pairs.push([old++, fresh++]);
    else if (lengthAt(old + 1, fresh) >= lengthAt(old, fresh + 1)) old++;
    else fresh++;
  }
  return pairs;
}

/** `[i][j]`: length of the longest common subsequence from line i and line j on. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let old = before.length - 1; old >= 0; old--) {
    const row = rows[old] ?? new Uint32Array();
    const below = rows[old + 1] ?? new Uint32Array();
    for (let fresh = after.length - 1; fresh >= 0; fresh--) {
      const same = before[old] === after[fresh];
      row[fresh] = same ? (below[fresh + 1] ?? 0) + 1 : Math.max(below[fresh] ?? 0, row[fresh + 1] ?? 0);
    }
  }
  return rows;
}

/** The changed lines with those around them; what is near another change goes with it. */
function hunksOf(lines: readonly DiffLine[]): readonly (readonly DiffLine[])[] {
  const changed = lines.flatMap(({ mark }, index) => (mark === " " ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    const from = Math.max(0, index - context);
    const to = Math.min(lines.length, index + context + 1);
    if (last !== undefined && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges.map(({ from, to }) => lines.slice(from, to));
}

function headerOf(hunk: readonly DiffLine[]): string {
  const [old, fresh] = hunk[0]?.before ?? [0, 0];
  const count = (mark: "-" | "+") => hunk.filter((line) => line.mark === " " || line.mark === mark).length;
  return `@@ -${range(old, count("-"))} +${range(fresh, count("+"))} @@`;
}

function range(before: number, count: number): string {
  return `${count === 0 ? before : before + 1},${count}`;
}

function colored(line: string): string {
  const color = line.startsWith("@@") ? 36 : line.startsWith("-") ? 31 : line.startsWith("+") ? 32 : undefined;
  return color === undefined ? line : `\u001b[${color}m${line}\u001b[0m`;
}
