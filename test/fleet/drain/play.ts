import { application, secret, type FakeHub, type StoredObject } from "./fake-hub.js";

export const cascade = "resources-finalizer.argocd.argoproj.io";

export function applicationOf(hub: FakeHub, name: string): StoredObject | undefined {
  return hub.objects.get(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`);
}

export function secretOf(hub: FakeHub): StoredObject {
  return hub.objects.get(`/api/v1/namespaces/argocd/secrets/${secret}`) as StoredObject;
}

/** An Application of its own in Git, which another one syncs. */
export const tracked = { annotations: { "argocd.argoproj.io/tracking-id": "root:argoproj.io/Application:argocd/web" } };

/** Plays an Application that syncs another one by itself. */
export function putRoot(hub: FakeHub, requiresPruning?: true): void {
  const resources = [{ kind: "Application", namespace: "argocd", name: "web", requiresPruning }];
  const spec = { destination: { name: "in-cluster" }, syncPolicy: { automated: {} } };
  hub.put("applications", { ...application("root"), spec, status: { resources } });
}

/** Plays what answers a request to look again. */
export function answerRefresh(hub: FakeHub): void {
  for (const object of hub.objects.values()) {
    for (const key of ["argocd.argoproj.io/refresh", "argocd.argoproj.io/application-set-refresh"]) {
      delete object.metadata.annotations?.[key];
    }
  }
}

/** Plays Argo CD's controllers; returns the names of Applications that were deleted with what they delivered. */
export function playArgoCd(hub: FakeHub, preserve: boolean): Set<string> {
  const cascaded = new Set<string>();
  hub.react = () => {
    answerRefresh(hub);
    const labels = secretOf(hub).metadata.labels ?? {};
    const isCluster = labels["argocd.argoproj.io/secret-type"] === "cluster";
    const generated = isCluster && labels["hubspoke/role"] === "spoke";
    for (const [path, { metadata }] of hub.objects) {
      if (!path.includes("/applications/")) continue;
      if (metadata.ownerReferences !== undefined) playApplicationSet(metadata, generated, preserve);
      if (metadata.deletionTimestamp === undefined) continue;
      if (isCluster && metadata.finalizers?.includes(cascade)) cascaded.add(metadata.name);
      hub.objects.delete(path);
    }
  };
  return cascaded;
}

/** It writes its own finalizers again, and deletes what it does not generate any more. */
function playApplicationSet(metadata: StoredObject["metadata"], generated: boolean, preserve: boolean): void {
  if (generated) metadata.finalizers = preserve ? [] : [cascade];
  else metadata.deletionTimestamp ??= "2026-01-01T00:00:00Z";
}
