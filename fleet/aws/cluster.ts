import { DescribeClusterCommand, EKSClient, type Cluster } from "@aws-sdk/client-eks";
import { allowAccessEntries } from "../../config/cluster/eks-cli.js";
import type { EksClusterSpec } from "../../config/cluster/index.js";
import type { AwsClientConfig } from "./credentials.js";
import { ask, AwsError } from "./errors.js";

/** An EKS cluster as EKS shows it. */
export interface EksCluster {
  /** URL of the API server. */
  readonly endpoint: string;
  /** Base64 of the PEM of its CA. */
  readonly caData: string;
  readonly status: string;
  readonly authenticationMode: string;
  readonly public: boolean;
  /** Whether EKS refuses to delete it. */
  readonly deletionProtection: boolean;
}

type Named = Pick<EksClusterSpec, "clusterName" | "region" | "account">;

/** What EKS says of a cluster; one that is being made has no endpoint yet. */
export async function describeCluster(config: AwsClientConfig, cluster: Named): Promise<EksCluster> {
  const found = await findCluster(config, cluster);
  if (found) return found;
  throw new AwsError(
    "not-found",
    `EKS cluster "${cluster.clusterName}" is not in ${cluster.region} of account ${cluster.account}`,
    "deploy it, or correct existing, region and account in the environment file",
  );
}

/** The same; undefined for a cluster that is not there. */
export async function findCluster(config: AwsClientConfig, cluster: Named): Promise<EksCluster | undefined> {
  const eks = new EKSClient(config);
  try {
    const command = new DescribeClusterCommand({ name: cluster.clusterName });
    return fromAnswer((await ask("eks:DescribeCluster", () => eks.send(command))).cluster ?? {});
  } catch (error) {
    if (error instanceof AwsError && error.reason === "not-found") return undefined;
    throw error;
  } finally {
    eks.destroy();
  }
}

function fromAnswer(cluster: Cluster): EksCluster {
  const {
    endpoint = "",
    certificateAuthority,
    status = "",
    accessConfig,
    resourcesVpcConfig,
    deletionProtection,
  } = cluster;
  return {
    endpoint,
    caData: certificateAuthority?.data ?? "",
    status,
    // Clusters of before access entries have no such field.
    authenticationMode: accessConfig?.authenticationMode ?? "CONFIG_MAP",
    public: resourcesVpcConfig?.endpointPublicAccess ?? false,
    deletionProtection: deletionProtection ?? false,
  };
}

/** Why a cluster cannot be deleted: its nodes and add-ons would be gone before EKS says so. */
export async function protectionProblem(
  config: AwsClientConfig,
  cluster: Named,
): Promise<{ problem: string; fix: string } | undefined> {
  if (!(await findCluster(config, cluster))?.deletionProtection) return undefined;
  return {
    problem: `EKS protects cluster "${cluster.clusterName}" from deletion`,
    fix: "set deletionProtection: false and deploy, then destroy it",
  };
}

/**
 * Why a cluster cannot be a spoke by its IAM role: one of before access entries takes none.
 *
 * @returns undefined where it can
 */
export function authenticationProblem(cluster: Named, mode: string): { problem: string; fix: string } | undefined {
  if (mode !== "CONFIG_MAP") return undefined;
  return {
    problem: `EKS cluster "${cluster.clusterName}" is in authentication mode "CONFIG_MAP", expected API or API_AND_CONFIG_MAP: Argo CD is let in by an access entry`,
    fix: `${allowAccessEntries(cluster)}, which cannot be undone (aws-auth goes on working), or registration.mode: bearer-token`,
  };
}
