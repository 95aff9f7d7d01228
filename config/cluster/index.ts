import * as z from "zod";
import { unknownChoice } from "../fields.js";
import { existingCluster } from "./existing.js";
import { localCluster } from "./local.js";
import type { Capabilities, ClusterPlace, ClusterProvider, PortRange } from "./provider.js";

export type { ExistingClusterSpec } from "./existing.js";
export { firstLocalPort, localKubernetesVersion, type LocalClusterSpec } from "./local.js";
export type { Capabilities, ClusterPlace, PortRange } from "./provider.js";

/** Every provider; the schema, the rules and the documentation follow from this record. */
export const clusterProviders = { local: localCluster, existing: existingCluster };

export type ProviderName = keyof typeof clusterProviders;

/** How a cluster comes to be, resolved; one variant for each provider. */
export type ClusterSpec = ReturnType<(typeof clusterProviders)[ProviderName]["resolve"]>;

const error = unknownChoice({
  by: "provider",
  what: "cluster provider",
  names: Object.keys(clusterProviders),
  later: ["kind", "eks"],
});

const description = "How the cluster comes to be.";

/** The `cluster` field, whole. */
export const clusterSchema = z
  .discriminatedUnion("provider", [localCluster.schema, existingCluster.schema], { error })
  .describe(description);

/** The `cluster` field where the rest of it may come from elsewhere. */
export const partialClusterSchema = z
  .union([localCluster.schema.partial(), existingCluster.schema.partial()], { error })
  .describe(description);

/** Fills in what a file leaves out of a cluster. */
export function resolveCluster(file: z.output<typeof clusterSchema>, place: ClusterPlace): ClusterSpec {
  return providerOf(file.provider).resolve(file, place);
}

/** What a cluster can do. */
export function capabilitiesOf(cluster: ClusterSpec): Capabilities {
  return clusterProviders[cluster.provider].capabilities;
}

/** What tells a cluster's API server from another. */
export function serversOf(cluster: ClusterSpec): readonly string[] {
  return providerOf(cluster.provider).servers(cluster);
}

/** Ports of this machine that a cluster takes. */
export function portsOf(cluster: ClusterSpec, place: { readonly argocd: boolean }): PortRange | undefined {
  return providerOf(cluster.provider).ports?.(cluster, place);
}

/** A provider for a value that names it: the compiler cannot follow that the two belong together. */
function providerOf(name: ProviderName): ClusterProvider<z.ZodObject, ClusterSpec> {
  return clusterProviders[name] as unknown as ClusterProvider<z.ZodObject, ClusterSpec>;
}
