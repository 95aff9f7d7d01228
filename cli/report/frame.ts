import { readFileSync } from "node:fs";
import type { Problem } from "../../config/errors.js";
import { looksSecret, namesSecret } from "../../config/messages/values.js";
import type { Locate } from "./files.js";

/** The lines around a problem, or undefined where they are not known or not to be shown. */
export type Frames = (problem: Problem) => string | undefined;

export interface FrameOptions {
  readonly locate: Locate;
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Shows lines of files that problems are in; each file is read once. */
export function createFrames({ locate, ...style }: FrameOptions): Frames {
  const texts = new Map<string, readonly string[]>();
  return ({ file, line, column }) => {
    if (line === 0) return undefined;
    const lines = texts.get(file) ?? readLines(locate(file));
    texts.set(file, lines);
    return frameOf(lines, { line, column }, style);
  };
}

/** A line that cannot be read has no frame; the problem is told all the same. */
function readLines(file: string | undefined): readonly string[] {
  if (file === undefined) return [];
  try {
    return readFileSync(file, "utf8")
      .replace(/^\uFEFF|\r?\n$/g, "")
      .split(/\r?\n/);
  } catch {
    return [];
  }
}

interface Place {
  readonly line: number;
  readonly column: number | undefined;
}

/** The line of a problem with the ones before and after it, unless any of them may hold a secret. */
export function frameOf(
  lines: readonly string[],
  { line, column }: Place,
  style: Pick<FrameOptions, "colour" | "width">,
): string | undefined {
  const first = Math.max(1, line - 1);
  const last = Math.min(lines.length, line + 1);
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (!numbers.includes(line) || numbers.some((number) => mayHoldSecret(lines, number))) return undefined;
  const gutter = String(last).length;
  const room = Math.max(20, style.width - gutter - 7);
  const start = cutBefore(lines[line - 1] ?? "", column, room);
  return numbers
    .flatMap((number) => {
      const text = cut(lines[number - 1] ?? "", start, room);
      const mark = number === line ? paint(">", style.colour) : " ";
      const shown = `  ${mark} ${String(number).padStart(gutter)} | ${text}`.trimEnd();
      if (number !== line || column === undefined) return [shown];
      const indent = widthOf((lines[line - 1] ?? "").slice(0, column - 1)) - start;
      return [shown, `    ${" ".repeat(gutter)} | ${" ".repeat(indent)}${paint("^", style.colour)}`];
    })
    .join("\n");
}

function paint(text: string, colour: boolean): string {
  return colour ? `\u001b[31m${text}\u001b[39m` : text;
}

/** How many columns of a long line are left out on its left, so that the place is seen. */
function cutBefore(text: string, column: number | undefined, room: number): number {
  const place = widthOf(text.slice(0, (column ?? 1) - 1));
  return place < room - 5 ? 0 : place - Math.floor(room / 2);
}

/** A piece of a line; every character of it takes one column of the terminal, or two. */
function cut(text: string, start: number, room: number): string {
  let column = 0;
  let piece = "";
  for (const character of text) {
    const shown = show(character);
    if (column >= start && column - start + widthOf(character) <= room) piece += shown;
    column += widthOf(character);
    if (column - start > room) break;
  }
  return piece;
}

/** Tabs take two columns wherever they are, and what could move the cursor is not written. */
function show(character: string): string {
  if (character === "\t") return "  ";
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(character) ? "\u00b7" : character;
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character === "\t" || isWide(character) ? 2 : 1;
  return width;
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(
    character,
  );
}

/** Whether a line, or one that it stands below, has the name or the looks of a secret. */
function mayHoldSecret(lines: readonly string[], number: number): boolean {
  let inside = Infinity;
  for (let index = number - 1; index >= 0 && inside > 0; index--) {
    const line = lines[index] ?? "";
    const depth = depthOf(line);
    if (line.trim() === "" || depth >= inside) continue;
    if (namesSecret(line) || looksSecret(line)) return true;
    inside = depth;
  }
  return false;
}

/** Depth of a line in its block; a list item is deeper than the key that it may stand right below. */
function depthOf(line: string): number {
  const indentation = line.search(/\S|$/);
  return line.startsWith("-", indentation) ? indentation + 0.5 : indentation;
}
