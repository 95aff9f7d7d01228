import { stringify } from "yaml";
import type { Cluster, HubSpokeTopology } from "../config/topology.js";
import { contextName } from "../config/names.js";
import type { ClusterEntry, UserEntry } from "./kubeconfig-file.js";
import { operatorContext } from "./operator.js";
import { writePrivateFile } from "./private-file.js";

/** Name of the extension by which our entries in a kubeconfig are known. */
export const EXTENSION = "hubspoke";

/** kubectl keeps extensions and ignores them; minikube marks its entries in the same way. */
export interface Extension {
  readonly name: typeof EXTENSION;
  readonly extension: { readonly environment: string };
}

interface Marked {
  readonly extensions: readonly Extension[];
}

export interface NamedCluster {
  readonly name: string;
  readonly cluster: ClusterEntry & Marked;
}

export interface NamedUser {
  readonly name: string;
  readonly user: UserEntry & Marked;
}

export interface NamedContext {
  readonly name: string;
  readonly context: { readonly cluster: string; readonly user: string; readonly namespace?: string } & Marked;
}

/** A kubeconfig whose context, cluster and user of one of our clusters all have the cluster's alias as name. */
export interface Kubeconfig {
  readonly apiVersion: "v1";
  readonly kind: "Config";
  readonly clusters: readonly NamedCluster[];
  readonly users: readonly NamedUser[];
  readonly contexts: readonly NamedContext[];
  readonly "current-context": string;
}

/**
 * One kubeconfig for an environment: a context for the hub and each spoke, named `<environment>-<cluster>`.
 *
 * Credentials are as the operator's kubeconfigs have them: embedded, by absolute path, or by plugin.
 */
export async function environmentKubeconfig(topology: HubSpokeTopology): Promise<Kubeconfig> {
  const clusters = [topology.hub, ...topology.spokes.filter((spoke) => !spoke.retired)];
  if (clusters.some(({ cluster }) => cluster.provider === "eks")) {
    await (await import("./aws/context.js")).requireAwsCli(process.env);
  }
  const entries = await Promise.all(clusters.map((cluster) => entriesOf(topology, cluster)));
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: entries.map((entry) => entry.cluster),
    users: entries.map((entry) => entry.user),
    contexts: entries.map((entry) => entry.context),
    "current-context": contextName(topology.name, topology.hub.name),
  };
}

async function entriesOf(
  topology: HubSpokeTopology,
  cluster: Cluster,
): Promise<{ cluster: NamedCluster; user: NamedUser; context: NamedContext }> {
  const source = await operatorContext(cluster.cluster);
  const name = contextName(topology.name, cluster.name);
  const extensions: Extension[] = [{ name: EXTENSION, extension: { environment: topology.name } }];
  const namespace = source.namespace ? { namespace: source.namespace } : {};
  return {
    cluster: { name, cluster: { ...source.cluster, extensions } },
    user: { name, user: { ...source.user, extensions } },
    context: { name, context: { cluster: name, user: name, ...namespace, extensions } },
  };
}

/** Writes a kubeconfig as a file of its own, readable by its owner alone. */
export function writeKubeconfig(file: string, kubeconfig: Kubeconfig): Promise<void> {
  return writePrivateFile(file, stringify(kubeconfig, { lineWidth: 0, aliasDuplicateObjects: false }));
}
