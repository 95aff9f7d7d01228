import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from "yaml";
import type { Alias, Document, Node, Pair, YAMLMap } from "yaml";
import { quoteName } from "../messages/values.js";

/** Key that merges other maps into the one it stands in. */
export const mergeKey = "<<";

/** More values than any environment has: an alias of an alias of an alias gets there with a few lines. */
const mostValues = 1_000_000;

/** Deeper than any environment is. What comes later recurses, and must not run out of stack. */
const deepest = 100;

const coreTags = new Set(
  ["map", "seq", "str", "int", "float", "bool", "null"].map((name) => `tag:yaml.org,2002:${name}`),
);

/** A finding and the offset in the text where it is. */
export interface NodeComplaint {
  readonly offset: number;
  readonly message: string;
  readonly fix?: string;
  /** Offset of another place that has it too: the file can be read in spite of it. */
  readonly also?: number;
}

export interface CheckedNodes {
  readonly complaints: readonly NodeComplaint[];
  /** What each alias refers to; asking the parser takes a search of the whole document. */
  readonly targets: ReadonlyMap<unknown, Node>;
}

/** A map's key as text. */
export function scalarKey(pair: Pair): string {
  const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
  return typeof key === "symbol" ? mergeKey : String(key);
}

/**
 * Checks what YAML allows and an environment file does not: a key twice, values that JSON does not
 * have, aliases that contain themselves or that multiply without end.
 */
export function checkNodes(document: Document): CheckedNodes {
  const walk: Walk = { complaints: [], anchors: new Map(), targets: new Map(), extents: new Map(), open: new Set() };
  const { size, depth } = visit(walk, document.contents);
  if (size > mostValues) complain(walk, document.contents, tooMany);
  if (depth > deepest) complain(walk, document.contents, tooDeep);
  return walk;
}

/** What is said of a node, and what to do about it. */
type Sentence = Omit<NodeComplaint, "offset">;

const tooMany: Sentence = {
  message: `aliases make more than ${mostValues} values of this file`,
  fix: "use aliases of smaller parts, which hold no aliases themselves",
};

const tooDeep: Sentence = {
  message: `the values are nested more than ${deepest} deep`,
  fix: "remove the brackets or the indentation that nest them",
};

// No sentence names an alias or a tag: a password that begins with "*" or "!" looks like one.

const noAnchor: Sentence = {
  message: "an alias that names no anchor before it",
  fix: 'write &name at the value it stands for, or put a value that begins with "*" in quotes',
};

const circular: Sentence = {
  message: "an alias inside of what it refers to",
  fix: "move the anchor to a part that does not hold the alias",
};

const mergesNoMap: Sentence = {
  message: `key "${mergeKey}" merges maps, expected an alias of one`,
  fix: `write ${mergeKey}: *name, with &name at a map above`,
};

/** How much a node comes to, with its aliases replaced. */
interface Extent {
  readonly size: number;
  readonly depth: number;
}

interface Walk extends CheckedNodes {
  readonly complaints: NodeComplaint[];
  readonly targets: Map<unknown, Node>;
  /** The latest node of each anchor so far, in the order of the text. */
  readonly anchors: Map<string, Node>;
  readonly extents: Map<unknown, Extent>;
  /** Nodes that contain the present one. */
  readonly open: Set<unknown>;
}

const leaf: Extent = { size: 1, depth: 1 };

function visit(walk: Walk, node: unknown): Extent {
  if (isAlias(node)) return visitAlias(walk, node);
  if (isPair(node)) return visit(walk, node.value);
  if (!isScalar(node) && !isCollection(node)) return leaf;
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  checkTag(walk, node);
  if (isScalar(node)) return leaf;
  walk.open.add(node);
  const parts = (node.items as unknown[]).map((item) => visit(walk, item));
  walk.open.delete(node);
  if (isMap(node)) checkKeys(walk, node);
  const extent = {
    size: parts.reduce((sum, part) => sum + part.size, 1),
    depth: parts.reduce((deepestPart, part) => Math.max(deepestPart, part.depth), 0) + 1,
  };
  walk.extents.set(node, extent);
  return extent;
}

/** What an alias refers to stands before it, so it was visited. */
function visitAlias(walk: Walk, alias: Alias): Extent {
  const target = walk.anchors.get(alias.source);
  if (target === undefined) {
    complain(walk, alias, noAnchor);
  } else if (walk.open.has(target)) {
    complain(walk, alias, circular);
  } else {
    walk.targets.set(alias, target);
  }
  return walk.extents.get(target) ?? leaf;
}

function checkTag(walk: Walk, node: Node): void {
  if (node.tag === undefined || coreTags.has(node.tag)) return;
  const core = /^tag:yaml.org,2002:(\w+)$/.exec(node.tag)?.[1];
  const message = core === undefined ? "a tag, expected a plain value" : `tag !!${core} cannot be used`;
  complain(walk, node, { message, fix: "remove it, and write the value as plain text" });
}

function checkKeys(walk: Walk, map: YAMLMap): void {
  const seen = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = scalarKey(pair);
    const same = seen.get(key);
    if (same !== undefined) {
      const message = `duplicate key ${quoteName(key)}`;
      complain(walk, pair.key, { message, fix: "keep one of them", also: offsetOf(same.key) });
    }
    if (key === "__proto__")
      complain(walk, pair.key, { message: `key "${key}" cannot be used`, fix: "choose another" });
    if (key === mergeKey && !mergesMaps(walk, pair.value)) complain(walk, pair.key, mergesNoMap);
    seen.set(key, pair);
  }
}

function mergesMaps(walk: Walk, value: unknown): boolean {
  const target = walk.targets.get(value) ?? value;
  if (isSeq(target)) return target.items.every((item) => isMap(walk.targets.get(item) ?? item));
  return isMap(target);
}

function complain(walk: Walk, node: unknown, sentence: Sentence): void {
  walk.complaints.push({ offset: offsetOf(node), ...sentence });
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
