import { isMap, type YAMLMap } from "yaml";
import { isMap as isRecord } from "../path.js";
import { cannotEdit, openText, pairOf, type Editable } from "./document.js";
import { setField } from "./fields.js";
import type { Writable } from "./scalars.js";
import { changeAt, checked, findEntry } from "./spokes.js";
import { applySplices, type Splice } from "./text.js";

/** A revision in a spoke's own entry. */
export interface WrittenRevision {
  /** Name of the spoke. */
  readonly spoke: string;
  /** Where it is in the entry. */
  readonly path: readonly string[];
  readonly revision: number;
}

/** Writes a revision into a spoke's own entry, wherever the present one comes from. All other lines stay as they are. */
export function setRevision(text: string, file: string, { spoke, path, revision }: WrittenRevision): string {
  const edit = openText(text, file);
  const { entry, index } = findEntry(edit, spoke);
  const changed = applySplices(text, setAt(edit, entry, path, revision));
  return checked(edit, changed, (spokes) => changeAt(spokes, index, (value) => withValue(value, path, revision)));
}

function setAt(edit: Editable, map: YAMLMap, [key = "", ...rest]: readonly string[], value: number): Splice[] {
  const present = pairOf(map, key);
  if (rest.length === 0) return setField(edit, map, key, { value, after: "lifetime" });
  if (present === undefined) return setField(edit, map, key, { value: nested(rest, value), after: "name" });
  if (isMap(present.value)) return setAt(edit, present.value, rest, value);
  throw cannotEdit(edit.file, `the ${key} of a spoke`);
}

function nested(path: readonly string[], value: number): Writable {
  return path.reduceRight<Writable>((inner, key) => ({ [key]: inner }), value);
}

function withValue(root: unknown, [key, ...rest]: readonly string[], value: number): unknown {
  if (key === undefined) return value;
  const map = isRecord(root) ? root : {};
  return { ...map, [key]: withValue(map[key], rest, value) };
}
