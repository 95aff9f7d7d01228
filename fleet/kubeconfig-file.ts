import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";

/** A kubeconfig that cannot be used; the message names the file and says why. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
}

/** Where a cluster is and whom to trust there, with the keys of a kubeconfig. */
export interface ClusterEntry {
  readonly server?: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
  readonly "proxy-url"?: string;
}

/** A credential, with the keys of a kubeconfig. */
export interface UserEntry {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: ExecEntry;
  readonly "auth-provider"?: unknown;
}

/** A credential plugin: a program that prints an ExecCredential. */
export interface ExecEntry {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
  readonly provideClusterInfo?: boolean;
  readonly interactiveMode?: "Never" | "IfAvailable" | "Always";
}

/** One context of a kubeconfig with what it refers to; file names in it are absolute. */
export interface KubeconfigContext {
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  readonly namespace?: string;
}

interface KubeconfigDocument {
  readonly clusters?: readonly { readonly name: string; readonly cluster?: ClusterEntry }[];
  readonly users?: readonly { readonly name: string; readonly user?: UserEntry }[];
  readonly contexts?: readonly { readonly name: string; readonly context?: ContextEntry }[];
}

interface ContextEntry {
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** Reads one context of a kubeconfig file. */
export async function readKubeconfigContext(file: string, name: string): Promise<KubeconfigContext> {
  const document = await readDocument(file);
  const context = entryOf(document.contexts, name)?.context;
  if (!context) throw new KubeconfigError(`${file} has no context "${name}", it has: ${namesOf(document.contexts)}`);
  const cluster = entryOf(document.clusters, context.cluster)?.cluster;
  if (!cluster?.server)
    throw new KubeconfigError(`${file}: context "${name}" names the cluster "${context.cluster}", which has no server`);
  if (!isHttpUrl(cluster.server))
    throw new KubeconfigError(`${file}: cluster "${context.cluster}" has a server that is no URL`);
  const user = entryOf(document.users, context.user)?.user ?? {};
  const folder = path.dirname(path.resolve(file));
  return { cluster: absoluteCluster(cluster, folder), user: absoluteUser(user, folder), namespace: context.namespace };
}

/** A context of a kubeconfig, and the server that it leads to. */
export interface ContextServer {
  readonly file: string;
  readonly context: string;
  readonly server: string;
}

/** The contexts of a kubeconfig file that lead to a server. */
export async function listContextServers(file: string): Promise<readonly ContextServer[]> {
  const document = await readDocument(file);
  return (document.contexts ?? []).flatMap(({ name, context }) => {
    const server = entryOf(document.clusters, context?.cluster)?.cluster?.server;
    return server === undefined || !isHttpUrl(server) ? [] : [{ file, context: name, server }];
  });
}

async function readDocument(file: string): Promise<KubeconfigDocument> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new KubeconfigError(
      error.code === "ENOENT" ? `${file} does not exist` : `${file} cannot be read: ${error.code}`,
    );
  });
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    // The parser's own message quotes the file, credentials included.
    throw new KubeconfigError(`${file} is not YAML`);
  }
  if (typeof document !== "object" || document === null) throw new KubeconfigError(`${file} is no kubeconfig`);
  return document;
}

function entryOf<T extends { readonly name: string }>(
  entries: readonly T[] | undefined,
  name: string | undefined,
): T | undefined {
  return entries?.find((entry) => entry.name === name);
}

function namesOf(entries: readonly { readonly name: string }[] | undefined): string {
  return entries?.map((entry) => entry.name).join(", ") || "none";
}

function isHttpUrl(server: string): boolean {
  return URL.canParse(server) && /^https?:$/.test(new URL(server).protocol);
}

function absoluteCluster(cluster: ClusterEntry, folder: string): ClusterEntry {
  const file = cluster["certificate-authority"];
  return file ? { ...cluster, "certificate-authority": path.resolve(folder, file) } : cluster;
}

function absoluteUser(user: UserEntry, folder: string): UserEntry {
  const absolute: Record<string, unknown> = { ...user };
  for (const key of ["client-certificate", "client-key", "tokenFile"] as const) {
    if (user[key]) absolute[key] = path.resolve(folder, user[key]);
  }
  // As kubectl does: a plugin named by a relative path lies beside the kubeconfig, a bare name is looked up on PATH.
  if (user.exec?.command.includes("/"))
    absolute["exec"] = { ...user.exec, command: path.resolve(folder, user.exec.command) };
  return absolute;
}
