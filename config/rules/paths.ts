import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { startsAtHome } from "../paths.js";
import type { EnvironmentFile } from "../schema.js";
import { placedArgoCds, placedEntries, type Checked } from "./rule.js";

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
  return [...statePath(file), ...chartPaths(file), ...clusterPaths(file)];
}

function statePath({ backend: { local, kubernetes } }: EnvironmentFile): readonly PlacedPath[] {
  return [
    ...(local === undefined ? [] : [{ path: ["backend", "local", "path"], value: local.path }]),
    ...(kubernetes?.configPath === undefined
      ? []
      : [{ path: ["backend", "kubernetes", "configPath"], value: kubernetes.configPath }]),
  ];
}

function chartPaths(file: EnvironmentFile): readonly PlacedPath[] {
  return placedArgoCds(file).flatMap(({ path, entry: { argocd } }) => {
    const { chart } = argocd;
    if (chart === undefined || !("path" in chart)) return [];
    return [{ path: [...path, "argocd", "chart", "path"], value: chart.path }];
  });
}

function clusterPaths(file: EnvironmentFile): readonly PlacedPath[] {
  return placedEntries(file).flatMap(({ path, entry: { cluster } }) => [
    ...("kubeconfig" in cluster ? placedPath([...path, "cluster", "kubeconfig"], cluster.kubeconfig) : []),
    ...(cluster.provider === "existing"
      ? placedPath([...path, "cluster", "exec", "command"], cluster.exec?.command)
      : []),
    ...("config" in cluster ? placedPath([...path, "cluster", "config"], cluster.config) : []),
  ]);
}

function placedPath(path: Path, value: string | undefined): readonly PlacedPath[] {
  return value === undefined ? [] : [{ path, value }];
}
