import type { Leaving } from "../../../config/topology.js";
import type { HubSpokeTopology, Spoke } from "../../../config/topology.js";
import { startFleet, withSpoke } from "../fake-fleet.js";
import { base64, startServer, status, writeKubeconfigFor, type Answer, type Received } from "../support.js";

/** An object of the hub, as the tests look at it. */
export interface StoredObject {
  metadata: {
    name: string;
    namespace: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    deletionTimestamp?: string;
    ownerReferences?: object[];
  };
  [field: string]: unknown;
}

/** A hub that stores what is written to it; what Argo CD would do then is the test's to say. */
export interface FakeHub {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
  readonly objects: Map<string, StoredObject>;
  /** Requests that change something, as `METHOD path`. */
  readonly writes: readonly string[];
  /** Runs after each write. */
  react: () => void;
  put(plural: string, object: StoredObject): void;
  has(plural: string, name: string): boolean;
}

export const secret = "cluster-dev-a";
const applications = "/apis/argoproj.io/v1alpha1/applications";

export async function startHub(leaving: Leaving): Promise<FakeHub> {
  const objects = new Map<string, StoredObject>();
  const writes: string[] = [];
  const hub = { objects, writes, react: () => undefined } as unknown as { -readonly [K in keyof FakeHub]: FakeHub[K] };
  const server = await startServer((received) => answer(hub, writes, received));
  const fleet = await startFleet();
  const topology = withSpoke(fleet.topology, { retired: true, leaving });
  const kubeconfig = await writeKubeconfigFor(server);
  hub.topology = {
    ...topology,
    hub: { ...topology.hub, cluster: { provider: "existing", kubeconfig, context: "admin" } },
  };
  hub.spoke = topology.spokes[0] as Spoke;
  hub.put = (plural, object) => store(objects, pathOf(plural, object.metadata), object);
  hub.has = (plural, name) => objects.has(pathOf(plural, { namespace: "argocd", name }));
  hub.put("secrets", clusterSecret(fleet.spoke.url));
  return hub;
}

function clusterSecret(server: string): StoredObject {
  const labels = { "argocd.argoproj.io/secret-type": "cluster", "hubspoke/role": "spoke", tier: "gold" };
  return {
    metadata: { name: secret, namespace: "argocd", labels },
    data: { name: base64("a"), server: base64(server), config: base64("{}") },
  };
}

export function application(name: string, over: Partial<StoredObject["metadata"]> = {}): StoredObject {
  return {
    metadata: { name, namespace: "argocd", ...over },
    spec: { project: "platform", destination: { name: "a", namespace: "apps" } },
  };
}

export function ownedBy(name: string): Partial<StoredObject["metadata"]> {
  return { ownerReferences: [{ kind: "ApplicationSet", name }] };
}

function pathOf(plural: string, { namespace, name }: { readonly namespace: string; readonly name: string }): string {
  const api = plural === "secrets" ? "/api/v1" : "/apis/argoproj.io/v1alpha1";
  return `${api}/namespaces/${namespace}/${plural}/${name}`;
}

let version = 0;

function store(objects: FakeHub["objects"], path: string, object: StoredObject): void {
  version++;
  const uid = object.metadata.uid ?? `uid-${version}`;
  objects.set(path, { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(version) } });
}

function answer(hub: FakeHub, writes: string[], received: Received): Answer {
  const { method, path } = received;
  if (path === "/version") return { gitVersion: "v1.34.4" };
  if (path === applications)
    return { items: [...hub.objects].flatMap(([at, one]) => (/\/applications\//.test(at) ? [one] : [])) };
  if (method === "GET") return hub.objects.get(path) ?? status(404, `${path} not found`);
  writes.push(`${method} ${path}`);
  const body = JSON.parse(received.body || "{}") as StoredObject;
  const result = write(hub, method, path, body);
  hub.react();
  return result;
}

function write(hub: FakeHub, method: string, path: string, body: StoredObject): Answer {
  if (method === "POST") {
    const at = `${path}/${body.metadata.name}`;
    if (hub.objects.has(at)) return status(409, "already exists");
    store(hub.objects, at, body);
    return hub.objects.get(at) as object;
  }
  const found = hub.objects.get(path);
  if (found === undefined) return status(404, `${path} not found`);
  return method === "PATCH" ? patch(hub, path, found, body) : remove(hub, path, found, body);
}

function patch(hub: FakeHub, path: string, found: StoredObject, body: StoredObject): Answer {
  const { resourceVersion } = body.metadata;
  if (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion)
    return status(409, "conflict");
  store(hub.objects, path, merge(found, body) as StoredObject);
  finish(hub, path);
  return hub.objects.get(path) ?? found;
}

/** What is left without a finalizer goes once it is deleted. */
function finish(hub: FakeHub, path: string): void {
  const { metadata } = hub.objects.get(path) as StoredObject;
  if (metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0) hub.objects.delete(path);
}

function remove(hub: FakeHub, path: string, found: StoredObject, body: object): Answer {
  const { preconditions } = body as { preconditions?: { uid?: string; resourceVersion?: string } };
  if (preconditions?.resourceVersion !== found.metadata.resourceVersion) return status(409, "conflict");
  store(hub.objects, path, { ...found, metadata: { ...found.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } });
  finish(hub, path);
  return {};
}

/** A JSON merge patch. */
function merge(value: unknown, change: unknown): unknown {
  if (typeof change !== "object" || change === null || Array.isArray(change)) return change;
  const before = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const after = { ...before };
  for (const [key, item] of Object.entries(change)) {
    if (item === null) delete after[key];
    else after[key] = merge(before[key], item);
  }
  return after;
}
