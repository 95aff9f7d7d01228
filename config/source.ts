import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from "yaml";
import { mergeKey, scalarKey } from "./nodes.js";
import type { Path } from "./path.js";

/** Answers where in the text of a document a value was written. */
export class Source {
  /** Keys of the maps that were asked about: large ones are searched once. */
  private readonly keys = new WeakMap<YAMLMap, Map<string, Pair>>();

  constructor(
    private readonly contents: unknown,
    private readonly targets: ReadonlyMap<unknown, Node>,
    private readonly lines: LineCounter,
  ) {}

  /** Line of a key or list item, or undefined where the document does not have it. */
  lineOf(path: Path): number | undefined {
    return this.find(path)?.line;
  }

  /** Line of a value, or else of the innermost one around it that is there. */
  nearestLineOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const line = this.lineOf(path.slice(0, length));
      if (line !== undefined) return line;
    }
    return this.line(this.contents, 1);
  }

  /** A scalar as it was written, for example `1.10` where its value is 1.1. */
  textOf(path: Path): string | undefined {
    const node = this.find(path)?.node;
    return isScalar(node) ? node.source : undefined;
  }

  private find(path: Path): { readonly node: unknown; readonly line: number } | undefined {
    let node: unknown = this.contents;
    let line = 1;
    for (const step of path) {
      const container = this.resolve(node);
      const pair = isMap(container) ? this.pair(container, String(step)) : undefined;
      const item: unknown = isSeq(container) ? container.items[Number(step)] : undefined;
      if (pair === undefined && item === undefined) return undefined;
      line = this.line(pair === undefined ? item : pair.key, line);
      node = pair === undefined ? item : pair.value;
    }
    return { node: this.resolve(node), line };
  }

  private pair(map: YAMLMap, key: string): Pair | undefined {
    let keys = this.keys.get(map);
    if (keys === undefined) {
      keys = new Map(map.items.map((pair) => [scalarKey(pair), pair]));
      this.keys.set(map, keys);
    }
    return keys.get(key) ?? this.mergedPair(keys.get(mergeKey)?.value, key);
  }

  /** A key that came in through `<<`. */
  private mergedPair(value: unknown, key: string): Pair | undefined {
    const merged = this.resolve(value);
    const maps = isSeq(merged) ? merged.items.map((item) => this.resolve(item)) : [merged];
    for (const map of maps) {
      const pair = isMap(map) ? this.pair(map, key) : undefined;
      if (pair !== undefined) return pair;
    }
    return undefined;
  }

  private resolve(node: unknown): unknown {
    return this.targets.get(node) ?? node;
  }

  private line(node: unknown, otherwise: number): number {
    const start = (node as Node | null | undefined)?.range?.[0];
    return start === undefined ? otherwise : this.lines.linePos(start).line;
  }
}
