import { contextName } from "../config/names.js";
import type { ExistingClusterSpec, ExistingEndpointSpec } from "../config/cluster/index.js";
import type { Cluster, ClusterSpec, HubSpokeTopology } from "../config/topology.js";
import { clientFromContext, type ClientOptions, type KubernetesClient } from "./kubernetes.js";
import { readKubeconfigContext, type ClusterEntry, type KubeconfigContext } from "./kubeconfig-file.js";

/** How an operator reaches a cluster, as a context of a kubeconfig says it. */
export async function operatorContext(cluster: ClusterSpec): Promise<KubeconfigContext> {
  // Loaded only for a cluster that is there: the SDK of AWS takes its time.
  if (cluster.provider === "eks") return (await import("./aws/context.js")).eksContext(cluster);
  if (cluster.provider === "existing" && "endpoint" in cluster) return endpointContext(cluster);
  const context = await readKubeconfigContext(cluster.kubeconfig, cluster.context);
  return cluster.provider === "existing" ? { ...context, cluster: withSettings(context.cluster, cluster) } : context;
}

/** A context that no file has: where the cluster is, and the command that gives a credential. */
function endpointContext(spec: ExistingEndpointSpec): KubeconfigContext {
  const { command, args, env, apiVersion } = spec.exec;
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  const cluster = { server: spec.endpoint, "certificate-authority-data": spec.caData };
  return {
    cluster: withSettings(cluster, spec),
    // Of version v1 kubectl wants to be told whether the command may ask.
    user: { exec: { apiVersion, command, args, env: variables, interactiveMode: "IfAvailable" } },
  };
}

/** What the environment file says wins over the kubeconfig. */
function withSettings(
  entry: ClusterEntry,
  { proxyUrl, acceptInsecure }: ExistingClusterSpec | ExistingEndpointSpec,
): ClusterEntry {
  const reached = proxyUrl === undefined ? entry : { ...entry, "proxy-url": proxyUrl };
  if (acceptInsecure === undefined) return reached;
  // kubectl, too, refuses a CA that nothing is checked against.
  const noCa = { "certificate-authority": undefined, "certificate-authority-data": undefined };
  return { ...reached, ...noCa, "insecure-skip-tls-verify": true };
}

/** A client with the operator's access to a cluster. */
export async function operatorClient(cluster: ClusterSpec, options: ClientOptions = {}): Promise<KubernetesClient> {
  return clientFromContext(await operatorContext(cluster), options);
}

/** Flags by which kubectl reaches a cluster, the hub where none is named; where no kubeconfig has it, the command makes one. */
export function kubectlFlags({ name, hub }: HubSpokeTopology, { name: clusterName, cluster }: Cluster = hub): string {
  if ("kubeconfig" in cluster) return `--kubeconfig "${cluster.kubeconfig}" --context ${cluster.context}`;
  return `--kubeconfig "$(hubspoke kubeconfig ${name})" --context ${contextName(name, clusterName)}`;
}
