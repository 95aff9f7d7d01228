import { serversOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { inClusterName } from "../names.js";
import { formatPath } from "../path.js";
import { placedClusters, placedEntries, placedSpokes, type Checked } from "./rule.js";

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

const inClusterHost = /^https:\/\/kubernetes(\.default(\.svc(\.cluster\.local)?)?)?(:\d+)?(\/|$)/;

/** Under such a URL Argo CD finds the cluster that it runs in. */
export function spokesAreElsewhere({ topology }: Checked): readonly Finding[] {
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster } }) => {
    const server = serversOf(cluster).find((url) => inClusterHost.test(url));
    if (server === undefined) return [];
    const message = `server ${server} is the cluster that Argo CD runs in, expected the spoke's own`;
    return [{ path: [...path, "cluster"], message, fix: "write the address that the hub reaches the spoke by" }];
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

/** Beyond this kind itself warns: the names of its containers are host names, which end at 63 characters. */
const longestKindName = 50;

export function kindNamesFit({ topology }: Checked): readonly Finding[] {
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (cluster.provider !== "kind" || cluster.clusterName.length <= longestKindName) return [];
    const { clusterName } = cluster;
    const message = `kind cluster "${clusterName}" has ${clusterName.length} characters, kind advises at most ${longestKindName}`;
    return [{ path: [...path, "name"], message, fix: "choose a shorter name", severity: "warning" }];
  });
}

/** Without a check of the certificate, Argo CD hands its credential to whoever answers. */
export function insecureIsAccepted({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path: place, entry: { cluster } }): Finding[] => {
    if (cluster.provider !== "existing") return [];
    const { insecure, acceptInsecure } = cluster;
    const path = [...place, "cluster", insecure ? "insecure" : "acceptInsecure"];
    if (!insecure && acceptInsecure === undefined) return [];
    if (!insecure) {
      const message = "acceptInsecure has no effect without insecure: true";
      return [{ path, message, fix: "remove it", severity: "warning" }];
    }
    if (acceptInsecure !== undefined) {
      return [{ path, message: `nobody checks the API server's certificate: ${acceptInsecure}`, severity: "warning" }];
    }
    const message = "insecure: true lets whoever answers have Argo CD's credential";
    return [{ path, message, fix: "give the cluster's CA instead, or say why it is acceptable: acceptInsecure: ..." }];
  });
}
