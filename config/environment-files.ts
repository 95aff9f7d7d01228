import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { ConfigError } from "./errors.js";
import { nearest } from "./messages/suggest.js";

/** Folder of a project that holds its environment files. */
const environmentsFolder = "environments";

/** Process environment variable that narrows a project to some of its environments. */
export const selectionVariable = "HUBSPOKE_ENVIRONMENTS";

/** Files of a folder in `environments/` are for `extends`, and no environments. */
const environmentFile = /^[^.].*\.(ya?ml|ts)$/;

/** Computed rules of an environment's spokes, beside its file. */
const accessFile = /\.access\.yaml$/;

/** The environment files of a project, sorted by name, as absolute paths. */
export function findEnvironments(projectDirectory: string): readonly string[] {
  const folder = resolve(projectDirectory, environmentsFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && isEnvironmentFile(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/**
 * The file of an environment that is named (`dev` is environments/dev.yaml or dev.ts) or given as a path.
 *
 * @throws ConfigError for a name without a file, with the names that have one, and for a name with two
 */
export function resolveEnvironmentFile(nameOrPath: string, projectDirectory: string): string {
  if (/[/\\]|\.(ya?ml|ts)$/.test(nameOrPath)) return resolve(projectDirectory, nameOrPath);
  const files = findEnvironments(projectDirectory);
  const [found, ...others] = files.filter((file) => environmentNameOf(file) === nameOrPath);
  if (found === undefined) throw unknownEnvironment(nameOrPath, files.map(environmentNameOf));
  if (others.length > 0) throw ambiguousEnvironment(nameOrPath, [found, ...others], projectDirectory);
  return found;
}

/**
 * The files of some environments of a project: those that are named, else those of HUBSPOKE_ENVIRONMENTS, else all.
 *
 * @throws ConfigError for a name without a file, and for a project without any
 */
export function selectEnvironments(
  projectDirectory: string,
  named: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const names = named.length > 0 ? named : splitNames(variables[selectionVariable] ?? "");
  if (names.length > 0) return names.map((name) => resolveEnvironmentFile(name, projectDirectory));
  const files = findEnvironments(projectDirectory);
  if (files.length > 0) return files;
  const message = `no environment file in ${projectDirectory}, expected at least one`;
  const fix = "run this in a project's folder, write one with hubspoke init, or name a file";
  throw new ConfigError([{ file: `${environmentsFolder}/`, line: 0, path: "", message, fix }], true);
}

/** The file of the rules that were computed for an environment's spokes: `prod.access.yaml` beside `prod.yaml`. */
export function accessFileOf(file: string): string {
  return join(dirname(file), `${environmentNameOf(file)}.access.yaml`);
}

function isEnvironmentFile(name: string): boolean {
  return environmentFile.test(name) && !name.endsWith(".d.ts") && !accessFile.test(name);
}

/** The folder that an environment file's relative paths start from. */
export function projectDirectoryOf(file: string): string {
  const folder = dirname(file);
  return basename(folder) === environmentsFolder ? dirname(folder) : folder;
}

function splitNames(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function environmentNameOf(file: string): string {
  return basename(file).replace(/\.(ya?ml|ts)$/, "");
}

function unknownEnvironment(name: string, known: readonly string[]): ConfigError {
  const file = `${environmentsFolder}/${name}.yaml`;
  const guess = nearest(name, known);
  const expected = known.length === 0 ? `a file in ${environmentsFolder}/` : `one of: ${known.join(", ")}`;
  const message = `no environment ${JSON.stringify(name)}, expected ${expected}`;
  const fix = guess === undefined ? undefined : `did you mean "${guess}"?`;
  return new ConfigError([{ file, line: 0, path: "", message, fix }], true);
}

function ambiguousEnvironment(name: string, files: readonly string[], projectDirectory: string): ConfigError {
  const shown = files.map((file) => relative(projectDirectory, file));
  const message = `environment ${JSON.stringify(name)} has several files: ${shown.join(", ")}`;
  const fix = "name the file, or keep one of them";
  return new ConfigError([{ file: `${environmentsFolder}/`, line: 0, path: "", message, fix }], true);
}
