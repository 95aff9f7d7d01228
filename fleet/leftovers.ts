import type { HubSpokeTopology, Topology } from "../config/topology.js";
import { openFleet, type FleetOptions } from "./fleet.js";
import type { Search } from "./leftovers/remnant.js";
import { findOnSpoke } from "./leftovers/rbac.js";
import { findSecrets } from "./leftovers/secrets.js";
import { findStates } from "./leftovers/states.js";
import { takeSnapshot } from "./snapshot.js";

export type { Remnant, Search, SearchProblem } from "./leftovers/remnant.js";

/**
 * What an environment had and its file no longer accounts for: states, cluster Secrets, rights on spokes.
 *
 * @param others ids of stacks that other environments define
 */
export async function findRemnants(
  topology: Topology,
  others: ReadonlySet<string>,
  options: FleetOptions = {},
): Promise<Search> {
  const states = findStates(topology, others, options);
  // Without a registration there is nothing of ours in a cluster but what its state has.
  const searches = topology.model === "standalone" ? [] : await inClusters(topology, options);
  return merge([await states, ...searches]);
}

async function inClusters(topology: HubSpokeTopology, options: FleetOptions): Promise<readonly Search[]> {
  const fleet = openFleet(topology, options);
  try {
    const snapshot = takeSnapshot(fleet);
    const reachable = topology.spokes.filter(({ leaving }) => leaving?.unreachable !== true);
    return await Promise.all([findSecrets(snapshot), ...reachable.map((spoke) => findOnSpoke(snapshot, spoke))]);
  } finally {
    fleet.close();
  }
}

function merge(searches: readonly Search[]): Search {
  return {
    remnants: searches.flatMap(({ remnants }) => remnants),
    problems: searches.flatMap(({ problems }) => problems),
    notes: searches.flatMap(({ notes }) => notes),
  };
}
