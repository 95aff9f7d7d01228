import { cp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureDirectory, readIfThere } from "./files.js";

/**
 * Puts the argo-cd chart of a toolchain where the stacks name it.
 *
 * A path inside the project and not in the cache: the path is an argument of the Helm release, and another toolchain
 * must not look like a change of it. The chart's version says whether its content differs.
 */
export async function placeChart(chart: string, place: string): Promise<void> {
  const wanted = await readFile(join(chart, "Chart.yaml"), "utf8");
  if ((await readIfThere(join(place, "Chart.yaml"))) === wanted) return;
  const temporary = `${place}.tmp`;
  await ensureDirectory(dirname(place));
  await rm(temporary, { recursive: true, force: true });
  await cp(chart, temporary, { recursive: true });
  await rm(place, { recursive: true, force: true });
  await rename(temporary, place);
}
