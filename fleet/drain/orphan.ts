import { setTimeout as sleep } from "node:timers/promises";
import { ifThere } from "../kubernetes.js";
import type { Application } from "../objects.js";
import { applicationsOf, deleteWith, describeApplication, type Leaver } from "./applications.js";
import { PAUSE, RETURNS, makersOf, refreshMakers, remade } from "./makers.js";
import { DrainError, bulletsOf, type DrainOptions } from "./report.js";
import { secretPath } from "./secret.js";

/**
 * Removes the Applications of a spoke, and leaves what they delivered.
 *
 * First the Secret stops being a cluster of Argo CD's: from then on it touches nothing there, whoever deletes what with
 * which finalizer, and no generator finds the spoke. The other way round an ApplicationSet would have the last word: it
 * writes the finalizers of its Applications again, and deletes with them what it no longer generates.
 *
 * @throws DrainError for what comes back, or does not go
 */
export async function orphanApplications(leaver: Leaver, options: DrainOptions): Promise<void> {
  const namespace = leaver.topology.hub.argocd.namespace;
  let found = await applicationsOf(leaver);
  await letGo(leaver);
  if (found.length === 0) found = await applicationsOf(leaver);
  if (found.length === 0) return;
  const makers = makersOf(found, namespace);
  found.forEach((application) => options.onProgress(`removing ${describeApplication(application, namespace)}`));
  for (let round = 0; round < RETURNS; round++) {
    await removeAll(leaver, options);
    await refreshMakers(leaver.hub, makers, options.deadline);
    const before = found;
    found = await applicationsOf(leaver);
    if (found.length === 0) return refuseRemaking(leaver, before);
  }
  throw comesBack(leaver, found);
}

/** In one patch: no moment between in which a generator sees half of it. */
async function letGo({ hub, topology, spoke, secret }: Leaver): Promise<void> {
  if (secret === undefined) return;
  const labels = Object.fromEntries(Object.keys(secret.labels).map((key) => [key, null]));
  await ifThere(hub.patch(secretPath(topology, spoke), { metadata: { labels } }));
}

async function removeAll(leaver: Leaver, { deadline }: DrainOptions): Promise<void> {
  for (;;) {
    const found = await applicationsOf(leaver);
    if (found.length === 0) return;
    if (Date.now() >= deadline) throw stays(leaver, found);
    await Promise.all(found.map((one) => deleteWith(leaver.hub, one, withoutArgoCd(one))));
    if ((await applicationsOf(leaver)).length > 0) await sleep(PAUSE);
  }
}

/** What is left are finalizers of others, which Argo CD does not know either. */
function withoutArgoCd({ metadata }: Application): readonly string[] {
  return (metadata.finalizers ?? []).filter((finalizer) => !finalizer.includes("argocd.argoproj.io"));
}

/** An Application that is still in Git is not there now, and will be. */
async function refuseRemaking(leaver: Leaver, before: readonly Application[]): Promise<void> {
  const again = await remade(leaver.hub, before, leaver.topology.hub.argocd.namespace);
  if (again.length > 0) throw comesBack(leaver, again);
}

function comesBack({ topology, spoke }: Leaver, again: readonly Application[]): DrainError {
  const listed = bulletsOf(again.map((one) => describeApplication(one, topology.hub.argocd.namespace)));
  return new DrainError(
    `Argo CD has let go of spoke "${spoke.name}", and what was delivered to it stays; these Applications come back:\n${listed}`,
    "take them out in Git, which touches nothing on the spoke any more, and deploy again",
  );
}

function stays({ topology, spoke }: Leaver, found: readonly Application[]): DrainError {
  const { namespace } = topology.hub.argocd;
  const lines = found.map((one) => {
    const held = one.metadata.finalizers?.join(", ");
    return `${describeApplication(one, namespace)}${held ? `: held by finalizer ${held}` : ""}`;
  });
  return new DrainError(
    `Argo CD has let go of spoke "${spoke.name}"; these Applications do not go:\n${bulletsOf(lines)}`,
    "see to what holds them, and deploy again",
  );
}
