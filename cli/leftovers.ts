import { resolve } from "node:path";
import { stackIds } from "../config/stack-ids.js";
import type { Topology } from "../config/topology.js";
import { findRemnants, type Remnant, type Search, type SearchProblem } from "../fleet/leftovers.js";
import { openTopology } from "./environment.js";
import { beforeDestroy, findInAws, formatInAws, isFree } from "./leftovers/eks.js";
import { otherEnvironments } from "./neighbours.js";
import { EXIT, writeData } from "./output.js";

interface LeftoversOptions {
  readonly cluster?: string;
  readonly json?: boolean;
  readonly beforeDestroy?: boolean;
}

/**
 * `hubspoke leftovers`: what an environment had and its file no longer accounts for, and what the controllers of its
 * EKS clusters made; each with what ends it.
 *
 * With `--cluster`, what is in AWS of that one alone.
 */
export async function leftovers(nameOrPath: string, options: LeftoversOptions): Promise<number> {
  const topology = openTopology(nameOrPath);
  if (options.beforeDestroy) return beforeDestroy(topology, options.cluster);
  const [clusters, search] = await Promise.all([
    findInAws(topology, options.cluster),
    options.cluster === undefined ? findRemnants(topology, stacksOfOthers(topology)) : undefined,
  ]);
  const ok = isEmpty(search) && clusters.every(isFree);
  writeData(
    options.json
      ? JSON.stringify({ environment: topology.name, ok, ...search, clusters }, undefined, 2)
      : [...formatSearch(topology, search), ...formatInAws(clusters)].join("\n\n"),
  );
  return ok ? EXIT.fine : EXIT.checkFailed;
}

function stacksOfOthers({ projectDirectory, file }: Topology): ReadonlySet<string> {
  return new Set(otherEnvironments(projectDirectory, resolve(projectDirectory, file)).flatMap(stackIds));
}

function isEmpty(search: Search | undefined): boolean {
  return search === undefined || (search.remnants.length === 0 && search.problems.length === 0);
}

const titles: Readonly<Record<Remnant["kind"], (file: string) => string>> = {
  state: (file) => `states of stacks that ${file} does not define:`,
  "cluster Secret": (file) => `cluster Secrets of no cluster in ${file}:`,
  RBAC: () => "rights on spokes that have left:",
  "token Secret": () => "tokens that never expire:",
};

function formatSearch({ file }: Topology, search: Search | undefined): readonly string[] {
  if (search === undefined) return [];
  const parts = Object.entries(titles).flatMap(([kind, title]) => {
    const some = search.remnants.filter((remnant) => remnant.kind === kind);
    return some.length === 0 ? [] : [[title(file), ...some.map(formatRemnant)].join("\n")];
  });
  const found = parts.length === 0 ? [`nothing is left of what ${file} does not name`] : parts;
  return [...found, ...search.problems.map(formatProblem), ...search.notes];
}

function formatRemnant({ name, place, detail, fix }: Remnant): string {
  return `  ${name}, ${place}: ${detail}\n    fix: ${fix}`;
}

function formatProblem({ place, problem, fix }: SearchProblem): string {
  return `${place} cannot be looked at: ${problem}${fix === undefined ? "" : `\n  fix: ${fix}`}`;
}
