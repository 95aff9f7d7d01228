import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { KubeApi } from "../../../local/kube-api.js";
import type { SecurityTokenService, Session } from "./sts.js";

/** Audience of the tokens that EKS gives to pods for the agent. */
export const audience = "pods.eks.amazonaws.com";

/** Which ServiceAccount of a cluster is which role, as EKS keeps it. */
export interface PodIdentityAssociation {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
}

export interface AgentOptions {
  readonly port: number;
  /** The cluster that the agent's pods are of. */
  readonly cluster: { readonly name: string; readonly arn: string; readonly api: KubeApi };
  readonly associations: readonly PodIdentityAssociation[];
  readonly sts: SecurityTokenService;
}

/** EKS Pod Identity's agent on a node: gives the credentials of its role to whoever brings a pod's token. */
export async function startPodIdentityAgent(options: AgentOptions): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    void credentials(options, request).then((session) =>
      session === undefined
        ? response.writeHead(403).end()
        : response.end(JSON.stringify(asContainerCredentials(session))),
    );
  });
  await once(server.listen(options.port, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${options.port}/v1/credentials`, close: () => void server.close() };
}

function asContainerCredentials(session: Session) {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session;
  return { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken, Expiration: expiration };
}

async function credentials(options: AgentOptions, request: IncomingMessage): Promise<Session | undefined> {
  const { cluster, associations, sts } = options;
  const [namespace, serviceAccount] = await serviceAccountOf(cluster.api, request.headers.authorization ?? "");
  const found = associations.find((one) => one.namespace === namespace && one.serviceAccount === serviceAccount);
  if (found === undefined) return undefined;
  const tags = {
    "eks-cluster-arn": cluster.arn,
    "eks-cluster-name": cluster.name,
    "kubernetes-namespace": found.namespace,
    "kubernetes-service-account": found.serviceAccount,
  };
  const context = Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  if (!sts.trusts(found.roleArn, audience, context)) return undefined;
  return sts.issue(found.roleArn, `eks-${cluster.name}-${found.serviceAccount}`.slice(0, 64), tags);
}

/** Namespace and name of the ServiceAccount that a token is of, as the cluster itself says it. */
async function serviceAccountOf(api: KubeApi, token: string): Promise<readonly string[]> {
  const review = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    spec: { token, audiences: [audience] },
  };
  const { status } = await api.create<{ status: { authenticated?: boolean; user?: { username: string } } }>(
    "/apis/authentication.k8s.io/v1/tokenreviews",
    review,
  );
  return status.authenticated === true ? (status.user?.username.split(":").slice(2) ?? []) : [];
}
