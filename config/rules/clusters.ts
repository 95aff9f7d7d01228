import { serversOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { inClusterName } from "../names.js";
import { formatPath } from "../path.js";
import { placedClusters, placedSpokes, type Checked } from "./rule.js";

/** Argo CD takes two clusters of one name for an error, and an ApplicationSet silently drops one. */
export function clusterNamesAreUnique({ topology }: Checked): readonly Finding[] {
  const first = new Map<string, string>();
  return placedClusters(topology).flatMap(({ path, cluster: { name } }) => {
    const other = first.get(name);
    if (other === undefined) first.set(name, path[0] === "hub" ? "the hub" : formatPath(path));
    const message = `duplicate name "${name}", ${other} has it too`;
    return other === undefined ? [] : [{ path: [...path, "name"], message }];
  });
}

export function spokesAreNotInCluster({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { name } }) => {
    if (name !== inClusterName) return [];
    const message = `name "${name}" is reserved, Argo CD calls the hub so`;
    return [{ path: [...path, "name"], message }];
  });
}

/** Of two cluster Secrets with one server Argo CD takes any: credentials get mixed up. */
export function apiServersAreDistinct({ topology }: Checked): readonly Finding[] {
  const first = new Map<string, string>();
  return placedClusters(topology).flatMap(({ path, cluster }) => {
    const shared = serversOf(cluster.cluster).find((server) => first.has(server));
    if (shared !== undefined) {
      const message = `same API server as cluster "${first.get(shared)}": ${shared}`;
      return [{ path: [...path, "cluster"], message, fix: "give each entry a cluster of its own" }];
    }
    serversOf(cluster.cluster).forEach((server) => first.set(server, cluster.name));
    return [];
  });
}
