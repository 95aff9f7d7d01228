import type { ClusterSpec, ProviderName } from "../../config/cluster/index.js";
import type { ClusterProvider, ICluster } from "./cluster.js";
import { existing } from "./existing.js";
import { local } from "./local.js";

export type * from "./cluster.js";
export { ExistingCluster } from "./existing.js";
export { LocalCluster } from "./local.js";

type SpecOf<Name extends ProviderName> = Extract<ClusterSpec, { provider: Name }>;

/** Every provider of the environment file; one that is missing here does not compile. */
export const clusterProviders: { readonly [Name in ProviderName]: ClusterProvider<SpecOf<Name>> } = { existing, local };

/** The entry for a spec, typed for that spec. */
export function clusterProvider<Spec extends ClusterSpec>(spec: Spec): ClusterProvider<Spec> {
  // The map above ties each name to its spec; TypeScript does not follow that through an index.
  return clusterProviders[spec.provider] as unknown as ClusterProvider<Spec>;
}

/** The view of a cluster that a stack builds for itself. */
export function viewCluster(cluster: { readonly name: string; readonly cluster: ClusterSpec }): ICluster {
  return clusterProvider(cluster.cluster).view(cluster.name, cluster.cluster);
}
