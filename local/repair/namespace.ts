import { LocalError } from "../errors.js";
import type { KubeApi } from "../kube-api.js";
import { until } from "../wait.js";

const kinds = ["applications", "applicationsets", "appprojects"];
const timeout = 60_000;

interface ObjectList {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly finalizers?: readonly string[] } }[];
}

/**
 * Deletes a namespace and waits until it is gone.
 *
 * Argo CD's objects may wait for an Argo CD that does not run, and a namespace for them; so their finalizers go first. What
 * they delivered to spokes stays there, and is found again by the Applications that come after.
 */
export async function deleteNamespace(api: KubeApi, path: string): Promise<void> {
  const name = path.split("/").at(-1) as string;
  for (const kind of kinds) await removeFinalizers(api, `/apis/argoproj.io/v1alpha1/namespaces/${name}/${kind}`);
  await api.delete(path);
  const gone = await until(async () => ((await api.get(path)) === undefined ? true : undefined), {
    timeout,
    interval: 200,
  });
  if (gone === undefined)
    throw new LocalError(
      `namespace ${name} does not end after ${timeout / 1000} s; see: kubectl get namespace ${name} -o yaml`,
    );
}

async function removeFinalizers(api: KubeApi, collection: string): Promise<void> {
  const list = await api.get<ObjectList>(collection); // none: the kind is not installed
  for (const { metadata } of list?.items ?? []) {
    if (metadata.finalizers?.length)
      await api.patch(`${collection}/${metadata.name}`, { metadata: { finalizers: null } });
  }
}
