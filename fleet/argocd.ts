import { exchange, UnreachableError, type HttpRequest } from "./http.js";
import { ifThere, type ClientOptions, type KubernetesClient } from "./kubernetes.js";
import type { KubernetesObject } from "./objects.js";
import { agentFor, proxyFor } from "./proxy.js";

/** An argocd-server that cannot be used; the message never holds a password or a token. */
export class ArgoCdError extends Error {
  override readonly name = "ArgoCdError";
}

/** How Argo CD sees a cluster: its own view, which is in no Kubernetes object. */
export interface ArgoCdCluster {
  readonly name: string;
  readonly server: string;
  readonly connectionState?: { readonly status?: string; readonly message?: string };
  readonly serverVersion?: string;
  readonly info?: { readonly applicationsCount?: number };
}

/** argocd-server's API as the admin account. */
export interface ArgoCdClient {
  clusters(): Promise<readonly ArgoCdCluster[]>;
  close(): void;
}

export interface ArgoCdOptions extends ClientOptions {
  /** Its URL as it is reached from here. */
  readonly server: string;
}

interface Secret extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The password that Argo CD made at its first start; kept nowhere by us. */
export async function adminPassword(hub: KubernetesClient, namespace: string): Promise<string> {
  const password = await readSecretKey(hub, namespace, { secret: "argocd-initial-admin-secret", key: "password" });
  if (password) return password;
  throw new ArgoCdError('the hub has no Secret "argocd-initial-admin-secret", so the admin password is not known here');
}

/**
 * The certificate that argocd-server presents, as PEM.
 *
 * It makes its own at the first start and keeps it on the hub, so there is no authority to trust: whoever can
 * read it there knows exactly which certificate to expect.
 */
export async function argocdCertificate(hub: KubernetesClient, namespace: string): Promise<string> {
  for (const secret of ["argocd-server-tls", "argocd-secret"]) {
    const certificate = await readSecretKey(hub, namespace, { secret, key: "tls.crt" });
    if (certificate) return certificate;
  }
  throw new ArgoCdError("argocd-server has no certificate yet");
}

/** Logs in to argocd-server; its certificate must be the one that the hub holds. */
export async function openArgoCd(
  hub: KubernetesClient,
  namespace: string,
  options: ArgoCdOptions,
): Promise<ArgoCdClient> {
  const { server, timeout = 5000, signal } = options;
  // Argo CD's own certificate names the host "localhost", and never an IP address.
  const tls = { ca: await argocdCertificate(hub, namespace), servername: "localhost" };
  const agent = await agentFor(server, proxyFor(server, undefined, options.env ?? process.env), tls);
  const call = async <T>(method: HttpRequest["method"], path: string, rest: Partial<HttpRequest>): Promise<T> => {
    const response = await exchange({ method, url: `${server}${path}`, agent, timeout, signal, ...rest }).catch(
      asArgoCdError,
    );
    if (response.status === 200) return JSON.parse(response.body) as T;
    throw new ArgoCdError(`${server} answered ${response.status} to ${method} ${path}`);
  };
  try {
    const login = { username: "admin", password: await adminPassword(hub, namespace) };
    const { token } = await call<{ token: string }>("POST", "/api/v1/session", { body: login });
    const headers = { authorization: `Bearer ${token}` };
    return {
      clusters: async () =>
        (await call<{ items?: ArgoCdCluster[] }>("GET", "/api/v1/clusters", { headers })).items ?? [],
      close: () => agent.destroy(),
    };
  } catch (error) {
    agent.destroy();
    throw error;
  }
}

function asArgoCdError(error: Error): never {
  if (error instanceof UnreachableError) throw new ArgoCdError(error.message, { cause: error });
  throw error;
}

async function readSecretKey(
  hub: KubernetesClient,
  namespace: string,
  from: { secret: string; key: string },
): Promise<string | undefined> {
  const secret = await ifThere(hub.get<Secret>(`/api/v1/namespaces/${namespace}/secrets/${from.secret}`));
  const value = secret?.data?.[from.key];
  return value && Buffer.from(value, "base64").toString("utf8");
}
