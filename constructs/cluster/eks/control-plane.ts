import { EksCluster, type EksClusterConfig } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import type { ITerraformDependable, Precondition } from "cdktf";
import type { EksClusterSpec, EksCreation } from "../../../config/cluster/index.js";
import { literal, template } from "../../expression.js";
import { named } from "../../named.js";
import type { EksContext } from "./context.js";
import type { EksKeys } from "./keys.js";
import type { EksRole } from "./roles.js";

export interface ControlPlaneProps {
  readonly keys: EksKeys;
  readonly clusterRole: EksRole;
  readonly nodeRole: EksRole;
  /** Ids of its subnets, as attributes take them. */
  readonly subnetIds: string[];
  /** What has to be there before it, beside its role. */
  readonly dependsOn: readonly ITerraformDependable[];
  /** What must hold before anything is created. */
  readonly preconditions: Precondition[];
}

/** Defines the cluster itself. */
export function defineControlPlane(context: EksContext, props: ControlPlaneProps): EksCluster {
  const { scope, provider, spec, creation, lifecycle } = context;
  const cluster = new EksCluster(scope, "Cluster", {
    provider,
    name: literal(spec.clusterName),
    version: creation.version,
    roleArn: template(props.clusterRole.arn),
    // Who creates a cluster gets no lasting access by that: access entries say who administers it, and can be changed.
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
    bootstrapSelfManagedAddons: false,
    enabledClusterLogTypes: [...creation.logTypes],
    encryptionConfig: { provider: { keyArn: props.keys.secrets }, resources: ["secrets"] },
    upgradePolicy: { supportType: creation.supportType },
    deletionProtection: lifecycle.preventDestroy === true,
    vpcConfig: { subnetIds: props.subnetIds, ...endpointAccess(spec) },
    ...autoMode(creation, props.nodeRole),
    lifecycle: { ...lifecycle, ...(props.preconditions.length > 0 && { precondition: props.preconditions }) },
    // Without its role's permissions it can neither be made nor remove what it made.
    dependsOn: [...props.clusterRole.permissions, ...props.dependsOn],
  });
  return named(cluster, "cluster");
}

/** Nodes always use the private endpoint: a public one is for whoever is outside. */
function endpointAccess({ endpoint, publicCidrs }: EksClusterSpec) {
  const isPublic = endpoint === "public";
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: isPublic,
    ...(isPublic && { publicAccessCidrs: [...publicCidrs] }),
  };
}

type AutoModeConfig = Pick<EksClusterConfig, "computeConfig" | "kubernetesNetworkConfig" | "storageConfig">;

/** EKS takes all three or none, and has to be told of none: without them a cluster would stay in Auto Mode. */
function autoMode({ nodes }: EksCreation, nodeRole: EksRole): AutoModeConfig {
  const enabled = "auto" in nodes;
  const pools = enabled && { nodePools: [...nodes.nodePools], nodeRoleArn: template(nodeRole.arn) };
  return {
    computeConfig: { enabled, ...pools },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled } },
    storageConfig: { blockStorage: { enabled } },
  };
}
