import type { Finding } from "../finding.js";
import type { ClusterSpec } from "../topology.js";
import { placedSpokes, type Checked } from "./rule.js";

/** A kind cluster has an address on this machine, and one for the pods of other kind clusters. */
export function kindClustersAreReached({ topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone") return [];
  const hub = topology.hub.cluster;
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster } }) => {
    const fix = fixOfReach(cluster, hub);
    if (fix === undefined) return [];
    const message = `Argo CD on a hub of provider "${hub.provider}" does not reach a cluster of provider "${cluster.provider}"`;
    return [{ path: [...path, "cluster", "provider"], message, fix }];
  });
}

function fixOfReach(spoke: ClusterSpec, hub: ClusterSpec): string | undefined {
  if (spoke.provider === "local" && hub.provider === "kind") return "use provider: kind for both, or local for both";
  const isNear = hub.provider === "kind" || hub.provider === "local";
  if (spoke.provider !== "kind" || isNear || spoke.hubEndpoint !== undefined) return undefined;
  return "use provider: kind for the hub too, or say how the hub reaches it: hubEndpoint: https://...";
}
