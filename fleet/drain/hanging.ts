import { apiPath, discoveryOf } from "../discovery.js";
import { ifThere, KubernetesError, type KubernetesClient } from "../kubernetes.js";
import type { Application, ApplicationResource, KubernetesObject } from "../objects.js";
import { keyOf } from "./applications.js";

/** The spoke, and how it serves kinds. */
interface Spoke {
  readonly client: KubernetesClient;
  readonly discover: ReturnType<typeof discoveryOf>;
}

/** Most objects of one Application that are named. */
const SHOWN = 10;

/** What an Application that does not go waits for: each object that is still on the spoke, and what holds it there. */
export async function hangingOf(application: Application, client: KubernetesClient): Promise<readonly string[]> {
  const spoke = { client, discover: discoveryOf(client) };
  const { namespace, name } = keyOf(application);
  const resources = application.status?.resources ?? [];
  const described = (await Promise.all(resources.map((resource) => describe(resource, spoke)))).flat();
  const more = described.length > SHOWN ? [`and ${described.length - SHOWN} more`] : [];
  const consent = resources.some(({ requiresDeletionConfirmation }) => requiresDeletionConfirmation)
    ? [`it waits for somebody's consent: argocd app confirm-deletion ${namespace}/${name}`]
    : [];
  const errors = (application.status?.conditions ?? [])
    .filter(({ type }) => type === "DeletionError")
    .map(({ message }) => `Argo CD: ${message}`);
  const lines = [...errors, ...consent, ...described.slice(0, SHOWN), ...more];
  return [`  - Application ${namespace}/${name}`, ...lines.map((line) => `    ${line}`)];
}

async function describe(resource: ApplicationResource, spoke: Spoke): Promise<readonly string[]> {
  const { kind, namespace, name } = resource;
  const what = `${kind} ${namespace ? `${namespace}/` : ""}${name}`;
  try {
    const found = await readObject(resource, spoke);
    if (found === undefined) return [];
    const { deletionTimestamp, finalizers = [] } = found.metadata;
    if (deletionTimestamp === undefined) return [`${what} is there`];
    const held = finalizers.length === 0 ? "" : `, held by finalizer ${finalizers.join(", ")}`;
    return [`${what} is being deleted${held}`];
  } catch (error) {
    if (error instanceof KubernetesError) return [`${what}: ${error.message}`];
    throw error;
  }
}

async function readObject(
  { group = "", version = "v1", kind, namespace, name }: ApplicationResource,
  { client, discover }: Spoke,
): Promise<KubernetesObject | undefined> {
  const known = await discover({ group, version, kind });
  if (known === undefined) return undefined;
  const within = known.namespaced ? `/namespaces/${namespace ?? ""}` : "";
  return ifThere(client.get<KubernetesObject>(`${apiPath({ group, version })}${within}/${known.name}/${name}`));
}
