import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { largestFile, parseDocument, tooLarge, wholeFile } from "./yaml/document.js";
import { ConfigError } from "./errors.js";
import type { OpenBase } from "./merge/extends.js";
import type { Layer } from "./merge/layer.js";
import { readTypeScript } from "./typescript.js";

/**
 * Reads what one file says.
 *
 * @param file absolute path
 * @throws ConfigError for a file that cannot be read, and with every mistake that keeps it from being a map of fields
 */
export function readLayer(file: string, projectDirectory: string): Layer {
  const name = displayName(file, projectDirectory);
  if (isTypeScript(file)) {
    readText(file, name);
    return readTypeScript(file, name);
  }
  return { file: name, ...parseDocument(readText(file, name), name) };
}

/**
 * Reads what a file says that may not be there.
 *
 * @throws ConfigError as `readLayer` does
 */
export function readLayerIfThere(file: string, projectDirectory: string): Layer | undefined {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readLayer(file, projectDirectory);
}

/** Reads the files that `extends` names, beside the file that names them. */
export function openBases(projectDirectory: string): OpenBase {
  return (name, from) => {
    const file = resolve(dirname(resolve(projectDirectory, from)), name);
    const found = statSync(file, { throwIfNoEntry: false });
    const shown = displayName(file, projectDirectory);
    if (found === undefined) return { missing: `no file ${JSON.stringify(shown)}` };
    if (!found.isFile()) return { missing: `${JSON.stringify(shown)} is not a file` };
    return { layer: readLayer(file, projectDirectory) };
  };
}

export function isTypeScript(file: string): boolean {
  return file.endsWith(".ts");
}

/** A file as the operator would name it. */
export function displayName(file: string, projectDirectory: string): string {
  const inside = relative(projectDirectory, file);
  return inside.startsWith("..") || isAbsolute(inside) ? file : inside;
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
    throw wholeFile(name, "the file is not UTF-8 text", "save it as UTF-8: editors name the encoding when they save");
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
