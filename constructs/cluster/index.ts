import type { ClusterSpec, ProviderName } from "../../config/cluster/index.js";
import type { ClusterProvider, ICluster } from "./cluster.js";
import { eks } from "./eks.js";
import { existing } from "./existing.js";
import { kind } from "./kind.js";
import { local } from "./local.js";

export type * from "./cluster.js";
export { EksCluster } from "./eks.js";
export { ExistingCluster } from "./existing.js";
export { KindCluster } from "./kind.js";
export { LocalCluster } from "./local.js";

type SpecOf<Name extends ProviderName> = Extract<ClusterSpec, { provider: Name }>;

/** Every provider of the environment file; one that is missing here does not compile. */
export const clusterProviders: { readonly [Name in ProviderName]: ClusterProvider<SpecOf<Name>> } = {
  eks,
  existing,
  kind,
  local,
};

/** The entry for a spec, typed for that spec. */
export function clusterProvider<Spec extends ClusterSpec>(spec: Spec): ClusterProvider<Spec> {
  // The map above ties each name to its spec; TypeScript does not follow that through an index.
  return clusterProviders[spec.provider] as unknown as ClusterProvider<Spec>;
}

/** Whether a cluster gets a stack of its own: one that is already there gets none. */
export function isCreated(spec: ClusterSpec): boolean {
  const provider = clusterProvider(spec);
  return provider.define !== undefined && (provider.isCreated?.(spec) ?? true);
}

/** The view of a cluster that a stack builds for itself. */
export function viewCluster(cluster: { readonly name: string; readonly cluster: ClusterSpec }): ICluster {
  return clusterProvider(cluster.cluster).view(cluster.name, cluster.cluster);
}
