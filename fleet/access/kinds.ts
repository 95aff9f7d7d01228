import { KubernetesError, type KubernetesClient } from "../kubernetes.js";
import { onceEach } from "../once.js";

/** A kind of object, as a manifest names it. */
export interface Kind {
  /** API group; "" is the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What an API server calls the objects of a kind. */
export type ResourceOf = (kind: Kind) => Promise<string | undefined>;

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string }[];
}

/** Asks an API server for the resources of kinds; undefined for a kind that it does not serve. */
export function resourcesOf(client: KubernetesClient): ResourceOf {
  const list = onceEach((path: string) => readList(client, path));
  return async ({ group, version, kind }) => {
    const { resources } = await list(group === "" ? `/api/${version}` : `/apis/${group}/${version}`);
    return resources.find((resource) => resource.kind === kind && !resource.name.includes("/"))?.name;
  };
}

async function readList(client: KubernetesClient, path: string): Promise<ResourceList> {
  try {
    return await client.get<ResourceList>(path);
  } catch (error) {
    if (error instanceof KubernetesError && error.reason === "not-found") return { resources: [] };
    throw error;
  }
}
