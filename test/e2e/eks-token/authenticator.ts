import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request as send } from "node:https";
import { createServer } from "node:http";
import { agentFor } from "../../../fleet/proxy.js";
import { type AwsEndpoint, text } from "./endpoint.js";
import { element } from "./moto.js";
import { type Signature, signatureOf, signedAt } from "./signature.js";

/** What a role is to a cluster, as EKS keeps it. */
export interface AccessEntry {
  readonly groups: readonly string[];
}

export interface AuthenticatorOptions {
  readonly port: number;
  readonly clusterName: string;
  /** Access entries of the cluster by ARN of the role; deleting one takes effect at once. */
  readonly entries: Map<string, AccessEntry>;
  readonly aws: AwsEndpoint;
}

export interface Authenticator {
  /** For the API server. */
  readonly url: string;
  /** Why tokens were refused, the last one last. */
  readonly refusals: string[];
  close(): void;
}

interface User {
  readonly username: string;
  readonly groups: readonly string[];
}

class Refusal extends Error {}

const clusterHeader = "x-k8s-aws-id";

/**
 * What EKS has before its API servers: a webhook that takes a presigned request to STS for a token, sends it, and looks
 * up who STS says it is.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator
 */
export async function startAuthenticator(options: AuthenticatorOptions): Promise<Authenticator> {
  const refusals: string[] = [];
  const review = async (token: string) => {
    try {
      return { authenticated: true, user: await authenticate(token, options) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error.message);
      return { authenticated: false, error: error.message };
    }
  };
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { apiVersion, kind, spec } = JSON.parse(body) as {
        apiVersion: string;
        kind: string;
        spec: { token: string };
      };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ apiVersion, kind, status: await review(spec.token) }));
    });
  });
  await once(server.listen(options.port, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${options.port}`, refusals, close: () => void server.close() };
}

async function authenticate(token: string, { clusterName, entries, aws }: AuthenticatorOptions): Promise<User> {
  const arn = await callerIdentity(presignedUrl(token), clusterName, aws);
  const [, account, role] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  const entry = entries.get(`arn:aws:iam::${account}:role/${role}`);
  if (entry === undefined) throw new Refusal(`no access entry for ${arn}`);
  return { username: arn, groups: entry.groups };
}

/** The request that a token is, once it is sure that sending it asks STS who signed it, and nothing else. */
function presignedUrl(token: string): URL {
  const [prefix, encoded = ""] = token.split(".");
  const decoded = Buffer.from(encoded, "base64url").toString("utf8");
  if (prefix !== "k8s-aws-v1" || !URL.canParse(decoded)) throw new Refusal("not a token of EKS");
  const url = new URL(decoded);
  const problem = PROBLEMS.find(({ is }) => is(url, signatureOf({ method: "GET", url, headers: {}, body: "" })));
  if (problem) throw new Refusal(problem.what);
  return url;
}

interface Problem {
  readonly what: string;
  readonly is: (url: URL, signature: Signature) => boolean;
}

const PROBLEMS: readonly Problem[] = [
  {
    what: "not a request to STS",
    is: ({ protocol, host, pathname }) =>
      protocol !== "https:" || !/^sts\.([a-z0-9-]+\.)?amazonaws\.com$/.test(host) || pathname !== "/",
  },
  {
    what: "not GetCallerIdentity",
    is: ({ searchParams }) => searchParams.getAll("Action").join() !== "GetCallerIdentity",
  },
  { what: `${clusterHeader} is not signed`, is: (_, { signedHeaders }) => !signedHeaders.includes(clusterHeader) },
  {
    what: "signed for too long",
    is: ({ searchParams }) => !(Number(searchParams.get("X-Amz-Expires") ?? "none") <= 900),
  },
  { what: "expired", is: (_, signature) => !(Date.now() - signedAt(signature) < 15 * 60_000) },
];

/** Sends the request with the name of this cluster: STS refuses it where it was signed with another. */
async function callerIdentity(url: URL, clusterName: string, { proxy, caFile }: AwsEndpoint): Promise<string> {
  const agent = await agentFor(url.origin, proxy, { ca: await readFile(caFile, "utf8") });
  const sent = send(url, { agent, headers: { [clusterHeader]: clusterName } }).end();
  const [response] = (await once(sent, "response")) as [Parameters<typeof text>[0]];
  const body = await text(response);
  agent.destroy();
  if (response.statusCode !== 200) throw new Refusal(`STS answers ${response.statusCode} ${element(body, "Code")}`);
  return element(body, "Arn");
}
