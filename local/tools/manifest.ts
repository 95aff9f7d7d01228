import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { hasCode } from "../errors.js";
import { ensureDirectory, readJson, writeAtomic } from "../files.js";

interface Entry {
  readonly size: number;
  readonly modified: number;
  readonly sha256: string;
}

type Manifest = Record<string, Entry>;

/** Absolute path of a program in a toolchain's folder. */
export function programPath(folder: string, name: string): string {
  return join(folder, "bin", name);
}

/**
 * Which of these programs a toolchain's folder holds, whole.
 *
 * A program counts when size and modification time are those of its build: that takes a millisecond and sees every
 * truncation and every write. Where only the time differs, as in a cache that was copied, the SHA-256 decides.
 */
export async function cachedPrograms(folder: string, names: readonly string[]): Promise<Set<string>> {
  const manifest = (await readJson<Manifest>(manifestPath(folder))) ?? {};
  const checked = await Promise.all(names.map((name) => isWhole(programPath(folder, name), manifest[name])));
  return new Set(names.filter((_, index) => checked[index]));
}

/** Moves a program that was built into the folder and records it; until both are done it does not count. */
export async function addProgram(folder: string, name: string, built: string): Promise<void> {
  await ensureDirectory(join(folder, "bin"));
  const sha256 = await hashOf(built);
  await rename(built, programPath(folder, name));
  const { size, mtimeMs } = await stat(programPath(folder, name));
  const manifest = (await readJson<Manifest>(manifestPath(folder))) ?? {};
  const next = { ...manifest, [name]: { size, modified: mtimeMs, sha256 } };
  await writeAtomic(manifestPath(folder), `${JSON.stringify(next, null, 2)}\n`);
}

/** Removes a program that is not whole: a process that runs from it keeps its own copy. */
export async function dropProgram(folder: string, name: string): Promise<void> {
  await rm(programPath(folder, name), { force: true });
}

async function isWhole(path: string, entry: Entry | undefined): Promise<boolean> {
  if (entry === undefined) return false;
  try {
    const { size, mtimeMs } = await stat(path);
    if (size !== entry.size) return false;
    return mtimeMs === entry.modified || (await hashOf(path)) === entry.sha256;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function manifestPath(folder: string): string {
  return join(folder, "manifest.json");
}
