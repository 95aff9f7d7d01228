import { setTimeout as sleep } from "node:timers/promises";
import type { HubSpokeTopology } from "../config/topology.js";
import { syncForbidden } from "./access/sync.js";
import { openFleet, type Fleet, type FleetOptions } from "./fleet.js";
import type { Application, KubernetesList } from "./objects.js";
import { problemOf } from "./problem.js";
import { takeSnapshot } from "./snapshot.js";
import { verifyFleet, type Report } from "./verify.js";

export interface WaitOptions extends FleetOptions {
  /** Milliseconds since 1970 after which it gives up. */
  readonly deadline: number;
  /** Called after each look at the fleet. */
  readonly onProgress?: (report: Report) => void;
  /**
   * Has Argo CD compare what is not synced yet at once, by its refresh annotation, and sync
   * again what computed access now covers: nothing else is ever written.
   *
   * @default false
   */
  readonly refresh?: boolean;
  /**
   * Has Argo CD compare every Application anew before the first look: what it says of a cluster that was just made or
   * repaired may be from before.
   *
   * @default false
   */
  readonly compareAll?: boolean;
}

/** Milliseconds between the end of a look and the next. */
const PAUSE = 500;

/** Milliseconds before Argo CD is asked again to refresh: it needs some for what it was asked before. */
const REFRESH_PAUSE = 5000;

/**
 * Verifies again and again until nothing fails or the deadline has passed, and returns the last report.
 *
 * Rejects with the signal's reason when aborted.
 */
export async function waitUntilVerified(topology: HubSpokeTopology, options: WaitOptions): Promise<Report> {
  const fleet = openFleet(topology, options);
  let refreshed = 0;
  try {
    // An Argo CD of somebody else's has Applications that are none of ours to compare.
    if (options.compareAll && !topology.hub.argocd.existing) await compareAll(fleet, options);
    for (;;) {
      const report = await verifyFleet(fleet);
      options.onProgress?.(report);
      if (report.ok || Date.now() + PAUSE >= options.deadline) return report;
      if (options.refresh && Date.now() - refreshed >= REFRESH_PAUSE) {
        await refresh(fleet, report);
        await syncCovered(fleet, report);
        refreshed = Date.now();
      }
      await pause(options.signal);
    }
  } finally {
    fleet.close();
  }
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  // The timer's own error hides the reason that the caller gave.
  await sleep(PAUSE, undefined, { signal }).catch(() => signal?.throwIfAborted());
}

const REFRESH = {
  application: { plural: "applications", annotations: { "argocd.argoproj.io/refresh": "normal" } },
  applicationset: { plural: "applicationsets", annotations: { "argocd.argoproj.io/application-set-refresh": "true" } },
} as const;

/** Best effort, as the checks that follow tell what is wrong. Argo CD removes the annotation as it writes what it found. */
async function compareAll(fleet: Fleet, { deadline, signal }: WaitOptions): Promise<void> {
  const { hub } = fleet.topology;
  const { plural, annotations } = REFRESH.application;
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${hub.argocd.namespace}/${plural}`;
  try {
    const client = await fleet.operator(hub.name);
    const list = async () => (await client.get<KubernetesList<Application>>(path)).items;
    const all = await list();
    await Promise.all(
      all.map(({ metadata }) => client.patch(`${path}/${metadata.name}`, { metadata: { annotations } })),
    );
    while ((await list()).some(isToBeCompared) && Date.now() < deadline) await pause(signal);
  } catch (error) {
    signal?.throwIfAborted();
    problemOf(error);
  }
}

function isToBeCompared({ metadata }: Application): boolean {
  return Object.keys(REFRESH.application.annotations).some((name) => metadata.annotations?.[name] !== undefined);
}

/** Best effort: what was forbidden under narrower rules is tried again under those that cover it. */
async function syncCovered(fleet: Fleet, { checks }: Report): Promise<void> {
  if (!checks.some(({ id, status }) => id === "application" && status === "failed")) return;
  const covered = checks.filter(({ id, status }) => id === "access-computed" && status === "passed");
  const snapshot = takeSnapshot(fleet);
  for (const spoke of fleet.topology.spokes.filter(({ name }) => covered.some(({ subject }) => subject === name))) {
    await syncForbidden(snapshot, spoke).catch(problemOf);
  }
}

/** Best effort: what cannot be annotated now fails its own check in the next look. */
async function refresh(fleet: Fleet, report: Report): Promise<void> {
  const { hub } = fleet.topology;
  const failed = report.checks.filter((check) => check.status === "failed");
  for (const check of failed) {
    const kind = REFRESH[check.id as keyof typeof REFRESH];
    if (!kind) continue;
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${hub.argocd.namespace}/${kind.plural}/${check.subject}`;
    const client = await fleet.operator(hub.name);
    await client.patch(path, { metadata: { annotations: kind.annotations } }).catch(problemOf);
  }
}
