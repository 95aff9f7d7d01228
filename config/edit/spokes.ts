import { isDeepStrictEqual } from "node:util";
import { isMap, type YAMLMap, type YAMLSeq } from "yaml";
import { ifValid } from "../errors.js";
import { isMap as isRecord } from "../path.js";
import type { LeavingApplications } from "../retirement.js";
import { addSplices, type WrittenSpoke } from "./add.js";
import { cannotEdit, openText, pairOf, spokesOf, valueOf, type Editable } from "./document.js";
import { clearField, setField } from "./fields.js";
import { removeSplices } from "./remove.js";
import { applySplices, type Splice } from "./text.js";

export type { WrittenSpoke } from "./add.js";
export type { Writable } from "./scalars.js";

/**
 * Adds a spoke at the end of the list, in the style that the list is written in. All other lines stay as they are.
 *
 * @throws ConfigError for a text that is no YAML map, and for a list that no edit covers
 */
export function addSpoke(text: string, file: string, spoke: WrittenSpoke): string {
  const edit = openText(text, file);
  const changed = applySplices(text, addSplices(edit, spoke));
  return checked(edit, changed, (spokes) => [...spokes, spoke]);
}

/** Takes a spoke out, with the comment right above it. */
export function removeSpoke(text: string, file: string, name: string): string {
  const edit = openText(text, file);
  const { list, index } = find(edit, name);
  const changed = applySplices(text, removeSplices(edit, list, index));
  return checked(edit, changed, (spokes) => spokes.filter((_, position) => position !== index));
}

/** What a file says of a spoke that is retired: how it leaves, where it is not the usual way. */
export type WrittenRetirement = true | { readonly applications: LeavingApplications; readonly unreachable?: true };

/** Says of a spoke that it is retired, and how it leaves. */
export function retireSpoke(text: string, file: string, name: string, retired: WrittenRetirement = true): string {
  const edit = openText(text, file);
  const { entry, index } = findEntry(edit, name);
  const changed = applySplices(text, setField(edit, entry, "retired", { value: retired, after: "name" }));
  return checked(edit, changed, (spokes) => changeAt(spokes, index, (spoke) => withRetired(spoke, retired)));
}

/** Takes that back. */
export function reviveSpoke(text: string, file: string, name: string): string {
  const edit = openText(text, file);
  const { entry, index } = findEntry(edit, name);
  const changed = applySplices(text, clearField(edit, entry, "retired", false));
  return checked(
    edit,
    changed,
    (spokes) => changeAt(spokes, index, withoutRetired),
    (spokes) => changeAt(spokes, index, (spoke) => ({ ...(spoke as object), retired: false })),
  );
}

/** Writes the port of a local spoke down, so that it no longer follows from the spoke's position. */
export function setSpokePort(text: string, file: string, name: string, port: number): string {
  const edit = openText(text, file);
  const { entry, index } = findEntry(edit, name);
  const changed = applySplices(text, portSplices(edit, entry, port));
  return checked(edit, changed, (spokes) => changeAt(spokes, index, (spoke) => withPort(spoke, port)));
}

function portSplices(edit: Editable, entry: YAMLMap, port: number): Splice[] {
  const cluster = pairOf(entry, "cluster")?.value;
  if (cluster === undefined) return setField(edit, entry, "cluster", { value: { port }, after: "name" });
  if (!isMap(cluster)) throw cannotEdit(edit.file, "the cluster of a spoke");
  return setField(edit, cluster, "port", { value: port, after: "provider" });
}

/** The list with one entry changed. */
export function changeAt(spokes: Spokes, index: number, change: (spoke: unknown) => unknown): Spokes {
  return spokes.map((spoke, position) => (position === index ? change(spoke) : spoke));
}

/** The entry of a spoke, and its position in the list. */
export function findEntry(edit: Editable, name: string): { readonly entry: YAMLMap; readonly index: number } {
  const { list, index } = find(edit, name);
  const entry = list.items[index];
  if (!isMap(entry)) throw cannotEdit(edit.file, `spoke "${name}"`);
  return { entry, index };
}

function find(edit: Editable, name: string): { readonly list: YAMLSeq; readonly index: number } {
  const list = spokesOf(edit);
  const { spokes } = edit.value;
  const index = Array.isArray(spokes) ? spokes.findIndex((spoke) => nameOf(spoke) === name) : -1;
  if (list === undefined || index === -1) throw cannotEdit(edit.file, `spoke "${name}"`);
  return { list, index };
}

function nameOf(spoke: unknown): string | undefined {
  return isRecord(spoke) && typeof spoke.name === "string" ? spoke.name : undefined;
}

type Spokes = readonly unknown[];

/** Sees to it that an edit has done what it is for, and nothing else. */
export function checked(edit: Editable, changed: string, ...allowed: readonly ((spokes: Spokes) => Spokes)[]): string {
  const { spokes } = edit.value;
  const before = Array.isArray(spokes) ? spokes : [];
  const after = valueIfValid(changed, edit.file);
  const isAllowed = allowed.some((expected) => isDeepStrictEqual(after, { ...edit.value, spokes: expected(before) }));
  if (!isAllowed) throw cannotEdit(edit.file, "the list of spokes");
  return changed;
}

/** Undefined where the edit has spoilt the text: that is ours to find, and not the operator's mistake. */
function valueIfValid(changed: string, file: string): Record<string, unknown> | undefined {
  return ifValid(() => ({ spokes: [], ...valueOf(changed, file) }));
}

function withRetired(spoke: unknown, retired: WrittenRetirement): unknown {
  return isRecord(spoke) ? { ...spoke, retired } : spoke;
}

function withoutRetired(spoke: unknown): unknown {
  if (!isRecord(spoke)) return spoke;
  return Object.fromEntries(Object.entries(spoke).filter(([key]) => key !== "retired"));
}

function withPort(spoke: unknown, port: number): unknown {
  if (!isRecord(spoke)) return spoke;
  return { ...spoke, cluster: { ...(isRecord(spoke.cluster) ? spoke.cluster : {}), port } };
}
