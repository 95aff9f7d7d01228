import { execFile } from "node:child_process";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BuildRequest } from "./build.js";
import { runGo } from "./go.js";
import type { Go } from "./go.js";

/** The argo-cd chart in a toolchain's folder. */
export function chartPath(folder: string): string {
  return join(folder, "chart");
}

/** Runs the program that makes the chart from the manifests of upstream's module, which Go has in its cache after a build. */
export async function assembleChart(request: BuildRequest, go: Go, program: string): Promise<void> {
  const recipe = request.description.chart;
  if (recipe === undefined) return;
  const download = await runGo(go, ["mod", "download", "-json", recipe.module], request.description.directory);
  const manifests = join((JSON.parse(download) as { Dir: string }).Dir, recipe.manifests);
  const temporary = `${chartPath(request.folder)}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  const args = [`-manifests=${manifests}`, `-app-version=${recipe.appVersion}`, `-out=${temporary}`];
  await promisify(execFile)(program, args, { ...(request.signal ? { signal: request.signal } : {}) });
  await rm(chartPath(request.folder), { recursive: true, force: true });
  await rename(temporary, chartPath(request.folder));
}
