import type { KubeApi } from "../kube-api.js";

interface SecretList {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/**
 * Removes Helm's notes of operations that never ended.
 *
 * Helm writes a Secret with status `pending-...` before it works and refuses everything while there is one. That is safe to
 * remove because nobody works on the release: we hold the environment, and ended what a killed run left. The objects it
 * may have made stay, they name the release as their owner, and the next install or upgrade takes them over.
 */
export async function removePendingReleases(hub: KubeApi, namespace: string): Promise<string[]> {
  const selector = encodeURIComponent(
    "owner=helm,status in (pending-install,pending-upgrade,pending-rollback,uninstalling)",
  );
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const list = await hub.get<SecretList>(`${secrets}?labelSelector=${selector}`);
  const names = (list?.items ?? []).map((item) => item.metadata.name);
  for (const name of names) await hub.delete(`${secrets}/${name}`);
  return names.map((name) => `removed Helm's note of an operation that was interrupted: ${namespace}/${name}`);
}
