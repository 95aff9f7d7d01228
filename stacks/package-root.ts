import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shellQuote } from "../constructs/shell.js";

/**
 * Folder of this package, wherever it is installed: the nearest one above this module with a package.json.
 *
 * Found from the module and never from the current folder, which is the user's project. It is the same one whether
 * the module runs from its source or bundled into `dist/`.
 */
export function packageRoot(): string {
  const module = dirname(fileURLToPath(import.meta.url));
  let folder = module;
  while (!existsSync(join(folder, "package.json"))) {
    if (folder === dirname(folder)) {
      throw new Error(`no package.json above ${module}: hubspoke needs the files of its package beside its code`);
    }
    folder = dirname(folder);
  }
  return folder;
}

export function gitopsRootChart(): string {
  return join(packageRoot(), "charts", "gitops-root");
}

/** Shell words that run this package's own command line, with the `node` of PATH: built if it was, else from source. */
export function cliCommand(): string {
  const built = join(packageRoot(), "dist", "cli", "index.js");
  if (existsSync(built)) {
    return `node ${shellQuote(built)}`;
  }
  const tsx = import.meta.resolve("tsx");
  return `node --import ${shellQuote(tsx)} ${shellQuote(join(packageRoot(), "cli", "index.ts"))}`;
}
