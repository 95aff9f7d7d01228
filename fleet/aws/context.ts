import { execFile } from "node:child_process";
import { tokenCommand } from "../../config/cluster/eks-cli.js";
import type { EksClusterSpec } from "../../config/cluster/index.js";
import type { ExecEntry, KubeconfigContext } from "../kubeconfig-file.js";
import { describeCluster, type EksCluster } from "./cluster.js";
import { openAws } from "./credentials.js";
import { AwsError } from "./errors.js";

/** How an operator reaches an EKS cluster: where EKS says it is, by tokens that the AWS CLI makes. */
export async function eksContext(spec: EksClusterSpec): Promise<KubeconfigContext> {
  const cluster = await describeCluster(await openAws(spec), spec);
  if (cluster.endpoint !== "") return contextOf(spec, cluster);
  throw new AwsError(
    "refused",
    `EKS cluster "${spec.clusterName}" is ${cluster.status}, and has no API server yet`,
    `aws eks wait cluster-active --name ${spec.clusterName} --region ${spec.region}`,
  );
}

/** The same from what is known; the token is made when it is needed, and lasts a quarter of an hour. */
export function contextOf(spec: EksClusterSpec, cluster: Pick<EksCluster, "endpoint" | "caData">): KubeconfigContext {
  return {
    cluster: {
      server: cluster.endpoint,
      "certificate-authority-data": cluster.caData,
      ...(spec.proxyUrl !== undefined && { "proxy-url": spec.proxyUrl }),
    },
    user: { exec: execEntry(spec) },
  };
}

const INSTALL = "install AWS CLI v2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";

function execEntry(spec: EksClusterSpec): ExecEntry {
  return { ...tokenCommand(spec), installHint: `tokens for EKS come from it; ${INSTALL}`, provideClusterInfo: false };
}

/**
 * Sees to it that the AWS CLI is there.
 *
 * @throws AwsError that says what it is for
 */
export function requireAwsCli(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile("aws", ["--version"], { env: { ...env, AWS_PAGER: "" } }, (error) => {
      if (error?.code !== "ENOENT") resolve();
      else
        reject(
          new AwsError("refused", "the program aws is not there, and kubectl gets its tokens for EKS from it", INSTALL),
        );
    });
  });
}
