import type { Cluster, HubSpokeTopology } from "../config/topology.js";
import { openArgoCd, type ArgoCdClient } from "./argocd.js";
import type { ClientOptions, KubernetesClient } from "./kubernetes.js";
import { once, onceEach } from "./once.js";
import { operatorClient } from "./operator.js";

/** One component of Argo CD that runs outside of Kubernetes. */
export interface ArgoCdComponent {
  readonly name: string;
  readonly healthy: boolean;
  /** What its health endpoint said. */
  readonly detail: string;
}

export interface FleetOptions extends ClientOptions {
  /**
   * Asks each component of an Argo CD that does not run as pods.
   *
   * @default - Deployments and StatefulSets in Argo CD's namespace are looked at
   */
  readonly argocdComponents?: () => Promise<readonly ArgoCdComponent[]>;
  /**
   * What is wrong with a cluster's own processes, where they run beside us; undefined when all of them do.
   *
   * @default - that its API server is ready is all that is asked of a cluster
   */
  readonly clusterProblem?: (cluster: string) => Promise<string | undefined>;
  /**
   * URL of argocd-server as it is reached from here.
   *
   * @default - what only argocd-server knows is not checked
   */
  readonly argocdServer?: string;
}

/** Connections to the clusters of an environment, opened at first use and kept until `close()`. */
export interface Fleet {
  readonly topology: HubSpokeTopology;
  readonly options: FleetOptions;
  /** An operator's client of the hub or a spoke, by cluster name. */
  operator(cluster: string): Promise<KubernetesClient>;
  /** The hub's argocd-server; undefined where `argocdServer` is not given. */
  argocd(): Promise<ArgoCdClient | undefined>;
  close(): void;
}

export function openFleet(topology: HubSpokeTopology, options: FleetOptions = {}): Fleet {
  const open: { close(): void }[] = [];
  const keep = <T extends { close(): void } | undefined>(client: T): T => {
    if (client) open.push(client);
    return client;
  };
  const clusters = new Map<string, Cluster>(
    [topology.hub, ...topology.spokes].map((cluster) => [cluster.name, cluster]),
  );
  const operator = onceEach(async (name) => {
    const cluster = clusters.get(name);
    if (!cluster) throw new Error(`environment "${topology.name}" has no cluster "${name}"`);
    return keep(await operatorClient(cluster.cluster, options));
  });
  const argocd = once(async () => {
    if (!options.argocdServer) return undefined;
    const hub = await operator(topology.hub.name);
    return keep(await openArgoCd(hub, topology.hub.argocd.namespace, { ...options, server: options.argocdServer }));
  });
  return { topology, options, operator, argocd, close: () => open.forEach((client) => client.close()) };
}
