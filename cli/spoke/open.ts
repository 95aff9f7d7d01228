import { readFileSync } from "node:fs";
import { parseDocument } from "../../config/yaml/document.js";
import { projectDirectoryOf, resolveEnvironmentFile } from "../../config/environment-files.js";
import { ifValid } from "../../config/errors.js";
import { mergeBases } from "../../config/merge/extends.js";
import type { Layer } from "../../config/merge/layer.js";
import { checkText } from "../../config/load.js";
import { Merger } from "../../config/merge/merge.js";
import { isMap } from "../../config/path.js";
import { displayName, isTypeScript, openBases, readLayer } from "../../config/read.js";
import { nearest } from "../../config/messages/suggest.js";
import type { HubSpokeTopology } from "../../config/topology.js";
import { UsageError } from "../output.js";

/** An environment file that is about to be edited. */
export interface OpenFile {
  /** Absolute path. */
  readonly file: string;
  /** The file as the operator would name it. */
  readonly shown: string;
  /** The environment as it was named. */
  readonly environment: string;
  /** Its text, with a byte order mark if it has one. */
  readonly text: string;
  /** Names of the spokes that the file itself lists. */
  readonly own: readonly string[];
  /** All spokes and the file that each is written in: the file itself, or one that it extends. */
  readonly owners: ReadonlyMap<string, string>;
  /** The document with what it extends merged in. */
  readonly merged: Record<string, unknown>;
  /** Undefined where the file has mistakes: an edit may mend them. */
  readonly topology: HubSpokeTopology | undefined;
}

/**
 * Opens the file of an environment whose spokes are to be edited.
 *
 * @throws UsageError for a program, and for an environment without spokes; ConfigError for a file that is no YAML map
 */
export function openFile(environment: string): OpenFile {
  const file = resolveEnvironmentFile(environment, process.cwd());
  const projectDirectory = projectDirectoryOf(file);
  const shown = displayName(file, projectDirectory);
  if (isTypeScript(file)) {
    throw new UsageError(`${shown} is a program, and no list that a command can edit\n  fix: edit its spokes by hand`);
  }
  const layer = readLayer(file, projectDirectory);
  const text = readWithMark(file);
  return {
    file,
    shown,
    environment,
    text,
    own: spokeNames(layer),
    ...mergeLayer(layer, projectDirectory),
    topology: topologyOf(file, text, shown),
  };
}

function spokeNames({ value }: Layer): readonly string[] {
  const spokes: readonly unknown[] = Array.isArray(value.spokes) ? value.spokes : [];
  return spokes.flatMap((spoke) => (isMap(spoke) && typeof spoke.name === "string" ? [spoke.name] : []));
}

type MergedFile = Pick<OpenFile, "merged" | "owners">;

/** The same file with another text. */
export function mergeText({ file, shown }: OpenFile, text: string): MergedFile {
  const layer = { file: shown, ...parseDocument(text.replace(/^\uFEFF/, ""), shown) };
  return mergeLayer(layer, projectDirectoryOf(file));
}

/** A file merged over what it extends, and the file that each of its spokes is written in. */
function mergeLayer(layer: Layer, projectDirectory: string): MergedFile {
  const merger = new Merger();
  const { document: merged } = mergeBases(merger, layer, openBases(projectDirectory));
  const owners = merger.items(merger.child(merged, "spokes")).flatMap((spoke) => {
    const { value, at } = merger.child(spoke, "name");
    return typeof value === "string" ? [[value, at.layer.file] as const] : [];
  });
  return { merged: isMap(merged.value) ? merged.value : {}, owners: new Map(owners) };
}

/**
 * Sees to it that a spoke is one of the file's own.
 *
 * @throws UsageError for one that is not there, and for one that another file brings in
 */
export function requireOwnSpoke({ own, owners, shown }: OpenFile, name: string): void {
  if (own.includes(name)) return;
  const owner = owners.get(name);
  if (owner !== undefined) throw inheritedSpoke(name, owner, shown);
  const guess = nearest(name, own);
  const expected = own.length === 0 ? "it lists none" : `expected one of: ${own.join(", ")}`;
  const fix = guess === undefined ? "" : `\n  fix: did you mean "${guess}"?`;
  throw new UsageError(`no spoke "${name}" in ${shown}, ${expected}${fix}`);
}

/** The refusal to edit a spoke that another file brings in. */
export function inheritedSpoke(name: string, owner: string, shown: string): UsageError {
  return new UsageError(
    `spoke "${name}" is written in ${owner}, which ${shown} extends\n` +
      `  fix: edit ${owner}; that changes every environment that extends it`,
  );
}

/** What a decoder drops at the beginning of a text is part of the file. */
function readWithMark(file: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(file));
}

function topologyOf(file: string, text: string, shown: string): HubSpokeTopology | undefined {
  const topology = ifValid(() => checkText(file, text).topology);
  if (topology?.model !== "standalone") return topology;
  throw new UsageError(`${shown} is a standalone environment, which has no spokes\n  fix: edit its clusters by hand`);
}
