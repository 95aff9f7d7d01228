import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { packageRoot } from "../../stacks/package-root.js";

interface Manifest {
  readonly version: string;
  readonly dependencies: { readonly tsx: string };
  readonly peerDependencies: { readonly "cdktf-cli": string };
}

/** What this package says of itself. */
export function packageManifest(): Manifest {
  return JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as Manifest;
}

/** A file of the sample fleet; the path starts at `gitops/`. */
export interface SampleFile {
  readonly path: string;
  readonly text: string;
}

/** The sample fleet of this package. */
export function sampleFleet(): readonly SampleFile[] {
  const folder = join(packageRoot(), "gitops");
  return readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(folder, path), "utf8") }));
}

const schemaFile = "schema/environment.schema.json";

/** The JSON schema as a file in `environments/` names it: where npm puts it, or has put it in a folder above. */
export function schemaPath(projectDirectory: string): string {
  const environments = join(projectDirectory, "environments");
  for (let folder = resolve(projectDirectory); ; folder = dirname(folder)) {
    const installed = join(folder, "node_modules", "hubspoke", schemaFile);
    if (existsSync(installed)) return relative(environments, installed).split(sep).join("/");
    if (folder === dirname(folder)) return `../node_modules/hubspoke/${schemaFile}`;
  }
}
