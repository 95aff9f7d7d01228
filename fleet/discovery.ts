import { ifThere, type KubernetesClient } from "./kubernetes.js";
import { onceEach } from "./once.js";

/** A kind of object, as a manifest names it. */
export interface Kind {
  /** API group; "" is the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** How an API server serves the objects of a kind. */
export interface ApiResource {
  readonly kind: string;
  /** What they are called in a path. */
  readonly name: string;
  readonly namespaced: boolean;
}

/** What an API server calls the objects of a kind. */
export type ResourceOf = (kind: Kind) => Promise<string | undefined>;

/** Asks an API server how it serves kinds, once for each version of a group; undefined for a kind that it does not serve. */
export function discoveryOf(client: KubernetesClient): (kind: Kind) => Promise<ApiResource | undefined> {
  const list = onceEach((path: string) => ifThere(client.get<{ readonly resources: readonly ApiResource[] }>(path)));
  return async ({ kind, ...version }) => {
    const served = await list(apiPath(version));
    // A subresource has a slash in its name.
    return served?.resources.find((resource) => resource.kind === kind && !resource.name.includes("/"));
  };
}

/** Asks it for the resources of kinds alone. */
export function resourcesOf(client: KubernetesClient): ResourceOf {
  const discover = discoveryOf(client);
  return async (kind) => (await discover(kind))?.name;
}

/** Where an API server serves a version of a group. */
export function apiPath({ group, version }: Omit<Kind, "kind">): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}
