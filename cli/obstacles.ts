import type { HubSpokeTopology } from "../config/topology.js";
import type { Obstacle } from "../fleet/preflight.js";

/** Some spokes could not take part in a deploy; all else was deployed. */
export class LeftOutError extends Error {
  constructor(obstacles: readonly Obstacle[]) {
    const names = obstacles.map(({ cluster }) => cluster).join(", ");
    super([`left out: ${names}; all else is deployed`, ...obstacles.flatMap(linesOf)].join("\n"));
  }
}

/** Nothing can be registered without the hub. */
export function requireHub(topology: HubSpokeTopology, obstacles: readonly Obstacle[]): void {
  const hub = obstacles.find(({ cluster }) => cluster === topology.hub.name);
  if (hub !== undefined) throw new Error(["the hub does not answer, nothing was deployed", ...linesOf(hub)].join("\n"));
}

/** What is wrong with a cluster and what to do, to print below a heading. */
export function linesOf({ cluster, problem, fix }: Obstacle): readonly string[] {
  return [`  ${cluster}: ${problem}`, ...(fix === undefined ? [] : [`    fix: ${fix}`])];
}
