import { isPair, type CST, type YAMLMap, type YAMLSeq } from "yaml";
import { withComments } from "./block.js";
import { endOfPair, rangeOf, type Editable } from "./document.js";
import { lineAt, type Splice } from "./text.js";

/** An item of a list or map in brackets: where it is, with its anchor and tag, and the commas around it. */
interface FlowItem {
  readonly start: number;
  readonly end: number;
  readonly commaBefore?: number;
  readonly commaAfter?: number;
}

/** Whether a document in brackets is JSON, and wants quotes around its keys. */
export function isJson(token: CST.FlowCollection | undefined): boolean {
  const key = token?.items[0]?.key;
  return key?.type === "double-quoted-scalar";
}

/** Puts an item at the end, on a line of its own where the last one has that. */
export function insertLast(edit: Editable, node: YAMLSeq | YAMLMap, token: CST.FlowCollection, item: string): Splice[] {
  const last = flowItems(node, token).at(-1);
  const insertAt = (offset: number, insert: string): Splice => ({ start: offset, end: offset, insert });
  if (last === undefined) return [insertAt(token.offset + 1, item)];
  const line = edit.lines[lineAt(edit.lines, last.start)];
  const indent = line === undefined ? "" : edit.text.slice(line.start, last.start);
  const ownLine = indent.trim() === "";
  const separator = ownLine ? edit.lineBreak + indent : " ";
  if (last.commaAfter !== undefined) {
    const after = ownLine ? endOfLine(edit, last.commaAfter) : last.commaAfter + 1;
    return [insertAt(after, `${separator}${item},`)];
  }
  if (!ownLine || !isRestOfLine(edit, last.end)) return [insertAt(last.end, `,${separator}${item}`)];
  return [insertAt(last.end, ","), insertAt(endOfLine(edit, last.end), separator + item)];
}

/** Takes an item out, with its line where it has one of its own. */
export function removeItem(edit: Editable, node: YAMLSeq | YAMLMap, token: CST.FlowCollection, at: number): Splice[] {
  const items = flowItems(node, token);
  const item = items[at];
  if (item === undefined) throw new Error(`a list of ${items.length} has no item ${at}`);
  const after = item.commaAfter === undefined ? item.end : item.commaAfter + 1;
  const lines = ownLines(edit, item.start, after);
  const comma = item.commaAfter === undefined ? item.commaBefore : undefined;
  if (lines !== undefined) return [...(comma === undefined ? [] : [remove(comma, comma + 1)]), lines];
  const before = items[at - 1];
  if (before !== undefined) return [remove(before.end, item.end)];
  const next = items[at + 1];
  return [remove(item.start, next?.start ?? after)];
}

function remove(start: number, end: number): Splice {
  return { start, end, insert: "" };
}

function flowItems(node: YAMLSeq | YAMLMap, token: CST.FlowCollection): readonly FlowItem[] {
  return node.items.map((item, index) => {
    const own = token.items[index];
    const parts = (own?.start ?? []).filter(({ type }) => !["comma", "space", "newline", "comment"].includes(type));
    const end = isPair(item) ? endOfPair(item) : rangeOf(item)[1];
    const start = parts[0]?.offset ?? rangeOf(isPair(item) ? item.key : item)[0];
    return { start, end, commaBefore: commaOf(own), commaAfter: commaOf(token.items[index + 1]) };
  });
}

function commaOf(item: CST.CollectionItem | undefined): number | undefined {
  return item?.start.find(({ type }) => type === "comma")?.offset;
}

function endOfLine({ lines }: Editable, offset: number): number {
  return lines[lineAt(lines, offset)]?.end ?? offset;
}

/** Whether nothing but a comment follows in the line. */
function isRestOfLine(edit: Editable, offset: number): boolean {
  return /^\s*(#.*)?$/.test(edit.text.slice(offset, endOfLine(edit, offset)));
}

/** The lines from one offset to another, with the comments above, where they hold nothing else. */
function ownLines(edit: Editable, start: number, end: number): Splice | undefined {
  const { lines, text } = edit;
  const first = lineAt(lines, start);
  const above = lines[first - 1];
  const line = lines[first];
  if (line === undefined || above === undefined) return undefined;
  if (text.slice(line.start, start).trim() !== "" || !isRestOfLine(edit, end)) return undefined;
  const withAbove = lines[withComments(lines, first, line.indent) - 1] ?? above;
  return remove(withAbove.end, endOfLine(edit, end));
}
