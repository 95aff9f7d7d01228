import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalError } from "../errors.js";
import { type Go, runGo } from "./go.js";
import { makeWritable } from "./writable.js";

/** One replaced text in a Go module that we build. */
export interface ModulePatch {
  readonly module: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * What upstream offers no setting for.
 *
 * Argo CD's application controller serves metrics and health on all addresses; here everything stays on the loopback one.
 */
export const patches: readonly ModulePatch[] = [
  {
    module: "github.com/argoproj/argo-cd/v3",
    file: "controller/appcontroller.go",
    from: 'fmt.Sprintf("0.0.0.0:%d", metricsPort)',
    to: 'fmt.Sprintf("127.0.0.1:%d", metricsPort)',
  },
];

/**
 * Copies the patched modules into `temporary` and writes a go.mod there that uses the copies.
 *
 * Returns the arguments for `go build`; none where the module to build requires none of them. Go's own overlays do not
 * reach into the module cache, so a copy it is.
 */
export async function patchModules(go: Go, directory: string, temporary: string): Promise<string[]> {
  const modFile = await readFile(join(directory, "go.mod"), "utf8");
  const needed = patches.filter((patch) => modFile.includes(`${patch.module} v`));
  if (needed.length === 0) return [];
  const replaced: string[] = [];
  for (const module of new Set(needed.map((patch) => patch.module))) {
    const copy = join(temporary, "modules", String(replaced.length));
    await copyModule(go, module, directory, copy);
    replaced.push(`replace ${module} => ${JSON.stringify(copy)}`);
    for (const patch of needed.filter((candidate) => candidate.module === module)) await apply(patch, copy);
  }
  await writeFile(join(temporary, "go.mod"), `${modFile}\n${replaced.join("\n")}\n`);
  await cp(join(directory, "go.sum"), join(temporary, "go.sum"));
  return [`-modfile=${join(temporary, "go.mod")}`];
}

async function copyModule(go: Go, module: string, directory: string, copy: string): Promise<void> {
  const download = JSON.parse(await runGo(go, ["mod", "download", "-json", module], directory)) as { Dir: string };
  await cp(download.Dir, copy, { recursive: true });
  await makeWritable(copy);
}

async function apply(patch: ModulePatch, copy: string): Promise<void> {
  const path = join(copy, patch.file);
  const text = await readFile(path, "utf8");
  if (!text.includes(patch.from))
    throw new LocalError(`${patch.module} changed: ${patch.file} no longer holds ${patch.from}`);
  await writeFile(path, text.replace(patch.from, patch.to));
}
