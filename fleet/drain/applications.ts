import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import type { ClusterSecret } from "../cluster-secret.js";
import { ifThere, isNotFound, KubernetesError, type KubernetesClient } from "../kubernetes.js";
import type { Application, KubernetesList } from "../objects.js";

const API = "/apis/argoproj.io/v1alpha1";

/** What makes an Application, and makes it again when it is deleted. */
export interface Maker {
  readonly kind: "ApplicationSet" | "Application";
  readonly namespace: string;
  readonly name: string;
}

/** The hub, and the spoke that leaves it. */
export interface Leaver {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
  readonly hub: KubernetesClient;
  /** Undefined where the hub has none any more. */
  readonly secret: ClusterSecret | undefined;
}

/** Applications in all namespaces whose destination is the spoke, by its name or by its server. */
export async function applicationsOf(leaver: Leaver): Promise<readonly Application[]> {
  const all = await listApplications(leaver.hub);
  return all.filter((application) => isOf(leaver, application));
}

/** Whether an Application is delivered to the spoke. */
export function isOf({ spoke, secret }: Leaver, { spec: { destination } }: Application): boolean {
  const names = [spoke.argocdName, secret?.name];
  if (destination?.name) return names.includes(destination.name);
  return destination?.server !== undefined && destination.server.replace(/\/+$/, "") === secret?.server;
}

async function listApplications(hub: KubernetesClient): Promise<readonly Application[]> {
  // A hub that never got Argo CD does not know the kind.
  return (await ifThere(hub.get<KubernetesList<Application>>(`${API}/applications`)))?.items ?? [];
}

/** Path of an Application, or of what makes one. */
export function pathOf({ kind, namespace, name }: Omit<Maker, "kind"> & { readonly kind?: Maker["kind"] }): string {
  const plural = kind === "ApplicationSet" ? "applicationsets" : "applications";
  return `${API}/namespaces/${namespace}/${plural}/${name}`;
}

export function keyOf({ metadata }: Application): { readonly namespace: string; readonly name: string } {
  return { namespace: metadata.namespace ?? "", name: metadata.name };
}

/**
 * Who makes an Application, as its owner or its tracking says; undefined for one that was made by hand.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function makerOf({ metadata }: Application, argocdNamespace: string): Maker | undefined {
  const { ownerReferences = [], namespace = argocdNamespace } = metadata;
  const owner = ownerReferences.find(({ kind }) => kind === "ApplicationSet");
  if (owner !== undefined) return { kind: "ApplicationSet", namespace, name: owner.name };
  const parent = parentOf(metadata);
  if (parent === undefined || parent === metadata.name) return undefined;
  // One of another namespace is tracked as <namespace>_<name>.
  const [first = "", second] = parent.split("_", 2);
  return second === undefined
    ? { kind: "Application", namespace: argocdNamespace, name: first }
    : { kind: "Application", namespace: first, name: second };
}

/** By its annotation, or where Argo CD is told to track by label, by that. */
function parentOf({ annotations = {}, labels = {} }: Application["metadata"]): string | undefined {
  const [tracked] = annotations["argocd.argoproj.io/tracking-id"]?.split(":") ?? [];
  return tracked ?? labels["app.kubernetes.io/instance"];
}

/** `argocd/web, which Application "root" makes`. */
export function describeApplication(application: Application, argocdNamespace: string): string {
  const { namespace, name } = keyOf(application);
  const maker = makerOf(application, argocdNamespace);
  return `${namespace}/${name}${maker === undefined ? "" : `, which ${maker.kind} "${maker.name}" makes`}`;
}

/**
 * Deletes an Application in the state that was read, with these finalizers and no others.
 *
 * Returns false where somebody changed it in the meantime: an ApplicationSet writes finalizers too, and what is deleted
 * with the wrong ones takes what it delivered along, or leaves it.
 */
export async function deleteWith(
  hub: KubernetesClient,
  application: Application,
  finalizers: readonly string[],
): Promise<boolean> {
  const path = pathOf(keyOf(application));
  try {
    const { metadata } = await hub.patch<Application>(path, {
      metadata: { finalizers, resourceVersion: application.metadata.resourceVersion },
    });
    if (application.metadata.deletionTimestamp !== undefined) return true;
    await hub.remove(path, {
      kind: "DeleteOptions",
      apiVersion: "v1",
      preconditions: { uid: metadata.uid, resourceVersion: metadata.resourceVersion },
      propagationPolicy: "Background",
    });
    return true;
  } catch (error) {
    if (isNotFound(error)) return true;
    if (error instanceof KubernetesError && error.reason === "conflict") return false;
    throw error;
  }
}
