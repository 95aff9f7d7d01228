import { readFile } from "node:fs/promises";
import type { AgentOptions } from "node:https";
import type { ClusterSecret } from "./cluster-secret.js";
import { execCredential } from "./exec-credential.js";
import { exchange, UnreachableError, type HttpRequest } from "./http.js";
import { KubeconfigError, type ClusterEntry, type KubeconfigContext, type UserEntry } from "./kubeconfig-file.js";
import { agentFor, proxyFor } from "./proxy.js";

export type KubernetesErrorReason = "unreachable" | "unauthorized" | "forbidden" | "not-found" | "conflict" | "refused";

/** A request that an API server did not answer, or not as hoped; the message never holds a credential. */
export class KubernetesError extends Error {
  override readonly name = "KubernetesError";
  constructor(
    readonly reason: KubernetesErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubernetesError && error.reason === "not-found";
}

/** What is asked for; undefined where it is not there. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export interface ClientOptions {
  /**
   * Milliseconds for one request.
   *
   * @default 5000
   */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /**
   * Where HTTPS_PROXY, NO_PROXY and a credential plugin's settings come from.
   *
   * @default process.env
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** One API server as one identity. `path` is everything after the host. */
export interface KubernetesClient {
  readonly server: string;
  get<T>(path: string): Promise<T>;
  /** For answers that are no JSON, such as /readyz. */
  text(path: string): Promise<string>;
  create<T>(path: string, body: object): Promise<T>;
  replace<T>(path: string, body: object): Promise<T>;
  /** A JSON merge patch. */
  patch<T>(path: string, body: object): Promise<T>;
  /** `options` are Kubernetes' DeleteOptions. */
  remove(path: string, options?: object): Promise<void>;
  close(): void;
}

interface Connection {
  readonly server: string;
  readonly proxyUrl?: string;
  readonly tls: AgentOptions;
  /** Value of the Authorization header. */
  readonly authorization?: string;
}

/** A client with the access that a context of a kubeconfig gives. */
export async function clientFromContext(
  { cluster, user }: KubeconfigContext,
  options: ClientOptions = {},
): Promise<KubernetesClient> {
  const credential = await credentialOf(user, options);
  return client(
    {
      server: cluster.server ?? "",
      proxyUrl: cluster["proxy-url"],
      tls: { ...(await trustOf(cluster)), cert: credential.cert, key: credential.key },
      authorization: credential.authorization,
    },
    options,
  );
}

/**
 * A client with what a cluster Secret holds, as Argo CD would use it.
 *
 * `endpoint` replaces server and trust, for a server that only the hub reaches.
 */
export async function clientFromClusterSecret(
  secret: ClusterSecret,
  options: ClientOptions & { readonly endpoint?: ClusterEntry } = {},
): Promise<KubernetesClient> {
  const { tlsClientConfig: tls, bearerToken, proxyUrl } = secret.config;
  const { endpoint } = options;
  const trust = endpoint
    ? await trustOf(endpoint)
    : { ca: fromBase64(tls.caData), servername: tls.serverName, rejectUnauthorized: !tls.insecure };
  return client(
    {
      server: endpoint?.server ?? secret.server,
      proxyUrl: endpoint ? endpoint["proxy-url"] : proxyUrl,
      tls: { ...trust, cert: fromBase64(tls.certData), key: fromBase64(tls.keyData) },
      authorization: bearer(bearerToken),
    },
    options,
  );
}

async function client(connection: Connection, options: ClientOptions): Promise<KubernetesClient> {
  const env = options.env ?? process.env;
  const server = connection.server.replace(/\/+$/, "");
  const agent = await agentFor(server, proxyFor(server, connection.proxyUrl, env), connection.tls);
  const send = async (method: HttpRequest["method"], path: string, body?: object): Promise<string> => {
    const headers: Record<string, string> = connection.authorization ? { authorization: connection.authorization } : {};
    if (method === "PATCH") headers["content-type"] = "application/merge-patch+json";
    const { timeout = 5000, signal } = options;
    const response = await exchange({ method, url: `${server}${path}`, headers, body, agent, timeout, signal }).catch(
      asKubernetesError,
    );
    if (response.status >= 200 && response.status < 300) return response.body;
    throw refusal(`${method} ${path}`, server, response);
  };
  const json = async <T>(method: HttpRequest["method"], path: string, body?: object): Promise<T> => {
    const text = await send(method, path, body);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new KubernetesError("refused", `${server} answered ${method} ${path} with something that is no JSON`);
    }
  };
  return {
    server,
    get: (path) => json("GET", path),
    text: (path) => send("GET", path),
    create: (path, body) => json("POST", path, body),
    replace: (path, body) => json("PUT", path, body),
    patch: (path, body) => json("PATCH", path, body),
    remove: async (path, options) => void (await send("DELETE", path, options)),
    close: () => agent.destroy(),
  };
}

