import { ConfigError } from "../errors.js";
import { placeLayer, type Merger } from "./merge.js";
import type { Layer, Placed } from "./layer.js";
import { formatPath, type Path } from "../path.js";
import { describeValue } from "../messages/values.js";

/**
 * Reads a file that `extends` of another file names, a relative one beside that file.
 *
 * @throws ConfigError where the file has no document
 */
export type OpenBase = (name: string, from: string) => OpenedBase;

export type OpenedBase =
  | { readonly layer: Layer }
  | {
      /** Why there is nothing to read, as a message. */
      readonly missing: string;
    };

/**
 * Merges a document over the files that it extends, and those over the ones that they extend.
 *
 * @throws ConfigError for a base that is not there, that is no document, or that leads back to itself
 */
export function mergeBases(merger: Merger, layer: Layer, open: OpenBase = cannotOpen): MergedBases {
  const bases: Bases = { merger, open, layers: new Map() };
  return { document: mergeLayer(layer, [layer.file], bases), layers: [...bases.layers.values()] };
}

export interface MergedBases {
  readonly document: Placed;
  /** Every file that went into it. */
  readonly layers: readonly Layer[];
}

interface Bases {
  readonly merger: Merger;
  readonly open: OpenBase;
  /** The files so far, by name. */
  readonly layers: Map<string, Layer>;
}

function cannotOpen(name: string): OpenedBase {
  return { missing: `file ${JSON.stringify(name)} cannot be read from here` };
}

/** @param chain files on the way from the environment file to this one */
function mergeLayer(layer: Layer, chain: readonly string[], bases: Bases): Placed {
  const { merger } = bases;
  const placed = placeLayer(layer);
  bases.layers.set(layer.file, layer);
  const names = baseNames(layer);
  const errors: ConfigError[] = [];
  const merged: Placed[] = [];
  for (const { name, path } of names) {
    try {
      merged.push(mergeBase({ name, path, layer }, chain, bases));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw ConfigError.combine(errors);
  return [...merged, placed].reduce((below, above) => merger.over(below, above, ""));
}

interface BaseName {
  readonly name: string;
  /** Where the layer names it. */
  readonly path: Path;
  readonly layer: Layer;
}

function mergeBase(base: BaseName, chain: readonly string[], bases: Bases): Placed {
  const opened = bases.open(base.name, base.layer.file);
  if ("missing" in opened) throw refuse(base, opened.missing);
  const { file } = opened.layer;
  if (chain.includes(file)) {
    const circle = [...chain.slice(chain.indexOf(file)), file].join(" -> ");
    throw refuse(base, `extends leads back to itself: ${circle}`, "take what they share into a file of its own");
  }
  return mergeLayer(opened.layer, [...chain, file], bases);
}

function refuse({ path, layer }: BaseName, message: string, fix?: string): ConfigError {
  const position = layer.source.nearestPositionOf(path);
  return new ConfigError([{ file: layer.file, ...position, path: formatPath(path), message, fix }], false);
}

/** The bases that a document names. */
function baseNames(layer: Layer): readonly BaseName[] {
  const value: unknown = layer.value.extends;
  if (value === undefined) return [];
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.map((name, index) => {
    const path = Array.isArray(value) ? ["extends", index] : ["extends"];
    if (typeof name === "string" && name.trim() !== "") return { name, path, layer };
    const message = `invalid extends ${describeValue(path, name)}, expected the name of a file, or a list of them`;
    throw refuse({ name: "", path, layer }, message, "for example extends: base/common.yaml");
  });
}
