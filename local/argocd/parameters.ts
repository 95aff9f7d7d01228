import type { KubeApi } from "../kube-api.js";
import type { Component } from "./spec.js";
// Taken from the env entries of Argo CD's own manifests: environment variable -> ConfigMap/key.
import table from "./parameters.json" with { type: "json" };

const byComponent: Readonly<Record<string, Readonly<Record<string, string>>>> = table;

/** Data of Argo CD's ConfigMaps, by name. */
export type ConfigMaps = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads the ConfigMaps that parameters come from. */
export async function readConfigMaps(api: KubeApi, namespace: string): Promise<ConfigMaps> {
  const names = ["argocd-cmd-params-cm", "argocd-cm"];
  const maps = await Promise.all(
    names.map((name) =>
      api.get<{ data?: Record<string, string> }>(`/api/v1/namespaces/${namespace}/configmaps/${name}`),
    ),
  );
  return Object.fromEntries(names.map((name, index) => [name, maps[index]?.data ?? {}]));
}

/** Tells the Argo CD that is on the hub now from one whose objects were deleted; "" where there is none. */
export async function readInstallation(api: KubeApi, namespace: string): Promise<string> {
  const found = await api.get<{ metadata: { uid: string } }>(`/api/v1/namespaces/${namespace}`);
  return found?.metadata.uid ?? "";
}

/**
 * Environment variables that a component gets from the ConfigMaps, as its Deployment would give them.
 *
 * Addresses, and whether the repo-server is reached over TLS, are left out: here they are ours to say.
 */
export function parameterEnvironment(component: Component, maps: ConfigMaps): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [variable, source] of Object.entries(byComponent[component] ?? {})) {
    const [map, key] = source.split("/", 2) as [string, string];
    const value = maps[map]?.[key];
    if (value !== undefined) result[variable] = value;
  }
  return result;
}
