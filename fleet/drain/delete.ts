import { setTimeout as sleep } from "node:timers/promises";
import { drainingKey } from "../../config/names.js";
import { ifThere, KubernetesError, type KubernetesClient } from "../kubernetes.js";
import type { Application, ApplicationResource } from "../objects.js";
import { applicationsOf, deleteWith, describeApplication, isOf, keyOf, pathOf, type Leaver } from "./applications.js";
import { hangingOf } from "./hanging.js";
import { PAUSE, RETURNS, remade } from "./makers.js";
import { DrainError, bulletsOf, type DrainOptions } from "./report.js";
import { secretPath } from "./secret.js";

const CASCADE = "resources-finalizer.argocd.argoproj.io";

/** Most bytes of an annotation of ours; Kubernetes takes 256 KiB of all together. */
const MAX_RECORD = 200_000;

/** An Application that is to be deleted with what it delivered: what it takes to delete that without it. */
interface Doomed {
  readonly namespace: string;
  readonly name: string;
  readonly spec: Pick<Application["spec"], "project" | "destination">;
  readonly resources?: readonly ApplicationResource[];
}

/**
 * Deletes the Applications of a spoke with what they delivered.
 *
 * An ApplicationSet may delete its Applications without that, and takes away the finalizer that would do it
 * (`preserveResourcesOnDeletion`). So what is to go is written down on the Secret, in the same patch that takes the
 * labels which generators select by; and each is then deleted once more, as an Application of nobody's: Argo CD finds
 * what it delivered by its name, and an empty hand is the proof that nothing is left.
 *
 * @throws DrainError for what comes back, or does not go
 */
export async function deleteApplications(
  leaver: Leaver,
  spoke: KubernetesClient,
  options: DrainOptions,
): Promise<void> {
  const found = await applicationsOf(leaver);
  await refuseRemaking(leaver, found);
  const doomed = [...recordOf(leaver), ...found.map(doom)];
  const unique = [...new Map(doomed.map((one) => [pathOf(one), one])).values()];
  if (unique.length === 0) return;
  await record(leaver, unique);
  unique.forEach(({ namespace, name }) => options.onProgress(`deleting ${namespace}/${name} and what it delivered`));
  const work = { leaver, spoke, options };
  await deleteFound(work);
  await Promise.all(unique.map((one) => deleteDelivered(work, one)));
}

interface Work {
  readonly leaver: Leaver;
  readonly spoke: KubernetesClient;
  readonly options: DrainOptions;
}

/** With its finalizer on, its end in Git is the end of what it delivered. */
async function refuseRemaking({ hub, topology, spoke }: Leaver, found: readonly Application[]): Promise<void> {
  const { namespace } = topology.hub.argocd;
  const again = await remade(hub, found, namespace);
  if (again.length === 0) return;
  await Promise.all(
    again.map((one) => ifThere(hub.patch(pathOf(keyOf(one)), { metadata: { finalizers: withCascade(one) } }))),
  );
  throw new DrainError(
    `spoke "${spoke.name}" has Applications that would come back:\n` +
      bulletsOf(again.map((one) => describeApplication(one, namespace))),
    "take them out in Git, with which Argo CD deletes what they delivered, and deploy again",
  );
}

function withCascade({ metadata }: Application): readonly string[] {
  const { finalizers = [] } = metadata;
  return finalizers.some((finalizer) => finalizer.startsWith(CASCADE)) ? finalizers : [...finalizers, CASCADE];
}

function doom(application: Application): Doomed {
  const { project, destination } = application.spec;
  return { ...keyOf(application), spec: { project, destination }, resources: application.status?.resources };
}

/** What an interrupted run was about to delete. */
function recordOf({ secret }: Leaver): readonly Doomed[] {
  const text = secret?.annotations[drainingKey];
  return text === undefined ? [] : (JSON.parse(text) as readonly Doomed[]);
}

/** Labels and record in one patch: no generator drops what is not written down. */
async function record({ hub, topology, spoke, secret }: Leaver, doomed: readonly Doomed[]): Promise<void> {
  const others = Object.keys(secret?.labels ?? {}).filter((key) => key !== "argocd.argoproj.io/secret-type");
  const whole = JSON.stringify(doomed);
  const text =
    whole.length <= MAX_RECORD ? whole : JSON.stringify(doomed.map((one) => ({ ...one, resources: undefined })));
  await hub.patch(secretPath(topology, spoke), {
    metadata: {
      labels: Object.fromEntries(others.map((key) => [key, null])),
      annotations: { [drainingKey]: text },
    },
  });
}

/** Deletes what there is, until there is none. */
async function deleteFound(work: Work): Promise<void> {
  const { leaver, options } = work;
  const seen = new Map<string, Set<string>>();
  for (;;) {
    const found = await applicationsOf(leaver);
    if (found.length === 0) return;
    for (const one of found) {
      const path = pathOf(keyOf(one));
      const uids = seen.get(path)?.add(one.metadata.uid ?? "") ?? new Set([one.metadata.uid ?? ""]);
      seen.set(path, uids);
      if (uids.size > RETURNS) throw comesBack(leaver, one);
    }
    if (Date.now() >= options.deadline) throw await hanging(work, found);
    const going = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    await Promise.all(going.map((one) => deleteWith(leaver.hub, one, withCascade(one))));
    await sleep(PAUSE);
  }
}

function comesBack({ topology, spoke }: Leaver, again: Application): DrainError {
  return new DrainError(
    `spoke "${spoke.name}" has an Application that comes back: ${describeApplication(again, topology.hub.argocd.namespace)}`,
    "take the spoke out of what makes it, in Git, or choose applications: orphan; and deploy again",
  );
}

/** Deletes what an Application that is gone delivered, and waits until that is gone. */
async function deleteDelivered(work: Work, { spec, resources, ...key }: Doomed): Promise<void> {
  const { leaver, options } = work;
  const path = pathOf(key);
  const stub = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { ...key, finalizers: [CASCADE] },
    spec,
    // What waits for somebody's consent still does.
    ...(resources && { status: { resources } }),
  };
  for (let created = false; ;) {
    const found = await ifThere(leaver.hub.get<Application>(path));
    // One of that name may be there by now, and of another cluster.
    if (found === undefined ? created : !isOf(leaver, found)) return;
    if (found === undefined) created = await create(leaver.hub, stub);
    else if (Date.now() >= options.deadline) throw await hanging(work, [found]);
    else if (found.metadata.deletionTimestamp === undefined) await deleteWith(leaver.hub, found, withCascade(found));
    else await sleep(PAUSE);
  }
}

/** False where an ApplicationSet was quicker. */
async function create(hub: KubernetesClient, application: Application): Promise<boolean> {
  const path = pathOf(keyOf(application));
  try {
    await hub.create(path.slice(0, path.lastIndexOf("/")), application);
    return true;
  } catch (error) {
    if (error instanceof KubernetesError && error.reason === "conflict") return false;
    throw error;
  }
}

async function hanging({ leaver, spoke }: Work, found: readonly Application[]): Promise<DrainError> {
  const lines = (await Promise.all(found.map((one) => hangingOf(one, spoke)))).flat();
  return new DrainError(
    `spoke "${leaver.spoke.name}" still has what is to be deleted:\n${lines.join("\n")}`,
    "see to what holds it, and deploy again: it goes on where it stopped",
  );
}