function asKubernetesError(error: Error): never {
  if (error instanceof UnreachableError) throw new KubernetesError("unreachable", error.message, { cause: error });
  throw error;
}

const REASON_OF_STATUS: Readonly<Record<number, KubernetesErrorReason>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
};

function refusal(what: string, server: string, response: { status: number; body: string }): KubernetesError {
  const reason = REASON_OF_STATUS[response.status] ?? "refused";
  const detail = statusMessage(response.body);
  return new KubernetesError(reason, `${server} answered ${response.status} to ${what}${detail ? `: ${detail}` : ""}`);
}

/** The message of a Kubernetes Status; of /readyz what is not ready; of anything else (a proxy's page) the first line. */
function statusMessage(body: string): string {
  try {
    return (JSON.parse(body) as { message?: string }).message ?? "";
  } catch {
    const lines = body.split("\n");
    const notReady = lines.filter((line) => line.startsWith("[-]"));
    return (notReady.length > 0 ? notReady.join(", ") : (lines[0] ?? "")).slice(0, 200);
  }
}

async function trustOf(cluster: ClusterEntry): Promise<AgentOptions> {
  return {
    ca: await dataOrFile(cluster["certificate-authority-data"], cluster["certificate-authority"]),
    servername: cluster["tls-server-name"],
    rejectUnauthorized: !cluster["insecure-skip-tls-verify"],
  };
}

interface Credential {
  readonly cert?: string;
  readonly key?: string;
  readonly authorization?: string;
}

async function credentialOf(user: UserEntry, options: ClientOptions): Promise<Credential> {
  if (user["auth-provider"])
    throw new KubeconfigError("its user has an auth-provider, which Kubernetes 1.26 removed: use exec");
  if (user.exec) {
    const plugin = await execCredential(user.exec, { env: options.env ?? process.env, timeout: 30_000 });
    return { cert: plugin.clientCertificateData, key: plugin.clientKeyData, authorization: bearer(plugin.token) };
  }
  const token = user.tokenFile ? (await readText(user.tokenFile)).trim() : user.token;
  const basic = user.username
    ? `Basic ${Buffer.from(`${user.username}:${user.password ?? ""}`).toString("base64")}`
    : undefined;
  return {
    cert: await dataOrFile(user["client-certificate-data"], user["client-certificate"]),
    key: await dataOrFile(user["client-key-data"], user["client-key"]),
    authorization: bearer(token) ?? basic,
  };
}

function bearer(token: string | undefined): string | undefined {
  return token ? `Bearer ${token}` : undefined;
}

async function dataOrFile(data: string | undefined, file: string | undefined): Promise<string | undefined> {
  return fromBase64(data) ?? (file ? await readText(file) : undefined);
}

function fromBase64(data: string | undefined): string | undefined {
  return data ? Buffer.from(data, "base64").toString("utf8") : undefined;
}

function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new KubeconfigError(`${file} cannot be read: ${error.code === "ENOENT" ? "it does not exist" : error.code}`);
  });
}
