import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { largestFile, tooLarge, wholeFile } from "./document.js";
import { ConfigError } from "./errors.js";
import { parseWithSource } from "./parse.js";
import { stackIds } from "./stack-ids.js";
import { nearest } from "./suggest.js";
import type { Topology } from "./topology.js";

/** Folder of a project that holds its environment files. */
const environmentsFolder = "environments";

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
}

/**
 * Reads one environment file.
 *
 * @throws ConfigError with every problem that was found
 */
export function loadEnvironment(file: string, options: LoadOptions = {}): Topology {
  return loadWithName(file, options).topology;
}

/**
 * Reads several environment files, and sees to it that no two of them define the same stack.
 *
 * @throws ConfigError with every problem of every file
 */
export function loadEnvironments(files: readonly string[], options: LoadOptions = {}): readonly Topology[] {
  const loaded: LoadedEnvironment[] = [];
  const errors: ConfigError[] = [];
  for (const file of new Set(files.map((name) => resolve(name)))) {
    try {
      loaded.push(loadWithName(file, options));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      errors.push(error);
    }
  }
  errors.push(...sharedStacks(loaded));
  if (errors.length > 0) throw ConfigError.combine(errors);
  return loaded.map(({ topology }) => topology);
}

/** The environment files of a project, sorted by name, as absolute paths. */
export function findEnvironments(projectDirectory: string): readonly string[] {
  const folder = resolve(projectDirectory, environmentsFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[^.].*\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * The file of an environment that is named (`dev` is environments/dev.yaml) or given as a path.
 *
 * @throws ConfigError for a name without a file, with the names that have one
 */
export function resolveEnvironmentFile(nameOrPath: string, projectDirectory: string): string {
  if (/[/\\]|\.ya?ml$/.test(nameOrPath)) return resolve(projectDirectory, nameOrPath);
  const files = findEnvironments(projectDirectory);
  const found = files.find((file) => environmentNameOf(file) === nameOrPath);
  if (found !== undefined) return found;
  throw unknownEnvironment(nameOrPath, files.map(environmentNameOf));
}

function environmentNameOf(file: string): string {
  return basename(file).replace(/\.ya?ml$/, "");
}

function unknownEnvironment(name: string, known: readonly string[]): ConfigError {
  const file = `${environmentsFolder}/${name}.yaml`;
  const guess = nearest(name, known);
  const expected = known.length === 0 ? `a file in ${environmentsFolder}/` : `one of: ${known.join(", ")}`;
  const message = `no environment ${JSON.stringify(name)}, expected ${expected}`;
  const fix = guess === undefined ? undefined : `did you mean "${guess}"?`;
  return new ConfigError([{ file, line: 0, path: "", message, fix }], true);
}

interface LoadedEnvironment {
  readonly topology: Topology;
  /** Line of the environment's name. */
  readonly line: number;
}

function loadWithName(file: string, options: LoadOptions): LoadedEnvironment {
  const absolute = resolve(file);
  const projectDirectory = resolve(options.projectDirectory ?? projectDirectoryOf(absolute));
  const name = displayName(absolute, projectDirectory);
  const origin = { file: name, projectDirectory, home: options.home ?? homeDirectory() };
  const { topology, source } = parseWithSource(readText(absolute, name), origin);
  return { topology, line: source.nearestLineOf(["name"]) };
}

function projectDirectoryOf(file: string): string {
  const folder = dirname(file);
  return basename(folder) === environmentsFolder ? dirname(folder) : folder;
}

function displayName(file: string, projectDirectory: string): string {
  const inside = relative(projectDirectory, file);
  return inside.startsWith("..") || isAbsolute(inside) ? file : inside;
}

/** Undefined for a user whom the system does not know, as in some containers. */
function homeDirectory(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

function readText(file: string, name: string): string {
  let bytes: Buffer;
  try {
    if (statSync(file).size > largestFile) throw wholeFile(name, tooLarge);
    bytes = readFileSync(file);
  } catch (error) {
    throw error instanceof ConfigError ? error : wholeFile(name, describeReadError(error));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw wholeFile(name, "the file is not UTF-8 text");
  }
}

function describeReadError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
  const known: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EISDIR: "a folder, expected a file",
    EACCES: "the file cannot be read: permission denied",
  };
  return known[code] ?? `the file cannot be read: ${code}`;
}

/** `a` with a spoke `hub` and an environment `a-spoke` would both define `a-spoke-hub-cluster`. */
function sharedStacks(loaded: readonly LoadedEnvironment[]): readonly ConfigError[] {
  const owners = new Map<string, string>();
  return loaded.flatMap(({ topology, line }) => {
    const ids = stackIds(topology);
    const shared = ids.find((id) => owners.has(id));
    const other = shared === undefined ? undefined : owners.get(shared);
    ids.forEach((id) => owners.set(id, owners.get(id) ?? topology.file));
    if (other === undefined) return [];
    const message = `stack "${shared}" is also defined by ${other}`;
    const fix = "give one of the environments another name";
    return [new ConfigError([{ file: topology.file, line, path: "name", message, fix }], true)];
  });
}
