import { access, constants, lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { LocalError, messageOf } from "./errors.js";
import { ensureDirectory } from "./files.js";

/**
 * Folder for what can be built again: `$XDG_CACHE_HOME/hubspoke`, `$HOME/.cache/hubspoke`, else one below the system's
 * temporary folder, where HOME is unset or cannot be written to.
 */
export async function cacheDirectory(environment: NodeJS.ProcessEnv): Promise<string> {
  for (const parent of [environment["XDG_CACHE_HOME"], environment["HOME"] && join(environment["HOME"], ".cache")]) {
    if (parent && isAbsolute(parent) && (await usable(join(parent, "hubspoke")))) return join(parent, "hubspoke");
  }
  return temporaryCache();
}

async function usable(path: string): Promise<boolean> {
  try {
    await ensureDirectory(path);
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Anyone may create names in the temporary folder: programs are run from it only where it is ours and nobody else can write. */
async function temporaryCache(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const path = join(tmpdir(), `hubspoke-${uid}`);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch {
    // there already, or not possible: the look below tells
  }
  const found = await lstat(path).catch((error: unknown) => {
    throw new LocalError(
      `no folder to cache programs in: ${messageOf(error)}; set XDG_CACHE_HOME to one that can be written`,
      2,
    );
  });
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return path;
  throw new LocalError(`${path} belongs to somebody else; set XDG_CACHE_HOME to a folder that can be written`, 2);
}
