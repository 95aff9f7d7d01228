import { labelKeys } from "../config/names.js";
import type { Cluster, HubSpokeTopology, Spoke } from "../config/topology.js";
import { expectedServer } from "./checks/cluster-secret.js";
import type { ClusterConfig, ClusterSecret } from "./cluster-secret.js";
import { openFleet, type FleetOptions } from "./fleet.js";
import type { Obstacle } from "./preflight.js";
import { takeSnapshot, type Snapshot } from "./snapshot.js";

/** Which cluster Secrets the next deploy takes over, and what stands in the way. */
export interface Adoptions {
  /** Spokes whose Secret is there and is not ours yet. */
  readonly pending: readonly Spoke[];
  /** Spokes whose Secret is not there: it was deleted since, or never was. */
  readonly missing: readonly Spoke[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * Looks at the cluster Secrets that a file adopts, before anything is written.
 *
 * What a deploy would change beside the credential (the server, the name) would tear Applications away from their
 * cluster; so that has to be the same.
 */
export async function findAdoptions(topology: HubSpokeTopology, options: FleetOptions = {}): Promise<Adoptions> {
  const { hub, spokes } = topology;
  const adopting = spokes.filter(({ adoption, retired }) => adoption !== undefined && !retired);
  if (adopting.length === 0 && hub.adoption === undefined) return { pending: [], missing: [], obstacles: [] };
  const fleet = openFleet(topology, options);
  try {
    const snapshot = takeSnapshot(fleet);
    const secrets = new Map((await snapshot.clusterSecrets()).map((secret) => [secret.secretName, secret]));
    const there = adopting.flatMap((spoke) => {
      const secret = secrets.get(spoke.secretName);
      return secret === undefined || isOurs(topology, spoke, secret) ? [] : [{ spoke, secret }];
    });
    const judged = await Promise.all(
      there.map(async ({ spoke, secret }) => ({ spoke, obstacle: await judgeSpoke(snapshot, spoke, secret) })),
    );
    return {
      pending: judged.filter(({ obstacle }) => obstacle === undefined).map(({ spoke }) => spoke),
      missing: adopting.filter(({ secretName }) => !secrets.has(secretName)),
      obstacles: [
        ...judgeHub(topology, secrets.get(hub.secretName)),
        ...judged.flatMap(({ obstacle }) => obstacle ?? []),
      ],
    };
  } finally {
    fleet.close();
  }
}

/** A deploy has been there: it writes the labels together with the data. */
function isOurs({ name: environment }: HubSpokeTopology, { name }: Cluster, { labels }: ClusterSecret): boolean {
  return labels[labelKeys.environment] === environment && labels[labelKeys.name] === name;
}

function judgeHub(topology: HubSpokeTopology, secret: ClusterSecret | undefined): readonly Obstacle[] {
  const { hub } = topology;
  if (hub.adoption === undefined || (secret !== undefined && isOurs(topology, hub, secret))) return [];
  const obstacle =
    secret === undefined
      ? { cluster: hub.name, problem: `Argo CD has no cluster Secret "${hub.secretName}"`, fix: "remove hub.adopt" }
      : (otherOwner(hub, secret) ?? otherName(hub, secret) ?? readable(hub, secret));
  return obstacle === undefined ? [] : [obstacle];
}

async function judgeSpoke(snapshot: Snapshot, spoke: Spoke, secret: ClusterSecret): Promise<Obstacle | undefined> {
  const isWriteOnly = ["bearer-token", "client-certificate"].includes(spoke.registration.mode);
  return (
    otherOwner(spoke, secret) ??
    otherName(spoke, secret) ??
    (await otherServer(snapshot, spoke, secret)) ??
    (isWriteOnly ? undefined : readable(spoke, secret))
  );
}

function otherOwner({ name }: Cluster, { secretName, labels }: ClusterSecret): Obstacle | undefined {
  const owner = labels[labelKeys.environment];
  if (owner === undefined) return undefined;
  return {
    cluster: name,
    problem: `Secret "${secretName}" is of "${labels[labelKeys.name]}" of environment "${owner}"`,
    fix: "adopt a Secret that no environment has, or move the spoke there",
  };
}

function otherName({ name, argocdName }: Cluster, secret: ClusterSecret): Obstacle | undefined {
  if (secret.name === argocdName) return undefined;
  return {
    cluster: name,
    problem: `Argo CD shows Secret "${secret.secretName}" as "${secret.name}", and the file as "${argocdName}"`,
    fix: `write adopt.name: ${JSON.stringify(secret.name)}`,
  };
}

async function otherServer(snapshot: Snapshot, spoke: Spoke, secret: ClusterSecret): Promise<Obstacle | undefined> {
  const server = await expectedServer(snapshot, spoke);
  if (server === undefined || server === secret.server) return undefined;
  return {
    cluster: spoke.name,
    problem: `Secret "${secret.secretName}" has server ${secret.server}, and the file says ${server}`,
    fix: `write cluster.hubEndpoint: ${secret.server}, if that is the same cluster`,
  };
}

/** Terraform reads it whole, so nothing in it may be a secret. */
function readable({ name }: Cluster, { secretName, config }: ClusterSecret): Obstacle | undefined {
  const secrets = secretFields(config);
  if (secrets.length === 0) return undefined;
  return {
    cluster: name,
    problem: `Secret "${secretName}" has ${secrets.join(", ")}, which Terraform would read into its state`,
    fix: "take that out of the Secret first, or adopt the spoke with mode: bearer-token and change the mode afterwards",
  };
}

function secretFields({ bearerToken, password, tlsClientConfig }: ClusterConfig): readonly string[] {
  const fields = { bearerToken, password, "tlsClientConfig.keyData": tlsClientConfig.keyData };
  return Object.entries(fields).flatMap(([field, value]) => (value ? [`config.${field}`] : []));
}
