import type { Topology } from "../config/topology.js";
import type { FleetOptions } from "../fleet/fleet.js";
import { argocdStatus } from "../local/argocd.js";
import { argocdSpec } from "../local/argocd/spec.js";
import { argocdPorts } from "../local/ports.js";

/** How `fleet/` reaches an Argo CD that runs as processes; nothing to say where it runs as pods. */
export function fleetOptions(topology: Topology): FleetOptions {
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
