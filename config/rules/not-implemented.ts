import { capabilitiesOf, clusterProviders } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { placedClusters, type Checked } from "./rule.js";

/** What the format has and no stack defines yet: each rule goes once a stack does. */

/** Argo CD as processes of this machine is one for each environment so far. */
export function standaloneClustersHaveNodes({ topology }: Checked): readonly Finding[] {
  if (topology.model !== "standalone") return [];
  const suitable = Object.entries(clusterProviders).filter(([, { capabilities }]) => capabilities.nodes);
  const expected = `expected one of: ${suitable.map(([name]) => name).join(", ")}`;
  return placedClusters(topology).flatMap(({ path, cluster: { cluster } }) => {
    if (capabilitiesOf(cluster).nodes) return [];
    const message = `provider "${cluster.provider}" in a standalone environment is not implemented yet, ${expected}`;
    return [{ path: [...path, "cluster", "provider"], message }];
  });
}
