import { labelKeys } from "../config/names.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { expectedServer } from "./checks/cluster-secret.js";
import type { ClusterSecret } from "./cluster-secret.js";
import { openFleet, type FleetOptions } from "./fleet.js";
import { takeSnapshot, type Snapshot } from "./snapshot.js";

/** Why a cluster cannot take part in a deploy. */
export interface Obstacle {
  readonly cluster: string;
  readonly problem: string;
  readonly fix?: string;
}

/**
 * What would make a deploy fail or do harm, looked for before anything is written.
 *
 * Only clusters that are there already are asked whether they answer: others may be about to be created.
 */
export async function findObstacles(
  topology: HubSpokeTopology,
  options: FleetOptions = {},
): Promise<readonly Obstacle[]> {
  const fleet = openFleet(topology, options);
  try {
    const snapshot = takeSnapshot(fleet);
    const hub = await silence(snapshot, topology.hub.name, topology.hub.cluster.provider);
    if (hub !== undefined) return [hub];
    const spokes = topology.spokes.filter(({ retired }) => !retired);
    const found = await Promise.all(spokes.map((spoke) => obstacleOf(snapshot, spoke)));
    return found.filter((obstacle) => obstacle !== undefined);
  } finally {
    fleet.close();
  }
}

async function obstacleOf(snapshot: Snapshot, spoke: Spoke): Promise<Obstacle | undefined> {
  return (await silence(snapshot, spoke.name, spoke.cluster.provider)) ?? rival(snapshot, spoke);
}

/** A cluster that has to answer and does not; Terraform would wait for one that hangs until its own limits end. */
async function silence(snapshot: Snapshot, cluster: string, provider: string): Promise<Obstacle | undefined> {
  if (provider !== "existing") return undefined;
  const answer = await snapshot.answer(cluster);
  if (answer.ok) return undefined;
  const { problem, fix } = answer;
  return { cluster, problem, ...(fix !== undefined && { fix }) };
}

/** Of two cluster Secrets with one server Argo CD takes any, so that a second one breaks what works. */
async function rival(snapshot: Snapshot, spoke: Spoke): Promise<Obstacle | undefined> {
  const secrets = await clusterSecrets(snapshot);
  const server = secrets.length > 0 ? await expectedServer(snapshot, spoke) : undefined;
  const others = secrets.filter(({ secretName }) => secretName !== spoke.secretName);
  const same = others.find(
    (other) => (server !== undefined && other.server === server) || other.name === spoke.argocdName,
  );
  if (same === undefined) return undefined;
  const what = same.server === server ? `server ${same.server}` : `name "${same.name}"`;
  return {
    cluster: spoke.name,
    problem: `Secret "${same.secretName}" on the hub has its ${what} already, and Argo CD would take any of the two`,
    fix: removalOf(snapshot.fleet.topology, same),
  };
}

function removalOf(topology: HubSpokeTopology, { secretName, labels }: ClusterSecret): string {
  const owner = labels[labelKeys.environment];
  if (owner === undefined)
    return `take it over with adopt: { secret: ${secretName} }, or delete it if nothing needs it`;
  const name = labels[labelKeys.name];
  return owner === topology.name
    ? `it is of spoke "${name}" of this environment: put that entry back, retired: true, and deploy first`
    : `it is of spoke "${name}" of environment "${owner}": retire it there first`;
}

/** None where the hub is yet to be created. */
async function clusterSecrets(snapshot: Snapshot): Promise<readonly ClusterSecret[]> {
  const { hub } = snapshot.fleet.topology;
  return (await snapshot.answer(hub.name)).ok ? snapshot.clusterSecrets() : [];
}
