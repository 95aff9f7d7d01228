import { randomBytes } from "node:crypto";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Replaces a file as a whole: a reader, or a machine that dies, sees the old content or the new.
 *
 * A new file is readable by its owner alone, one that exists keeps its mode, and a symbolic link stays one.
 */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file));
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const mode = await stat(target).then(
    (status) => status.mode & 0o777,
    () => 0o600,
  );
  const temporary = `${target}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
