import { firstLocalPort } from "../../config/cluster/index.js";
import { clustersOf, type Topology } from "../../config/topology.js";

/** Between the first ports of two environments. */
const stride = 100;

/** Ports from here on may be taken by any connection that the machine opens. */
const firstEphemeral = 32_768;

/**
 * First port for the local clusters of one more environment, so that it can run beside the others of the project.
 *
 * Undefined where the default will do.
 */
export function freeLocalPort(others: readonly Topology[], spokes: number): number | undefined {
  const taken = others.flatMap(localPorts);
  const size = 10 * (spokes + 1);
  for (let first = firstLocalPort; first + size <= firstEphemeral; first += stride) {
    // A hub takes ten ports, which is the most that one of those may reach into ours.
    if (!taken.some((port) => port > first - 10 && port < first + size)) {
      return first === firstLocalPort ? undefined : first;
    }
  }
  return undefined;
}

function localPorts(topology: Topology): readonly number[] {
  return clustersOf(topology).flatMap(({ cluster }) => (cluster.provider === "local" ? [cluster.port] : []));
}
