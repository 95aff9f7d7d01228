import { isMap, isScalar, type YAMLMap, type YAMLSeq } from "yaml";
import { extentAt, withComments } from "./block.js";
import {
  afterSpokesKey,
  cannotEdit,
  columnAt,
  dashesOf,
  flowToken,
  pairOf,
  rangeOf,
  spokesOf,
  type Editable,
} from "./document.js";
import { insertLast, isJson } from "./flow.js";
import { blockLines, inline, type Writable } from "./scalars.js";
import { lineAt, type Splice } from "./text.js";

/** A spoke as it is written: its name first. */
export type WrittenSpoke = { readonly name: string } & Readonly<Record<string, Writable>>;

/** Puts a spoke at the end of the list, in the style that the list is written in. */
export function addSplices(edit: Editable, spoke: WrittenSpoke): Splice[] {
  const list = spokesOf(edit);
  return list === undefined ? addList(edit, spoke) : addToList(edit, list, spoke);
}

function addToList(edit: Editable, list: YAMLSeq, spoke: WrittenSpoke): Splice[] {
  const token = flowToken(list);
  if (token === undefined) return addToBlock(edit, list, spoke);
  const inBrackets = flowToken(edit.root);
  // Brackets with a comment stay, and the comment with them.
  const hasComment = edit.text.slice(afterSpokesKey(edit), rangeOf(list)[1]).includes("#");
  if (list.items.length > 0 || inBrackets !== undefined || hasComment) {
    const first = list.items[0];
    const json = isJson(inBrackets) || (isMap(first) && isJson(flowToken(first)));
    return insertLast(edit, list, token, inline(spoke, json));
  }
  return [{ start: afterSpokesKey(edit), end: rangeOf(list)[1], insert: "" }, newBlock(edit, rangeOf(list)[1], spoke)];
}

function addToBlock(edit: Editable, list: YAMLSeq, spoke: WrittenSpoke): Splice[] {
  const { lines } = edit;
  const dash = dashesOf(list).at(-1);
  if (dash === undefined) throw cannotEdit(edit.file, "the list of spokes");
  const indent = columnAt(edit, dash);
  const last = extentAt(lines, lineAt(lines, dash), indent);
  const item = list.items.at(-1);
  const gap = isMap(item) && flowToken(item) === undefined ? gapOf(edit, dash, item) : 1;
  const at = lines[last.last]?.end ?? edit.text.length;
  const blank = list.items.length > 1 && lines[withComments(lines, last.first, indent) - 1]?.kind === "blank";
  const text = entryLines(spoke, { indent, gap, inline: isMap(item) && flowToken(item) !== undefined });
  return [
    { start: at, end: at, insert: [...(blank ? [""] : []), ...text].map((line) => edit.lineBreak + line).join("") },
  ];
}

/** Spaces between a dash and the first key, where the two share a line. */
function gapOf(edit: Editable, dash: number, item: YAMLMap): number {
  const first = item.items[0];
  const start = first === undefined ? dash + 2 : rangeOf(first.key)[0];
  const between = edit.text.slice(dash + 1, start);
  return between.trim() === "" && !between.includes("\n") ? between.length : 1;
}

interface EntryStyle {
  readonly indent: number;
  readonly gap: number;
  /** The whole entry in brackets. */
  readonly inline: boolean;
}

function entryLines(spoke: WrittenSpoke, style: EntryStyle): readonly string[] {
  const margin = " ".repeat(style.indent);
  const body = style.inline ? [inline(spoke)] : blockLines(spoke);
  return body.map((line, index) => margin + (index === 0 ? "-" : " ") + " ".repeat(style.gap) + line);
}

/** A list where there is none: below its key if that is there, else at the end of the document. */
function addList(edit: Editable, spoke: WrittenSpoke): Splice[] {
  const token = flowToken(edit.root);
  const pair = pairOf(edit.root, "spokes");
  if (pair !== undefined) {
    if (token !== undefined || isWritten(pair.value)) throw cannotEdit(edit.file, "the list of spokes");
    return [newBlock(edit, afterSpokesKey(edit), spoke)];
  }
  if (token !== undefined) {
    const json = isJson(token);
    return insertLast(edit, edit.root, token, `${inline("spokes", json)}: [${inline(spoke, json)}]`);
  }
  return [newSection(edit, spoke)];
}

/** Whether a value that is null is written, as `null` or `~`. */
function isWritten(value: unknown): boolean {
  return isScalar(value) && rangeOf(value)[0] !== rangeOf(value)[1];
}

/** The first entry of a list, below the line of an offset. */
function newBlock(edit: Editable, offset: number, spoke: WrittenSpoke): Splice {
  const at = edit.lines[lineAt(edit.lines, offset)]?.end ?? edit.text.length;
  const lines = entryLines(spoke, { indent: rootIndent(edit) + step(edit), gap: 1, inline: false });
  return { start: at, end: at, insert: lines.map((line) => edit.lineBreak + line).join("") };
}

function newSection(edit: Editable, spoke: WrittenSpoke): Splice {
  const { lines } = edit;
  const first = edit.root.items[0];
  const last = edit.root.items.at(-1);
  if (first === undefined || last === undefined) throw cannotEdit(edit.file, "the document");
  const indent = rootIndent(edit);
  const end = extentAt(lines, lineAt(lines, rangeOf(last.key)[0]), indent).last;
  const at = lines[end]?.end ?? edit.text.length;
  const blank = edit.root.items.some(({ key }) => lines[lineAt(lines, rangeOf(key)[0]) - 1]?.kind === "blank");
  const entry = entryLines(spoke, { indent: indent + step(edit), gap: 1, inline: false });
  const text = [...(blank ? [""] : []), `${" ".repeat(indent)}spokes:`, ...entry];
  return { start: at, end: at, insert: text.map((line) => edit.lineBreak + line).join("") };
}

function rootIndent(edit: Editable): number {
  return columnAt(edit, rangeOf(edit.root.items[0]?.key)[0]);
}

/** By how much the file indents. */
function step(edit: Editable): number {
  for (const { value } of edit.root.items) {
    const first = isMap(value) && flowToken(value) === undefined ? value.items[0] : undefined;
    if (first !== undefined) return columnAt(edit, rangeOf(first.key)[0]) - rootIndent(edit);
  }
  return 2;
}
