import type { Summary } from "./statistics.js";

/** A table as it is printed; the caption says what was measured and how. */
export interface Table {
  readonly title: string;
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function formatTable({ title, caption, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, column) => (column === 0 ? "---" : "---:")));
  return [`### ${title}`, "", caption, "", line(head), rule, ...rows.map(line)].join("\n");
}

export const TIME_HEAD = ["runs", "min", "median", "max"] as const;

/** The four cells under {@link TIME_HEAD}. */
export function timeCells(milliseconds: Summary): string[] {
  const { runs, min, median, max } = milliseconds;
  return [String(runs), ...[min, median, max].map(formatSeconds)];
}

export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 3 : 1)} s`;
}

export function formatMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

export function formatKilobytes(bytes: number): string {
  return `${Math.round(bytes / 1e3)} kB`;
}

export function formatRatio(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} x`;
}
