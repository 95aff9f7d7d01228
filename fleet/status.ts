import { labelKeys } from "../config/names.js";
import type { ModeName } from "../config/registration/index.js";
import type { Access, Cluster, HubSpokeTopology, Spoke } from "../config/topology.js";
import type { ArgoCdCluster } from "./argocd.js";
import { secretsOf } from "./checks/cluster-secret.js";
import { expiryOf, rfc3339, type Expiry } from "./checks/expiry.js";
import { isQuarantined, listClusterSecrets, type ClusterSecret } from "./cluster-secret.js";
import { credentialTimes } from "./credential-expiry.js";
import type { Fleet } from "./fleet.js";
import { problemOf } from "./problem.js";

/** How one cluster stands, as the hub has it; nothing secret. */
export interface ClusterStatus {
  /** Cluster name as Argo CD shows it. */
  readonly name: string;
  readonly role: "hub" | "spoke" | "other";
  /** Absent where it is not registered. */
  readonly server?: string;
  /** Names of its cluster Secrets: one, if all is well. */
  readonly secrets: readonly string[];
  readonly mode?: ModeName;
  readonly access?: string;
  /** Argo CD's own view; absent where argocd-server is not reached or does not list it. */
  readonly argocd?: ArgoCdView;
  /** Absent where there is no token and no certificate. */
  readonly credential?: CredentialStatus;
  readonly quarantine: boolean;
  readonly retired: boolean;
}

export interface ArgoCdView {
  readonly status: string;
  readonly message?: string;
  readonly version?: string;
  readonly applications: number;
}

export type CredentialStatus =
  | { readonly state: "endless" }
  | {
      /** `ending` is below a third of its lifetime. */
      readonly state: Expiry["state"];
      readonly expiresAt: string;
      readonly secondsLeft: number;
    };

export interface FleetStatus {
  readonly environment: string;
  /** Why Argo CD's own view is missing. */
  readonly argocdProblem?: string;
  readonly clusters: readonly ClusterStatus[];
}

/**
 * How every cluster of an environment stands, and whatever else the hub has a cluster Secret of.
 *
 * Reads the hub alone; rejects where that does not answer.
 */
export async function fleetStatus(fleet: Fleet): Promise<FleetStatus> {
  const { topology } = fleet;
  const hub = await fleet.operator(topology.hub.name);
  const [secrets, view] = await Promise.all([
    listClusterSecrets(hub, topology.hub.argocd.namespace),
    argocdClusters(fleet),
  ]);
  const known = [topology.hub, ...topology.spokes].map((cluster) => ({
    cluster,
    held: secretsOf(topology, cluster, secrets),
  }));
  const ours = new Set(known.flatMap(({ held }) => held));
  const clusters = [
    ...known.map(({ cluster, held }) => statusOf(topology, cluster, held)),
    ...secrets.filter((secret) => !ours.has(secret)).map(strangerStatus),
  ];
  return {
    environment: topology.name,
    ...(view.problem !== undefined && { argocdProblem: view.problem }),
    clusters: clusters.map((cluster) => withView(cluster, view.clusters)),
  };
}

interface View {
  readonly clusters: readonly ArgoCdCluster[];
  readonly problem?: string;
}

/** That Argo CD itself does not answer is no reason to say nothing. */
async function argocdClusters(fleet: Fleet): Promise<View> {
  try {
    const client = await fleet.argocd();
    if (client === undefined) return { clusters: [], problem: "argocd-server is not reached from here" };
    return { clusters: await client.clusters() };
  } catch (error) {
    return { clusters: [], problem: problemOf(error) };
  }
}

function statusOf(topology: HubSpokeTopology, cluster: Cluster, held: readonly ClusterSecret[]): ClusterStatus {
  const [secret] = held;
  const role = cluster.name === topology.hub.name ? "hub" : "spoke";
  return {
    name: cluster.argocdName,
    role,
    ...(secret !== undefined && partsOf(secret)),
    secrets: held.map(({ secretName }) => secretName),
    ...(isSpoke(cluster) && {
      mode: cluster.registration.mode,
      access: describeAccess(cluster.registration.access),
    }),
    quarantine: secret !== undefined && isQuarantined(secret),
    retired: isSpoke(cluster) && cluster.retired,
  };
}

function strangerStatus(secret: ClusterSecret): ClusterStatus {
  const name = secret.name || (secret.labels[labelKeys.name] ?? secret.secretName);
  const quarantine = isQuarantined(secret);
  return { name, role: "other", ...partsOf(secret), secrets: [secret.secretName], quarantine, retired: false };
}

function isSpoke(cluster: Cluster): cluster is Spoke {
  return "registration" in cluster;
}

function partsOf(secret: ClusterSecret): Pick<ClusterStatus, "server" | "credential"> {
  const times = credentialTimes(secret);
  return { server: secret.server, ...(times !== undefined && { credential: credentialStatus(expiryOf(times)) }) };
}

function credentialStatus(expiry: Expiry | undefined): CredentialStatus {
  if (expiry === undefined) return { state: "endless" };
  const { state, left, expiresAt } = expiry;
  return { state, expiresAt: rfc3339(expiresAt), secondsLeft: Math.round(left) };
}

function withView(cluster: ClusterStatus, all: readonly ArgoCdCluster[]): ClusterStatus {
  const found = all.find(({ server }) => server === cluster.server);
  if (found === undefined) return cluster;
  const { connectionState: { status = "", message = "" } = {}, serverVersion, info } = found;
  const argocd = {
    // Argo CD has an empty state until it records one.
    status: status || "Unknown",
    ...(message !== "" && { message }),
    ...(serverVersion && { version: serverVersion }),
    applications: info?.applicationsCount ?? 0,
  };
  return { ...cluster, argocd };
}

function describeAccess(access: Access): string {
  if (typeof access === "string") return access;
  if ("namespaces" in access) return `namespaces ${access.namespaces.join(", ")}`;
  return access.from === undefined
    ? `${access.rules.length} rules`
    : `${access.rules.length} rules, from ${access.from}`;
}
