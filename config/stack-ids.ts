import {
  clusterArgoCdStackId,
  clusterStackId,
  hubArgoCdStackId,
  hubClusterStackId,
  hubIdentityStackId,
  hubNetworkStackId,
  spokeClusterStackId,
  spokeNetworkStackId,
  spokeRegistrationStackId,
} from "./names.js";
import type { Topology } from "./topology.js";

/** Every stack id that an environment may use, whether its providers need the stack or not. */
export function stackIds(topology: Topology): readonly string[] {
  const { name } = topology;
  if (topology.model === "standalone") {
    return topology.clusters.flatMap((cluster) => [
      clusterStackId(name, cluster.name),
      clusterArgoCdStackId(name, cluster.name),
    ]);
  }
  return [
    hubClusterStackId(name),
    hubNetworkStackId(name),
    hubIdentityStackId(name),
    hubArgoCdStackId(name),
    ...topology.spokes.flatMap((spoke) => [
      spokeClusterStackId(name, spoke.name),
      spokeNetworkStackId(name, spoke.name),
      spokeRegistrationStackId(name, spoke.name),
    ]),
  ];
}
