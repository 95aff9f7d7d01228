import type { KubernetesClient } from "../kubernetes.js";
import type { KubernetesList, KubernetesObject } from "../objects.js";

/** An Argo CD that is there, and who put it there. */
export interface Installation {
  readonly namespace: string;
  /**
   * Version of its image, without a leading "v".
   *
   * @default - it has no workload with an image that says one
   */
  readonly version?: string;
  readonly installedBy: Installer;
}

export type Installer =
  | { readonly kind: "helm"; readonly release: string; readonly chart?: string }
  | { readonly kind: "operator"; readonly name: string }
  | { readonly kind: "manifests" };

interface Part extends KubernetesObject {
  readonly metadata: KubernetesObject["metadata"] & { readonly ownerReferences?: readonly Owner[] };
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const label = "app.kubernetes.io/part-of=argocd";
const workloads = ["deployments", "statefulsets"] as const;

/**
 * Every Argo CD of a cluster, by namespace.
 *
 * Argo CD reads its settings from one ConfigMap, whoever installed it; that or a workload with its label is enough.
 */
export async function findInstallations(hub: KubernetesClient, namespace?: string): Promise<readonly Installation[]> {
  const parts = await readParts(hub, namespace);
  const byNamespace = new Map<string, Part[]>();
  for (const part of parts) {
    const place = part.metadata.namespace ?? "";
    byNamespace.set(place, [...(byNamespace.get(place) ?? []), part]);
  }
  return [...byNamespace]
    .map(([place, found]) => describe(place, found))
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

async function readParts(hub: KubernetesClient, namespace: string | undefined): Promise<readonly Part[]> {
  const within = namespace === undefined ? "" : `namespaces/${namespace}/`;
  const lists = await Promise.all([
    hub.get<KubernetesList<Part>>(`/api/v1/${within}configmaps?fieldSelector=metadata.name%3Dargocd-cm`),
    ...workloads.map((plural) =>
      hub.get<KubernetesList<Part>>(`/apis/apps/v1/${within}${plural}?labelSelector=${encodeURIComponent(label)}`),
    ),
  ]);
  return lists.flatMap(({ items }) => items);
}

function describe(namespace: string, parts: readonly Part[]): Installation {
  const version = versionOf(parts);
  return { namespace, ...(version !== undefined && { version }), installedBy: installerOf(parts) };
}

/** Of Argo CD's own image: workloads of the same label may be Redis, or Dex. */
function versionOf(parts: readonly Part[]): string | undefined {
  const images = parts
    .filter(({ metadata }) => /server|controller/.test(metadata.name))
    .flatMap(({ spec }) => spec?.template?.spec?.containers ?? [])
    .map(({ image = "" }) => /:v(\d+\.\d+\.\d+[\w.+-]*)(?:@|$)/.exec(image)?.[1]);
  return images.find((version) => version !== undefined);
}

function installerOf(parts: readonly Part[]): Installer {
  const owner = parts
    .flatMap(({ metadata }) => metadata.ownerReferences ?? [])
    .find(({ kind, apiVersion }) => kind === "ArgoCD" && apiVersion.startsWith("argoproj.io/"));
  if (owner !== undefined) return { kind: "operator", name: owner.name };
  const released = parts.find(({ metadata }) => metadata.annotations?.["meta.helm.sh/release-name"] !== undefined);
  if (released === undefined) return { kind: "manifests" };
  const { annotations, labels } = released.metadata;
  const chart = labels?.["helm.sh/chart"];
  return { kind: "helm", release: annotations?.["meta.helm.sh/release-name"] ?? "", ...(chart && { chart }) };
}
