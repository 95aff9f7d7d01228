import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { extentAt } from "./block.js";
import { cannotEdit, columnAt, endOfPair, flowToken, pairOf, rangeOf, type Editable } from "./document.js";
import { isJson, removeItem } from "./flow.js";
import { inline, type Writable } from "./scalars.js";
import { lineAt, type Splice } from "./text.js";

interface FieldValue {
  readonly value: Writable;
  /** Field that it goes behind; the first one where the map does not have that. */
  readonly after: string;
}

/** Gives a field of a map a value: in the place of its own, or else on a line right behind another field. */
export function setField(edit: Editable, map: YAMLMap, key: string, { value, after }: FieldValue): Splice[] {
  const present = pairOf(map, key);
  const token = flowToken(map);
  const json = isJson(token);
  if (present !== undefined) return [replaceValue(edit, present, inline(value, json))];
  const text = `${inline(key, json)}: ${inline(value, json)}`;
  const before = pairOf(map, after) ?? map.items[0];
  if (before === undefined) return [insertAt(rangeOf(map)[0] + 1, ` ${text} `)];
  const end = endOfPair(before);
  if (token !== undefined) return [insertAt(end, `, ${text}`)];
  const line = edit.lines[lineAt(edit.lines, Math.max(0, end - 1))];
  const column = columnAt(edit, rangeOf(before.key)[0]);
  return [insertAt(line?.end ?? end, edit.lineBreak + " ".repeat(column) + text)];
}

function insertAt(offset: number, insert: string): Splice {
  return { start: offset, end: offset, insert };
}

/** Takes a field out, or gives it another value where it shares its line with the dash of a list. */
export function clearField(edit: Editable, map: YAMLMap, key: string, otherwise: Writable): Splice[] {
  const present = pairOf(map, key);
  if (present === undefined) return [];
  const token = flowToken(map);
  const index = map.items.indexOf(present);
  if (token !== undefined && index > 0) return removeItem(edit, map, token, index);
  const [start] = rangeOf(present.key);
  const line = lineAt(edit.lines, start);
  const above = edit.lines[line - 1];
  const own = edit.lines[line];
  const alone = token === undefined && own !== undefined && edit.text.slice(own.start, start).trim() === "";
  if (!alone || above === undefined) return [replaceValue(edit, present, inline(otherwise))];
  // A value of several lines goes with its field.
  const { last } = extentAt(edit.lines, line, columnAt(edit, start));
  return [{ start: above.end, end: edit.lines[last]?.end ?? own.end, insert: "" }];
}

function replaceValue({ file }: Editable, { key, value }: Pair, insert: string): Splice {
  const isInline = isScalar(value) || (isMap(value) && flowToken(value) !== undefined);
  if (!isInline) throw cannotEdit(file, `the value of "${String(isScalar(key) ? key.value : key)}"`);
  const [start, end] = rangeOf(value);
  return { start, end, insert: start === end ? ` ${insert}` : insert };
}
