import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../output.js";

/** A file that is to be written; the path starts at the project, with slashes. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** What stands where a file is to be written. */
export interface Conflict extends PlannedFile {
  /** The text that is there. */
  readonly present: string;
}

/** Files that are not there as planned yet, and those of them that something else stands in the place of. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Compares planned files with what is there.
 *
 * @throws UsageError where a file stands in the place of a folder, or a folder in that of a file
 */
export function comparePlan(folder: string, files: readonly PlannedFile[]): Plan {
  const missing: PlannedFile[] = [];
  const conflicts: Conflict[] = [];
  for (const file of files) {
    const present = presentText(folder, file.path);
    if (present === undefined) missing.push(file);
    else if (present !== file.text) conflicts.push({ ...file, present });
  }
  return { files: [...missing, ...conflicts.map(({ path, text }) => ({ path, text }))], conflicts };
}

function presentText(folder: string, path: string): string | undefined {
  for (const above of foldersAbove(path)) {
    const found = lstatSync(join(folder, above), { throwIfNoEntry: false });
    if (found?.isFile()) throw new UsageError(`${above} is a file, expected a folder for ${path}\n  fix: move it away`);
  }
  const file = join(folder, path);
  if (!existsSync(file)) return undefined;
  if (lstatSync(file).isDirectory()) throw new UsageError(`${path} is a folder, expected a file\n  fix: move it away`);
  return readFileSync(file, "utf8");
}

/** `a/b/c.txt`: `.`, `a`, `a/b`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return [".", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

/**
 * Writes files so that either all of them are there or none: under other names first, renamed when the last one is done.
 *
 * All of it is synchronous, and a signal waits until it is over.
 */
export function writeFiles(folder: string, files: readonly PlannedFile[]): void {
  const later = () => undefined;
  process.on("SIGINT", later).on("SIGTERM", later);
  const made: string[] = [];
  const temporary: (readonly [from: string, to: string])[] = [];
  try {
    for (const { path, text } of files) {
      const target = join(folder, path);
      makeFolder(dirname(target), made);
      const other = `${target}.${randomBytes(6).toString("hex")}.tmp`;
      temporary.push([other, target]);
      writeFileSync(other, text, { flag: "wx" });
    }
    temporary.forEach(([from, to]) => renameSync(from, to));
  } catch (error) {
    temporary.forEach(([from]) => quietly(() => rmSync(from, { force: true })));
    made.reverse().forEach((each) => quietly(() => rmdirSync(each)));
    throw error;
  } finally {
    process.off("SIGINT", later).off("SIGTERM", later);
  }
}

/** Makes a folder with those above it, and remembers which ones it made. */
function makeFolder(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

/** Cleans up as far as that goes: the first error is the one to tell. */
function quietly(remove: () => void): void {
  try {
    remove();
  } catch {
    // it was never there, or something else is in it by now
  }
}
