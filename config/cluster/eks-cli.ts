import type { EksClusterSpec } from "./eks.js";

/** A command of the AWS CLI that gives an operator a token for a cluster, as kubeconfigs and providers call one. */
export interface TokenCommand {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** The command that makes a token for an EKS cluster; the token lasts a quarter of an hour. */
export function tokenCommand({ clusterName, region, assumeRole }: EksClusterSpec): TokenCommand {
  const role = assumeRole === undefined ? [] : ["--role-arn", assumeRole];
  return {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region, ...role, "--output", "json"],
  };
}

/** The command that lets an EKS cluster of before access entries take them; it cannot be undone. */
export function allowAccessEntries({ clusterName, region }: Pick<EksClusterSpec, "clusterName" | "region">): string {
  return (
    `aws eks update-cluster-config --name ${clusterName} --region ${region} ` +
    "--access-config authenticationMode=API_AND_CONFIG_MAP"
  );
}
