import type { CST } from "yaml";
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument as parseYaml,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { parseDocument } from "../yaml/document.js";
import { ConfigError } from "../errors.js";
import { scalarKey } from "../yaml/nodes.js";
import { lineAt, lineBreakOf, linesOf, type Line } from "./text.js";

/** The text of an environment file with what its parts are: what an edit starts from. */
export interface Editable {
  readonly file: string;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly lineBreak: string;
  readonly value: Record<string, unknown>;
  readonly root: YAMLMap;
}

/**
 * Parses a text for an edit.
 *
 * @throws ConfigError for a text that is no YAML map
 */
export function openText(text: string, file: string): Editable {
  const value = valueOf(text, file);
  const options = { keepSourceTokens: true, stringKeys: true, uniqueKeys: false, merge: true } as const;
  const { contents } = parseYaml(text, { ...options, schema: "core", logLevel: "error" });
  if (!isMap(contents)) throw cannotEdit(file, "the document");
  return { file, text, lines: linesOf(text), lineBreak: lineBreakOf(text), value, root: contents };
}

/**
 * What a text says.
 *
 * @throws ConfigError for a text that no environment file may be
 */
export function valueOf(text: string, file: string): Record<string, unknown> {
  const { value, problems } = parseDocument(text.replace(/^\uFEFF/, ""), file);
  if (problems.length > 0) throw new ConfigError(problems, false);
  return value;
}

/** What is there is right, and written in a way that no edit of ours covers. */
export function cannotEdit(file: string, what: string, fix = "edit the file by hand"): ConfigError {
  const message = `${what} is written in a way that this command cannot edit`;
  return new ConfigError([{ file, line: 0, path: "", message, fix }], true);
}

/** The pair of a key that is written in a map; not one that comes through `<<`. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => scalarKey(pair) === key);
}

/** The list of spokes as it is written: undefined where the key is missing or has no value. */
export function spokesOf({ root, file }: Editable): YAMLSeq | undefined {
  const value = pairOf(root, "spokes")?.value;
  if (value === undefined || value === null || (isScalar(value) && value.value === null)) return undefined;
  if (isSeq(value)) return value;
  throw cannotEdit(file, "the list of spokes");
}

/** Start and end of a node in the text, without its anchor and tag. */
export function rangeOf(node: unknown): readonly [start: number, end: number] {
  const range = (node as Node).range;
  if (!range) throw new Error("a parsed node has a range");
  return [range[0], range[1]];
}

/** Where a pair ends. */
export function endOfPair(pair: Pair): number {
  return rangeOf(pair.value ?? pair.key)[1];
}

/** The token of a list or map in brackets, undefined for one in block style. */
export function flowToken(node: YAMLSeq | YAMLMap): CST.FlowCollection | undefined {
  const token = node.srcToken;
  return token?.type === "flow-collection" ? token : undefined;
}

/** Offset of each dash of a list in block style. */
export function dashesOf(list: YAMLSeq): readonly number[] {
  const token = list.srcToken;
  if (token?.type !== "block-seq") return [];
  return token.items
    .flatMap(({ start }) => start.filter(({ type }) => type === "seq-item-ind"))
    .map(({ offset }) => offset);
}

/** How far a place is from the start of its line. */
export function columnAt({ lines }: Editable, offset: number): number {
  return offset - (lines[lineAt(lines, offset)]?.start ?? offset);
}

/** Where a value of `spokes` begins: behind the colon, or the anchor or tag behind that. */
export function afterSpokesKey(edit: Editable): number {
  const token = edit.root.srcToken;
  const items = token?.type === "block-map" || token?.type === "flow-collection" ? token.items : [];
  const start = rangeOf(pairOf(edit.root, "spokes")?.key)[0];
  const own = items.find(({ key }) => key?.offset === start);
  const parts = (own?.sep ?? []).filter(({ type }) => type === "map-value-ind" || type === "anchor" || type === "tag");
  const last = parts.at(-1);
  if (last === undefined) throw cannotEdit(edit.file, "the list of spokes");
  return last.offset + last.source.length;
}
