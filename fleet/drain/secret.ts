import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import { parseClusterSecret, type ClusterSecret, type RawSecret } from "../cluster-secret.js";
import { ifThere, type KubernetesClient } from "../kubernetes.js";

/** By its name and not by its labels: an interrupted run has taken them. */
export function secretPath({ hub }: HubSpokeTopology, { secretName }: Spoke): string {
  return `/api/v1/namespaces/${hub.argocd.namespace}/secrets/${secretName}`;
}

export async function readSecret(
  hub: KubernetesClient,
  topology: HubSpokeTopology,
  spoke: Spoke,
): Promise<ClusterSecret | undefined> {
  const secret = await ifThere(hub.get<RawSecret>(secretPath(topology, spoke)));
  return secret && parseClusterSecret(secret);
}
