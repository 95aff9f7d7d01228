import * as z from "zod";
import { partialFields } from "../fields/checks.js";
import { unknownChoice } from "../fields/fields.js";
import { eksCluster } from "./eks.js";
import { existingCluster } from "./existing.js";
import { kindCluster } from "./kind.js";
import { localCluster } from "./local.js";
import type { AwsPlace, Capabilities, ClusterPlace, ClusterProvider, PortRange } from "./provider.js";

export type { EksClusterSpec } from "./eks.js";
export type { EksCreation } from "./eks-creation.js";
export type { CreatedVpc, EksNetwork, EksReach, GivenVpc } from "./eks-network.js";
export type { AutoModeNodes, EksNodes, NodeGroup, NodeTaint } from "./eks-nodes.js";
export type { ExecCredential } from "./exec.js";
export type { ExistingClusterSpec, ExistingEndpointSpec } from "./existing.js";
export type { KindClusterSpec } from "./kind.js";
export { firstLocalPort, localKubernetesVersion, type LocalClusterSpec } from "./local.js";
export type { Partition } from "./aws.js";
export type { AwsPlace, Capabilities, ClusterPlace, PortRange } from "./provider.js";

/** Every provider; the schema, the rules and the documentation follow from this record. */
export const clusterProviders = { local: localCluster, existing: existingCluster, kind: kindCluster, eks: eksCluster };

/** A provider that an environment file may name. */
export type ProviderName = keyof typeof clusterProviders;

/** How a cluster comes to be, resolved; one variant for each provider. */
export type ClusterSpec = ReturnType<(typeof clusterProviders)[ProviderName]["resolve"]>;

const error = unknownChoice({ by: "provider", what: "cluster provider", names: Object.keys(clusterProviders) });

const description = "How the cluster comes to be.";

/** The `cluster` field, whole. */
export const clusterSchema = z
  .discriminatedUnion(
    "provider",
    [localCluster.schema, existingCluster.schema, kindCluster.schema, eksCluster.schema],
    {
      error,
    },
  )
  .describe(description);

/** The `cluster` field where the rest of it may come from elsewhere. */
export const partialClusterSchema = z
  .union(
    [
      partialFields(localCluster.schema),
      partialFields(existingCluster.schema),
      partialFields(kindCluster.schema),
      partialFields(eksCluster.schema),
    ],
    { error },
  )
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

/** Where in AWS a cluster is, for one that is there. */
export function awsPlaceOf(cluster: ClusterSpec): AwsPlace | undefined {
  return providerOf(cluster.provider).aws?.(cluster);
}

/** A provider for a value that names it: the compiler cannot follow that the two belong together. */
function providerOf(name: ProviderName): ClusterProvider<z.ZodObject, ClusterSpec> {
  return clusterProviders[name] as unknown as ClusterProvider<z.ZodObject, ClusterSpec>;
}
