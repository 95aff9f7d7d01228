import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { toolchainDirectory } from "../../cli/toolchain.js";
import type { KubeApi } from "../../local/kube-api.js";

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: object;
}

/** Kinds that have no namespace. */
const clusterScoped = ["ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"];

/**
 * Creates everything in Argo CD's own `manifests/install.yaml`, as `kubectl create -n argocd` does.
 *
 * Without replicas: where there are no nodes, processes take the place of pods.
 */
export async function installArgoCd(api: KubeApi, namespace: string): Promise<void> {
  await api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  for (const manifest of ownManifests()) {
    const isWorkload = ["Deployment", "StatefulSet"].includes(manifest.kind);
    const spec = isWorkload ? { spec: { ...manifest.spec, replicas: 0 } } : {};
    await api.create(pathOf(manifest, namespace), { ...manifest, ...spec });
  }
}

/** The version that the toolchain builds. */
export function argocdVersion(): string {
  return goModule().Version.replace(/^v/, "");
}

function ownManifests(): readonly Manifest[] {
  const text = readFileSync(join(goModule().Dir, "manifests", "install.yaml"), "utf8");
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

interface GoModule {
  readonly Dir: string;
  readonly Version: string;
}

/** Argo CD's Go module, which brings the manifests of its version. */
function goModule(): GoModule {
  const options = { cwd: toolchainDirectory(), encoding: "utf8" } as const;
  const described = execFileSync("go", ["mod", "download", "-json", "github.com/argoproj/argo-cd/v3"], options);
  return JSON.parse(described) as GoModule;
}

function pathOf({ apiVersion, kind }: Manifest, namespace: string): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = kind === "NetworkPolicy" ? "networkpolicies" : `${kind.toLowerCase()}s`;
  return clusterScoped.includes(kind) ? `${group}/${plural}` : `${group}/namespaces/${namespace}/${plural}`;
}
