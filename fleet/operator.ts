import { contextName } from "../config/names.js";
import type { ClusterSpec, HubSpokeTopology } from "../config/topology.js";
import { clientFromContext, type ClientOptions, type KubernetesClient } from "./kubernetes.js";
import { readKubeconfigContext, type KubeconfigContext } from "./kubeconfig-file.js";

/** How an operator reaches a cluster, as a context of a kubeconfig says it. */
export async function operatorContext(cluster: ClusterSpec): Promise<KubeconfigContext> {
  // Loaded only for a cluster that is there: the SDK of AWS takes its time.
  if (cluster.provider === "eks") return (await import("./aws/context.js")).eksContext(cluster);
  const context = await readKubeconfigContext(cluster.kubeconfig, cluster.context);
  const proxyUrl = cluster.provider === "existing" ? cluster.proxyUrl : undefined;
  return proxyUrl === undefined ? context : { ...context, cluster: { ...context.cluster, "proxy-url": proxyUrl } };
}

/** A client with the operator's access to a cluster. */
export async function operatorClient(cluster: ClusterSpec, options: ClientOptions = {}): Promise<KubernetesClient> {
  return clientFromContext(await operatorContext(cluster), options);
}

/** Flags by which kubectl reaches the hub; where no kubeconfig has it, the command makes one. */
export function kubectlFlags({ name, hub }: HubSpokeTopology): string {
  const { cluster } = hub;
  if (cluster.provider !== "eks") return `--kubeconfig "${cluster.kubeconfig}" --context ${cluster.context}`;
  return `--kubeconfig "$(hubspoke kubeconfig ${name})" --context ${contextName(name, hub.name)}`;
}
