import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Lets the owner write below a folder: Go's module cache is read-only and so are copies of it. */
export async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o700).catch(() => {});
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await makeWritable(path);
    else if (entry.isFile()) await chmod(path, 0o600);
  }
}
