import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isMap } from "../../config/path.js";

/** The `aws` CLI, as far as it is asked for clusters. */
export interface EksSearch {
  readonly clusters: readonly string[];
  /** Why there are none, where that is not for lack of clusters. */
  readonly problem?: string;
}

/** Whether there is an `aws` CLI on PATH. */
export async function hasAws(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const { problem } = await aws(["--version"], environment);
  return problem === undefined;
}

/** Names of the EKS clusters of a region, as the CLI's own credentials show them. */
export async function findEksClusters(region: string, environment: NodeJS.ProcessEnv): Promise<EksSearch> {
  const { output, problem } = await aws(["eks", "list-clusters", "--region", region, "--output", "json"], environment);
  if (problem !== undefined) return { clusters: [], problem };
  const names = namesIn(output);
  return names === undefined ? { clusters: [], problem: "its output is no list of clusters" } : { clusters: names };
}

/** The command that makes a context for an EKS cluster, in this kubeconfig. */
export function updateKubeconfigCommand(cluster: string, region: string, kubeconfig: string): string {
  const flags = `--region ${region} --name ${cluster} --alias ${cluster} --kubeconfig ${kubeconfig}`;
  return `aws eks update-kubeconfig ${flags}`;
}

function namesIn(output: string): readonly string[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(output);
  } catch {
    return undefined;
  }
  if (!isMap(document) || !Array.isArray(document.clusters)) return undefined;
  const clusters: readonly unknown[] = document.clusters;
  return clusters.filter((name) => typeof name === "string");
}

interface AwsResult {
  readonly output: string;
  readonly problem?: string;
}

async function aws(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<AwsResult> {
  try {
    const options = { env: { ...environment, AWS_PAGER: "" }, timeout: 30_000, maxBuffer: 16 << 20 };
    return { output: (await promisify(execFile)("aws", args, options)).stdout };
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string };
    const line = stderr.split("\n").find((each) => each.trim() !== "");
    return { output: "", problem: (line ?? message.split("\n")[0] ?? "").trim() };
  }
}
