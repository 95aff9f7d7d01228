import type { Layer, Placed, Written } from "./layer.js";
import { isMap, valueAt, type Path } from "../path.js";

/**
 * Merges documents and remembers where each part of the result was written.
 *
 * Only containers that a merge made are remembered, by identity: everything below any other one was written where the
 * container was.
 */
export class Merger {
  private readonly parts = new WeakMap<object, ReadonlyMap<string, Placed>>();

  /** The value at a key of a container. */
  child(container: Placed, key: string | number): Placed {
    const { value, at } = container;
    const made = isContainer(value) ? this.parts.get(value)?.get(String(key)) : undefined;
    return made ?? { value: valueAt(value, [key]), at: { layer: at.layer, path: [...at.path, key] } };
  }

  /** Where the value at a path of a merged document was written; also of one that is missing there. */
  writtenAt(document: Placed, path: Path): Written {
    return path.reduce<Placed>((container, step) => this.child(container, step), document).at;
  }

  /** A map of these values, written where they were. */
  map(entries: Iterable<readonly [string, Placed]>, at: Written): Placed {
    const placed = new Map(entries);
    const value = Object.fromEntries([...placed].map(([key, child]) => [key, child.value]));
    return this.remember(value, placed, at);
  }

  /** A list of these values, written where they were. */
  list(items: readonly Placed[], at: Written): Placed {
    const placed = new Map(items.map((item, index) => [String(index), item] as const));
    return this.remember(
      items.map((item) => item.value),
      placed,
      at,
    );
  }

  private remember(value: object, placed: ReadonlyMap<string, Placed>, at: Written): Placed {
    this.parts.set(value, placed);
    return { value, at };
  }

  /** The values of a map with where they were written; none where it is no map. */
  entries(container: Placed): readonly (readonly [string, Placed])[] {
    return isMap(container.value)
      ? Object.keys(container.value).map((key) => [key, this.child(container, key)] as const)
      : [];
  }

  /** The items of a list with where they were written; none where it is no list. */
  items(container: Placed): readonly Placed[] {
    return Array.isArray(container.value) ? container.value.map((_, index) => this.child(container, index)) : [];
  }

  /** One value over another: maps deep, lists of clusters by name, everything else replaced. */
  over(below: Placed, above: Placed, key: string): Placed {
    if (clusterLists.has(key) && Array.isArray(below.value) && Array.isArray(above.value)) {
      return this.clustersOver(below, above);
    }
    const maps = isMap(below.value) && isMap(above.value);
    return maps && !atoms.has(key) ? this.mapsOver(below, above, key) : above;
  }

  private mapsOver(below: Placed, above: Placed, key: string): Placed {
    const kept = this.entries(below).filter(([name]) => !isExcluded(key, name, below.value, above.value));
    const merged = new Map(kept);
    for (const [name, child] of this.entries(above)) {
      const under = merged.get(name);
      // What is passed on as it is has no fields of ours in it, whatever their names.
      merged.set(name, under === undefined ? child : this.over(under, child, freeMaps.has(key) ? key : name));
    }
    return this.map(merged, above.at);
  }

  /** An entry goes over the one of its name; an entry of another name comes behind them all. */
  private clustersOver(below: Placed, above: Placed): Placed {
    const merged = [...this.items(below)];
    const positions = new Map(merged.map((item, index) => [nameOf(item), index] as const));
    for (const item of this.items(above)) {
      const name = nameOf(item);
      const position = name === undefined ? undefined : positions.get(name);
      const under = position === undefined ? undefined : merged[position];
      if (position === undefined || under === undefined) {
        merged.push(item);
      } else {
        merged[position] = this.over(under, item, "");
        // A second entry of the name is a mistake to be told, and not one more layer.
        positions.delete(name);
      }
    }
    return this.list(merged, above.at);
  }
}

/** A document that is one file's own. */
export function placeLayer(layer: Layer): Placed {
  return { value: layer.value, at: { layer, path: [] } };
}

const clusterLists = new Set(["spokes", "clusters"]);

/** One choice, replaced as a whole: half of another one means nothing. */
export const atoms = new Set(["access"]);

const freeMaps = new Set(["values", "spec", "labels", "annotations"]);

/** Fields that choose how the fields beside them are read. */
const choices = new Map([
  ["cluster", "provider"],
  ["registration", "mode"],
  ["sso", "provider"],
]);

/** Fields of a map that exclude those of the other groups. */
const alternatives = new Map<string, readonly (readonly string[])[]>([
  ["chart", [["path"], ["repository", "version"]]],
  [
    "cluster",
    [
      ["kubeconfig", "context"],
      ["endpoint", "caData", "exec"],
    ],
  ],
  ["network", [["create"], ["vpcId", "subnetIds", "cidr"]]],
  ["nodes", [["auto", "nodePools"], ["groups"]]],
  ["registration", [["issue"], ["variables", "subject"]]],
  ["tls", [["issuer", "issuerKind"], ["secretName"]]],
  ["credentials", [["secretName"], ["externalSecret"]]],
  ["clientSecret", [["name", "key"], ["externalSecret"]]],
]);

/** Whether a field goes out because the map above chooses something else. */
function isExcluded(key: string, name: string, below: unknown, above: unknown): boolean {
  if (!isMap(below) || !isMap(above)) return false;
  if (choosesOther(key, below, above)) return true;
  // A backend is chosen by the name of its field.
  if (key === "backend") return Object.keys(above).length > 0 && !Object.hasOwn(above, name);
  const groups = alternatives.get(key) ?? [];
  const others = groups.filter((group) => !group.includes(name));
  const own = groups.some((group) => group.includes(name));
  return own && others.some((group) => group.some((other) => Object.hasOwn(above, other)));
}

/** Whether a map names another provider or mode than the one below: nothing of that one would fit. */
function choosesOther(key: string, below: Record<string, unknown>, above: Record<string, unknown>): boolean {
  const choice = choices.get(key);
  if (choice === undefined) return false;
  return above[choice] !== undefined && below[choice] !== undefined && above[choice] !== below[choice];
}

function nameOf({ value }: Placed): string | undefined {
  return isMap(value) && typeof value.name === "string" ? value.name : undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
