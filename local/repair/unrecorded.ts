import { readJson } from "../files.js";
import type { OpenCluster } from "../repair.js";
import { deleteNamespace } from "./namespace.js";

export interface UnrecordedOptions {
  /** The stack as synthesised. */
  readonly stack: string;
  /** Its Terraform state. */
  readonly state: string;
  readonly clusters: readonly OpenCluster[];
  /** Whether the stack takes over a cluster Secret, which was there before and is nobody's leftover. */
  readonly adopted: boolean;
}

interface Resource {
  readonly metadata?: Metadata | readonly Metadata[];
  readonly provider?: string;
  readonly count?: unknown;
  readonly for_each?: unknown;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

interface Provider {
  readonly alias?: string;
  readonly config_path?: string;
  readonly config_context?: string;
}

interface Stack {
  readonly import?: readonly { readonly to: string }[];
  readonly provider?: { readonly kubernetes?: Provider | readonly Provider[] };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
}

interface State {
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly unknown[];
  }[];
}

const rbac = "/apis/rbac.authorization.k8s.io/v1";
/** Where the API server keeps each resource type; a namespaced one has `*` for its namespace. */
const collections: Readonly<Record<string, string>> = {
  kubernetes_namespace_v1: "/api/v1/namespaces",
  kubernetes_secret_v1: "/api/v1/namespaces/*/secrets",
  kubernetes_config_map_v1: "/api/v1/namespaces/*/configmaps",
  kubernetes_service_account_v1: "/api/v1/namespaces/*/serviceaccounts",
  kubernetes_role_v1: `${rbac}/namespaces/*/roles`,
  kubernetes_role_binding_v1: `${rbac}/namespaces/*/rolebindings`,
  kubernetes_cluster_role_v1: `${rbac}/clusterroles`,
  kubernetes_cluster_role_binding_v1: `${rbac}/clusterrolebindings`,
};

/**
 * Removes objects that a stack defines and a local cluster has, but the stack's state does not.
 *
 * Terraform was killed between making them and writing that down; it would fail with "already exists" from then on. They
 * are taken from the synthesised stack, so this knows no names of its own. Returns a line for each.
 */
export async function removeUnrecorded(options: UnrecordedOptions): Promise<string[]> {
  const stack = await readJson<Stack>(options.stack);
  const recorded = recordedAddresses(await readJson<State>(options.state));
  const kept = adoptedAddresses(stack, options);
  const lines: string[] = [];
  for (const object of definedObjects(stack ?? {}, options.clusters)) {
    if (
      recorded.has(object.address) ||
      kept.has(object.address) ||
      (await object.cluster.api.get(object.path)) === undefined
    )
      continue;
    if (object.type === "kubernetes_namespace_v1") await deleteNamespace(object.cluster.api, object.path);
    else await object.cluster.api.delete(object.path);
    lines.push(
      `removed ${object.path} from "${object.cluster.spec.name}": an interrupted run made it without recording it`,
    );
  }
  return lines;
}

/** What the next deploy takes over. */
function adoptedAddresses(stack: Stack | undefined, { adopted }: UnrecordedOptions): Set<string> {
  const imported = (stack?.import ?? []).map(({ to }) => to);
  return new Set([...imported, ...(adopted ? ["kubernetes_secret_v1.cluster"] : [])]);
}

interface DefinedObject {
  readonly address: string;
  readonly type: string;
  readonly path: string;
  readonly cluster: OpenCluster;
}

function definedObjects(stack: Stack, clusters: readonly OpenCluster[]): DefinedObject[] {
  const result: DefinedObject[] = [];
  for (const [type, resources] of Object.entries(stack.resource ?? {})) {
    for (const [name, resource] of Object.entries(resources)) {
      const path = pathOf(type, resource);
      const cluster = clusterOf(stack, resource, clusters);
      if (path !== undefined && cluster !== undefined) result.push({ address: `${type}.${name}`, type, path, cluster });
    }
  }
  return result;
}

/** Path of the object; undefined where it is known to Terraform only, or where there may be none or many. */
function pathOf(type: string, resource: Resource): string | undefined {
  const collection = collections[type];
  const metadata = first(resource.metadata);
  if (
    collection === undefined ||
    metadata?.name === undefined ||
    resource.count !== undefined ||
    resource.for_each !== undefined
  )
    return undefined;
  const namespace = metadata.namespace ?? "default";
  if (`${metadata.name}${namespace}`.includes("${")) return undefined;
  return `${collection.replace("*", namespace)}/${metadata.name}`;
}

/** The local cluster that the resource's provider is configured for. */
function clusterOf(stack: Stack, resource: Resource, clusters: readonly OpenCluster[]): OpenCluster | undefined {
  const providers = [stack.provider?.kubernetes ?? []].flat() as Provider[];
  const alias = resource.provider?.split(".")[1];
  const provider = providers.find((candidate) => candidate.alias === alias);
  return clusters.find(
    ({ spec }) => spec.kubeconfig === provider?.config_path && spec.context === provider.config_context,
  );
}

function recordedAddresses(state: State | undefined): Set<string> {
  const resources = (state?.resources ?? []).filter(
    (resource) => resource.mode === "managed" && resource.instances.length > 0,
  );
  return new Set(resources.map((resource) => `${resource.type}.${resource.name}`));
}

function first<T>(value: T | readonly T[] | undefined): T | undefined {
  return Array.isArray(value) ? (value as readonly T[])[0] : (value as T | undefined);
}
