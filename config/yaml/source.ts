import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair, type YAMLMap } from "yaml";
import { mergeKey, scalarKey } from "./nodes.js";
import type { Path } from "../path.js";

/** A place in a file, both counted from 1. */
export interface Position {
  readonly line: number;
  /**
   * Column of the first character.
   *
   * @default - the line as a whole
   */
  readonly column?: number;
}

/** Answers where in a file a value was written. */
export interface Source {
  /** Place of a key or list item, or undefined where the document does not have it. */
  positionOf(path: Path): Position | undefined;
  /** Place of a value, or else of the innermost one around it that is there. */
  nearestPositionOf(path: Path): Position;
  /** A scalar as it was written, for example `1.10` where its value is 1.1. */
  textOf(path: Path): string | undefined;
  /** Whether a scalar was written without quotes, so that its type is YAML's guess. */
  isPlain(path: Path): boolean;
}

/** The source of values that a program made: they have a path and no line. */
export const noSource: Source = {
  positionOf: () => undefined,
  nearestPositionOf: () => ({ line: 0 }),
  textOf: () => undefined,
  isPlain: () => false,
};

/** The source of a YAML document. */
export class YamlSource implements Source {
  /** Keys of the maps that were asked about: large ones are searched once. */
  private readonly keys = new WeakMap<YAMLMap, Map<string, Pair>>();

  constructor(
    private readonly contents: unknown,
    private readonly targets: ReadonlyMap<unknown, Node>,
    private readonly lines: LineCounter,
  ) {}

  positionOf(path: Path): Position | undefined {
    return this.find(path)?.position;
  }

  nearestPositionOf(path: Path): Position {
    for (let length = path.length; length > 0; length--) {
      const position = this.positionOf(path.slice(0, length));
      if (position !== undefined) return position;
    }
    return this.position(this.contents, { line: 1, column: 1 });
  }

  textOf(path: Path): string | undefined {
    const node = this.find(path)?.node;
    return isScalar(node) ? node.source : undefined;
  }

  isPlain(path: Path): boolean {
    const node = this.find(path)?.node;
    return isScalar(node) && node.type === "PLAIN";
  }

  private find(path: Path): { readonly node: unknown; readonly position: Position } | undefined {
    let node: unknown = this.contents;
    let position: Position = { line: 1, column: 1 };
    for (const step of path) {
      const container = this.resolve(node);
      const pair = isMap(container) ? this.pair(container, String(step)) : undefined;
      const item: unknown = isSeq(container) ? container.items[Number(step)] : undefined;
      if (pair === undefined && item === undefined) return undefined;
      position = this.position(pair === undefined ? item : pair.key, position);
      node = pair === undefined ? item : pair.value;
    }
    return { node: this.resolve(node), position };
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

  private position(node: unknown, otherwise: Position): Position {
    const start = (node as Node | null | undefined)?.range?.[0];
    if (start === undefined) return otherwise;
    const { line, col } = this.lines.linePos(start);
    return { line, column: col };
  }
}
