import { X509Certificate } from "node:crypto";
import { quarantineKey } from "../config/names.js";
import { configDigest } from "../config/registration/digest.js";
import type { KubernetesClient } from "./kubernetes.js";
import type { KubernetesList, KubernetesObject } from "./objects.js";

/** The `config` of a cluster Secret, with Argo CD's field names; `*Data` is base64 of PEM. */
export interface ClusterConfig {
  readonly username?: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly tlsClientConfig: TlsClientConfig;
  readonly awsAuthConfig?: { readonly clusterName?: string; readonly roleARN?: string; readonly profile?: string };
  readonly execProviderConfig?: ExecProviderConfig;
  readonly disableCompression?: boolean;
  readonly proxyUrl?: string;
}

export interface ExecProviderConfig {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly apiVersion?: string;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  /** What the command is told of the cluster, with `provideClusterInfo`. */
  readonly config?: unknown;
}

export interface TlsClientConfig {
  readonly insecure?: boolean;
  readonly serverName?: string;
  readonly caData?: string;
  readonly certData?: string;
  readonly keyData?: string;
}

/** A cluster Secret of Argo CD as Argo CD reads it, and everything that is wrong with it. */
export interface ClusterSecret {
  /** `metadata.name`; `name` is what Argo CD shows. */
  readonly secretName: string;
  readonly name: string;
  readonly server: string;
  readonly config: ClusterConfig;
  readonly namespaces: readonly string[];
  readonly clusterResources: boolean;
  readonly project?: string;
  readonly shard?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * Digest of all that is no credential, as Terraform made it when it wrote the Secret.
   *
   * @default - the `config` is no JSON object
   */
  readonly digest?: string;
  /** What is malformed, one phrase each, never with a value of `config` in it. */
  readonly problems: readonly string[];
}

/** Whether Argo CD leaves the Applications of its cluster alone. */
export function isQuarantined({ annotations }: Pick<ClusterSecret, "annotations">): boolean {
  return annotations[quarantineKey] === "true";
}

/** A Secret as the API server gives it. */
export interface RawSecret extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

const SELECTOR = "argocd.argoproj.io/secret-type=cluster";

/** Where the API server lists the cluster Secrets of an Argo CD. */
export function clusterSecretsPath(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/secrets?labelSelector=${encodeURIComponent(SELECTOR)}`;
}

/** All cluster Secrets of a hub, by Secret name, with what is wrong with each and between them. */
export async function listClusterSecrets(hub: KubernetesClient, namespace: string): Promise<ClusterSecret[]> {
  return parseClusterSecrets((await hub.get<KubernetesList<RawSecret>>(clusterSecretsPath(namespace))).items);
}

/** Reads cluster Secrets, with what is wrong with each and between them. */
export function parseClusterSecrets(items: readonly RawSecret[]): ClusterSecret[] {
  const secrets = items.map(parseClusterSecret).sort((a, b) => a.secretName.localeCompare(b.secretName));
  return secrets.map((secret) => ({
    ...secret,
    problems: [...secret.problems, ...duplicateProblems(secret, secrets)],
  }));
}

/** Reads one cluster Secret; what is wrong with it is in `problems`, it never throws. */
export function parseClusterSecret(secret: RawSecret): ClusterSecret {
  const data = decode(secret);
  const text = (key: string): string => data[key] ?? "";
  const problems: string[] = [];
  for (const key of requiredKeys(text("server"))) if (text(key) === "") problems.push(`data.${key} is missing`);
  if (text("server") !== "" && !URL.canParse(text("server"))) problems.push("data.server is no URL");
  if (!/^\d*$/.test(text("shard"))) problems.push("data.shard is no number");
  return {
    secretName: secret.metadata.name,
    name: text("name"),
    server: text("server").replace(/\/+$/, ""),
    config: parseConfig(text("config"), problems),
    namespaces: commaList(text("namespaces")),
    clusterResources: text("clusterResources") === "true",
    project: text("project") || undefined,
    shard: text("shard") || undefined,
    labels: secret.metadata.labels ?? {},
    annotations: secret.metadata.annotations ?? {},
    digest: configDigest(data),
    problems,
  };
}

function decode({ data = {} }: RawSecret): Record<string, string> {
  const decoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString("utf8")]);
  return Object.fromEntries(decoded);
}

/** An EKS capability, which knows clusters by their ARN, needs no more than that. */
function requiredKeys(server: string): readonly string[] {
  return server.startsWith("arn:") ? ["name"] : ["name", "server", "config"];
}

function commaList(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  return names.filter((name) => name !== "");
}

function parseConfig(text: string, problems: string[]): ClusterConfig {
  if (text === "") return { tlsClientConfig: {} };
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    // JSON.parse quotes its input, and this input is a credential.
    problems.push("data.config is not JSON, so Argo CD ignores this cluster");
    return { tlsClientConfig: {} };
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    problems.push("data.config is no JSON object");
    return { tlsClientConfig: {} };
  }
  const parsed = {
    ...config,
    tlsClientConfig: (config as Partial<ClusterConfig>).tlsClientConfig ?? {},
  } as ClusterConfig;
  problems.push(...configProblems(parsed));
  return parsed;
}

function configProblems(config: ClusterConfig): string[] {
  const { bearerToken, awsAuthConfig, proxyUrl } = config;
  return [
    ...tlsProblems(config.tlsClientConfig),
    bearerToken !== undefined && typeof bearerToken !== "string" && "config.bearerToken is no string",
    bearerToken && awsAuthConfig && "config has bearerToken and awsAuthConfig, and Argo CD ignores bearerToken",
    proxyUrl !== undefined &&
      !/^(https?|socks5):\/\//.test(proxyUrl) &&
      "config.proxyUrl is no http, https or socks5 URL",
  ].filter((problem) => typeof problem === "string" && problem !== "") as string[];
}

function tlsProblems(tls: TlsClientConfig): string[] {
  const problems: string[] = [];
  for (const key of ["caData", "certData"] as const) {
    if (tls[key] !== undefined && !isCertificate(tls[key]))
      problems.push(`config.tlsClientConfig.${key} is not base64 of a PEM certificate`);
  }
  if (tls.insecure && tls.caData)
    problems.push("config.tlsClientConfig has both insecure and caData, which Argo CD refuses");
  if ((tls.certData === undefined) !== (tls.keyData === undefined))
    problems.push("config.tlsClientConfig needs certData and keyData together");
  return problems;
}

/** Strict where Buffer is lenient: Argo CD's JSON decoder refuses what is not base64. */
function isCertificate(data: unknown): boolean {
  if (typeof data !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(data) || data.length % 4 !== 0) return false;
  try {
    return new X509Certificate(Buffer.from(data, "base64")).subject !== undefined;
  } catch {
    return false;
  }
}

function duplicateProblems(secret: ClusterSecret, all: readonly ClusterSecret[]): string[] {
  const others = all.filter((other) => other.secretName !== secret.secretName);
  const problems: string[] = [];
  const sameName = others.find((other) => other.name !== "" && other.name === secret.name);
  const sameServer = others.find((other) => other.server !== "" && other.server === secret.server);
  if (sameName) problems.push(`Secret "${sameName.secretName}" has the same name "${secret.name}"`);
  if (sameServer) problems.push(`Secret "${sameServer.secretName}" has the same server ${secret.server}`);
  return problems;
}
