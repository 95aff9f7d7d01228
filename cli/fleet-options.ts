import type { HubSpokeTopology } from "../config/topology.js";
import type { FleetOptions } from "../fleet/fleet.js";
import { argocdStatus } from "../local/argocd.js";
import { argocdSpec } from "../local/argocd/spec.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { missingProgramsOf } from "../local/control-plane-status.js";
import { argocdPorts } from "../local/ports.js";

/** What only this machine knows of an environment: the processes of its clusters and of its Argo CD. */
export function fleetOptions(topology: HubSpokeTopology): FleetOptions {
  const specs = new Map(controlPlaneSpecs(topology).map((spec) => [spec.name, spec]));
  const clusterProblem = async (cluster: string) => {
    const spec = specs.get(cluster);
    const missing = spec ? await missingProgramsOf(spec) : [];
    return missing.length === 0 ? undefined : `${missing.join(", ")} ${missing.length === 1 ? "does" : "do"} not run`;
  };
  return { clusterProblem, ...argocdOptions(topology) };
}

/** How `fleet/` reaches an Argo CD that runs as processes; nothing to say where it runs as pods. */
function argocdOptions(topology: HubSpokeTopology): FleetOptions {
  const spec = argocdSpec(topology);
  if (!spec) {
    return {};
  }
  return {
    argocdServer: `https://127.0.0.1:${argocdPorts(spec.hub.port).server}`,
    argocdComponents: async () => {
      const states = await argocdStatus(spec);
      return states.map(({ component, pid, problem }) => ({
        name: component,
        healthy: problem === undefined,
        detail: problem ?? `pid ${pid} answers`,
      }));
    },
  };
}
