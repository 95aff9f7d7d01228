import { cp, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { ensureDirectory, exists, readIfThere, writeAtomic } from "../files.js";
import type { Toolchain } from "../toolchain.js";

/**
 * Puts the assembled argo-cd chart where the stacks look for it; leaves it alone where it is the toolchain's own already.
 *
 * Awaits the chart's build, not that of the whole toolchain.
 */
export async function installChart(toolchain: Toolchain, destination: string): Promise<void> {
  const source = await toolchain.chart();
  const note = `${destination}.key`;
  if ((await exists(destination)) && (await readIfThere(note)) === toolchain.description.key) return;
  await ensureDirectory(dirname(destination));
  await Promise.all([rm(note, { force: true }), rm(`${destination}.tmp`, { recursive: true, force: true })]);
  await cp(source, `${destination}.tmp`, { recursive: true });
  await rm(destination, { recursive: true, force: true });
  await rename(`${destination}.tmp`, destination);
  await writeAtomic(note, toolchain.description.key);
}
