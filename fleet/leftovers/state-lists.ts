import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  stateOf,
  type BackendSpec,
  type KubernetesBackendSpec,
  type S3BackendSpec,
} from "../../config/backend/index.js";
import { clientFromContext, type ClientOptions } from "../kubernetes.js";
import { readKubeconfigContext } from "../kubeconfig-file.js";
import type { KubernetesList, KubernetesObject } from "../objects.js";

/** The state of one stack, as a backend lists it. */
export interface ListedState {
  readonly stackId: string;
  /** Where it is. */
  readonly place: string;
  /** Its JSON, as Terraform wrote it. */
  read(): Promise<string>;
}

/** The states that a backend has, of any environment; undefined for one that is not asked here. */
export async function listStates(
  backend: BackendSpec,
  options: ClientOptions,
): Promise<readonly ListedState[] | undefined> {
  switch (backend.type) {
    case "local":
      return listFiles(backend.path);
    case "s3":
      return listObjects(backend);
    case "kubernetes":
      return listSecrets(backend, options);
    default:
      return undefined;
  }
}

const ending = ".tfstate";

async function listFiles(folder: string): Promise<readonly ListedState[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => {
      const place = join(folder, name);
      return { stackId: name.slice(0, -ending.length), place, read: () => readFile(place, "utf8") };
    });
}

async function listObjects(backend: S3BackendSpec): Promise<readonly ListedState[]> {
  // Loaded only for such a backend: the SDK of AWS takes its time.
  const { openBucket } = await import("../aws/bucket.js");
  const bucket = await openBucket(backend);
  const [before = "", after = ""] = stateOf(backend, "\n").split("\n");
  const keys = await bucket.keys(before);
  return keys
    .filter((key) => key.endsWith(after))
    .map((key) => ({
      stackId: key.slice(before.length, -after.length),
      place: `s3://${backend.bucket}/${key}`,
      read: () => bucket.text(key),
    }));
}

interface StateSecret extends KubernetesObject {
  readonly data?: { readonly tfstate?: string };
}

/** Terraform's label for them, and the beginning of their names in the default workspace. */
const stateLabel = "tfstate=true";
const secretPrefix = "tfstate-default-";

async function listSecrets(
  backend: KubernetesBackendSpec,
  options: ClientOptions,
): Promise<readonly ListedState[] | undefined> {
  const { configPath, configContext } = backend;
  if (configPath === undefined || configContext === undefined) return undefined;
  const client = await clientFromContext(await readKubeconfigContext(configPath, configContext), options);
  try {
    const path = `/api/v1/namespaces/${backend.namespace}/secrets?labelSelector=${encodeURIComponent(stateLabel)}`;
    const { items } = await client.get<KubernetesList<StateSecret>>(path);
    return items
      .filter(({ metadata }) => metadata.name.startsWith(secretPrefix))
      .map(({ metadata: { name }, data }) => ({
        stackId: name.slice(secretPrefix.length),
        place: `Secret ${backend.namespace}/${name}`,
        read: async () => gunzipSync(Buffer.from(data?.tfstate ?? "", "base64")).toString("utf8"),
      }));
  } finally {
    client.close();
  }
}
