import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { normalUrl } from "../../config/fields/urls.js";
import {
  listContextServers,
  readKubeconfigContext,
  type ClusterEntry,
  type ContextServer,
} from "../kubeconfig-file.js";
import { clientFromContext, type ClientOptions, type KubernetesClient } from "../kubernetes.js";
import { problemOf } from "../problem.js";

/** The contexts of some kubeconfigs; of two with one name the first counts, as for kubectl. */
export interface Contexts {
  readonly contexts: readonly ContextServer[];
  /** What is wrong with the files that could not be read. */
  readonly problems: readonly string[];
}

export async function readContexts(files: readonly string[]): Promise<Contexts> {
  const contexts = new Map<string, ContextServer>();
  const problems: string[] = [];
  const read = (file: string) =>
    listContextServers(file).catch((error: unknown) => {
      problems.push(problemOf(error));
      return [];
    });
  for (const found of (await Promise.all(files.map(read))).flat()) {
    if (!contexts.has(found.context)) contexts.set(found.context, found);
  }
  return { contexts: [...contexts.values()], problems };
}

/** The contexts that lead to a server, however its URL is spelt. */
export function contextsOf({ contexts }: Contexts, server: string): readonly ContextServer[] {
  return contexts.filter((found) => normalUrl(found.server) === normalUrl(server));
}

/** A cluster that answers an operator, or what each way to it said. */
export type Answer =
  | { readonly client: KubernetesClient; readonly way: ContextServer; readonly cluster: ClusterEntry }
  | { readonly problems: readonly string[] };

/** The first of some contexts whose server answers. */
export async function firstAnswer(ways: readonly ContextServer[], options: ClientOptions): Promise<Answer> {
  const problems: string[] = [];
  for (const way of ways) {
    let client: KubernetesClient | undefined;
    try {
      const context = await readKubeconfigContext(way.file, way.context);
      client = await clientFromContext(context, options);
      await client.get("/version");
      return { client, way, cluster: context.cluster };
    } catch (error) {
      client?.close();
      problems.push(`by context "${way.context}": ${problemOf(error)}`);
    }
  }
  return { problems };
}

/** Whether a cluster Secret trusts the same authorities as a context does. */
export async function trustsSame(caData: string | undefined, cluster: ClusterEntry): Promise<boolean> {
  const file = cluster["certificate-authority"];
  const data = cluster["certificate-authority-data"] ?? (file && (await readFile(file)).toString("base64"));
  return fingerprints(caData) === fingerprints(data);
}

function fingerprints(data = ""): string {
  const pem = Buffer.from(data, "base64").toString("utf8");
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return certificates
    .map((each) => new X509Certificate(each).fingerprint256)
    .sort()
    .join();
}
