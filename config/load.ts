import { homedir } from "node:os";
import { resolve } from "node:path";
import { parseDocument } from "./yaml/document.js";
import { readComputedAccess } from "./computed-access.js";
import { accessFileOf, projectDirectoryOf } from "./environment-files.js";
import { ConfigError, sortProblems, type Problem } from "./errors.js";
import type { Layer } from "./merge/layer.js";
import { parseLayer, type ParsedEnvironment } from "./parse.js";
import { displayName, openBases, readLayer, readLayerIfThere } from "./read.js";
import { stackIds } from "./stack-ids.js";
import type { Topology } from "./topology.js";
import type { Variables } from "./merge/variables.js";

export interface LoadOptions {
  /**
   * Folder that relative paths of the file start from.
   *
   * @default - the file's folder, or that folder's parent where it is called `environments`
   */
  readonly projectDirectory?: string;
  /**
   * Folder that a leading `~` stands for.
   *
   * @default - the user's home folder
   */
  readonly home?: string;
  /**
   * Process environment for the fields that take `${NAME}`.
   *
   * @default - that of this process
   */
  readonly variables?: Variables;
  /**
   * Takes spokes with `access: {from: gitops}` also where their rules were not computed yet: they have none then.
   *
   * @default false
   */
  readonly uncomputedAccess?: boolean;
}

/**
 * Reads one environment file, and the files that it extends.
 *
 * @throws ConfigError with every problem that was found
 */
export function loadEnvironment(file: string, options: LoadOptions = {}): Topology {
  return load(file, options).topology;
}

/**
 * Reads several environment files, and sees to it that no two of them define the same stack.
 *
 * @throws ConfigError with every problem of every file
 */
export function loadEnvironments(files: readonly string[], options: LoadOptions = {}): readonly Topology[] {
  return checkEnvironments(files, options).topologies;
}

/** Environments that have no mistakes, and what is risky in them. */
export interface CheckedEnvironments {
  readonly topologies: readonly Topology[];
  /** By file and line. */
  readonly warnings: readonly Problem[];
}

/**
 * The same, with the warnings.
 *
 * @throws ConfigError with every problem and every warning of every file
 */
export function checkEnvironments(files: readonly string[], options: LoadOptions = {}): CheckedEnvironments {
  const parsed: ParsedEnvironment[] = [];
  const errors: ConfigError[] = [];
  for (const file of new Set(files.map((name) => resolve(name)))) {
    try {
      parsed.push(load(file, options));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      errors.push(error);
    }
  }
  errors.push(...sharedStacks(parsed));
  const warnings = sortProblems(parsed.flatMap((each) => each.warnings));
  // The warnings of the other files are not lost.
  if (errors.length > 0) throw ConfigError.combine([...errors, new ConfigError(warnings, true)]);
  return { topologies: parsed.map(({ topology }) => topology), warnings };
}

/**
 * Checks what a file would say with another text, before that is written.
 *
 * @throws ConfigError with every problem that was found
 */
export function checkText(file: string, text: string, options: LoadOptions = {}): ParsedEnvironment {
  return load(file, options, text);
}

function load(file: string, options: LoadOptions, text?: string): ParsedEnvironment {
  const absolute = resolve(file);
  const projectDirectory = resolve(options.projectDirectory ?? projectDirectoryOf(absolute));
  const layer = text === undefined ? readLayer(absolute, projectDirectory) : layerOf(absolute, projectDirectory, text);
  return parseLayer(layer, {
    file: layer.file,
    projectDirectory,
    home: options.home ?? homeDirectory(),
    today: new Date().toISOString().slice(0, 10),
    variables: options.variables ?? process.env,
    openBase: openBases(projectDirectory),
    computedAccess: () => {
      const beside = accessFileOf(absolute);
      return readComputedAccess(displayName(beside, projectDirectory), () =>
        readLayerIfThere(beside, projectDirectory),
      );
    },
    uncomputedAccess: options.uncomputedAccess,
  });
}

function layerOf(file: string, projectDirectory: string, text: string): Layer {
  const name = displayName(file, projectDirectory);
  return { file: name, ...parseDocument(text, name) };
}

/** Undefined for a user whom the system does not know, as in some containers. */
function homeDirectory(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** `a` with a spoke `hub` and an environment `a-spoke` would both define `a-spoke-hub-cluster`. */
function sharedStacks(parsed: readonly ParsedEnvironment[]): readonly ConfigError[] {
  const owners = new Map<string, string>();
  return parsed.flatMap(({ topology, nameAt }) => {
    const ids = stackIds(topology);
    const shared = ids.find((id) => owners.has(id));
    const other = shared === undefined ? undefined : owners.get(shared);
    ids.forEach((id) => owners.set(id, owners.get(id) ?? topology.file));
    if (other === undefined) return [];
    const message = `stack "${shared}" is also defined by ${other}`;
    const fix = "give one of the environments another name";
    return [new ConfigError([{ ...nameAt, message, fix }], true)];
  });
}
