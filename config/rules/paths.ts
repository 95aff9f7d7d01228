import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { startsAtHome } from "../paths.js";
import type { EnvironmentFile } from "../schema.js";
import { placedArgoCds, type Checked } from "./rule.js";

export function homeIsKnown({ file, home }: Checked): readonly Finding[] {
  return pathsOf(file).flatMap(({ path, value }) => {
    if (!value.startsWith("~") || (startsAtHome(value) && home !== undefined)) return [];
    const message = startsAtHome(value)
      ? `path "${value}" starts at a home folder, and this user has none`
      : `path "${value}" starts with ~, expected ~/ or another path`;
    return [{ path, message, fix: "write an absolute path" }];
  });
}

interface PlacedPath {
  readonly path: Path;
  readonly value: string;
}

/** Every path of this machine that a file names. */
function pathsOf(file: EnvironmentFile): readonly PlacedPath[] {
  return [...statePath(file), ...chartPaths(file), ...kubeconfigs(file)];
}

function statePath({ backend }: EnvironmentFile): readonly PlacedPath[] {
  const value = backend.local?.path;
  return value === undefined ? [] : [{ path: ["backend", "local", "path"], value }];
}

function chartPaths(file: EnvironmentFile): readonly PlacedPath[] {
  return placedArgoCds(file).flatMap(({ path, entry: { argocd } }) => {
    const { chart } = argocd;
    if (chart === undefined || !("path" in chart)) return [];
    return [{ path: [...path, "argocd", "chart", "path"], value: chart.path }];
  });
}

function kubeconfigs(file: EnvironmentFile): readonly PlacedPath[] {
  const spokes = file.model === "standalone" ? [] : file.spokes;
  const entries = [
    ...placedArgoCds(file),
    ...spokes.map((entry, index) => ({ path: ["spokes", index] as Path, entry })),
  ];
  return entries.flatMap(({ path, entry: { cluster } }) => {
    const kubeconfig = "kubeconfig" in cluster ? cluster.kubeconfig : undefined;
    return kubeconfig === undefined ? [] : [{ path: [...path, "cluster", "kubeconfig"], value: kubeconfig }];
  });
}
