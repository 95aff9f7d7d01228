import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { pkiDirectory } from "../../../local/control-plane-processes.js";
import { KubeApi, type KubeResponse } from "../../../local/kube-api.js";
import { hubCluster } from "./stacks.js";
import type { Session } from "./sts.js";
import type { World } from "./world.js";

type Variables = Readonly<Record<string, string>>;

/** Environment of a pod of Argo CD's, to run its programs with. */
export function asPod({ pods }: World, serviceAccount: string): Variables {
  return { ...pods.variables, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(pods.tokens, serviceAccount) };
}

/** Environment of somebody who holds the credentials of a session. */
export function asSession({ aws }: World, session: Session): Variables {
  return {
    ...aws.environment,
    // Go's SDK reads the first, the aws command line the second.
    AWS_REGION: hubCluster.region,
    AWS_DEFAULT_REGION: hubCluster.region,
    AWS_STS_REGIONAL_ENDPOINTS: "regional",
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  };
}

/** Runs a program with these variables and little else. */
export async function runWith(environment: Variables, command: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent", ...environment };
  return (await promisify(execFile)(command, args, { env })).stdout;
}

/** A token for a cluster, made by Argo CD's own `argocd-k8s-auth aws`. */
export async function argocdToken({ programs }: World, environment: Variables, args: TokenArguments): Promise<string> {
  const role = args.roleARN === undefined ? [] : ["--role-arn", args.roleARN];
  const command = join(programs, "argocd-k8s-auth");
  return tokenIn(await runWith(environment, command, ["aws", "--cluster-name", args.clusterName, ...role]));
}

export interface TokenArguments {
  readonly clusterName: string;
  readonly roleARN?: string;
}

/** The token in what a credential plugin prints. */
export function tokenIn(output: string): string {
  return (JSON.parse(output) as { status: { token: string } }).status.token;
}

/** The token of a presigned request that was made otherwise, or changed. */
export function asToken(url: URL): string {
  return `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
}

export function asUrl(token: string): URL {
  return new URL(Buffer.from(token.replace(/^k8s-aws-v1\./, ""), "base64url").toString("utf8"));
}

/** Asks the spoke with a token who it is of. */
export async function whoAmI({ spoke }: World, token: string): Promise<KubeResponse> {
  const ca = await readFile(join(pkiDirectory(spoke), "ca.crt"), "utf8");
  const api = new KubeApi({ server: spoke.endpoint, ca, token });
  try {
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    return await api.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", JSON.stringify(review));
  } finally {
    api.close();
  }
}
