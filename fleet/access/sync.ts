import type { Spoke } from "../../config/topology.js";
import type { Application } from "../objects.js";
import type { Snapshot } from "../snapshot.js";
import { applicationsOf } from "./deliveries.js";
import { nameOf } from "./needs.js";

/**
 * Has Argo CD sync again what the spoke forbade it; returns the Applications.
 *
 * By itself it tries a commit a few times and then never again, whatever it may do by then. Applications that nobody
 * syncs automatically are left to who does.
 */
export async function syncForbidden(snapshot: Snapshot, spoke: Spoke): Promise<string[]> {
  const forbidden = (await applicationsOf(snapshot, spoke)).filter(isForbidden);
  const hub = await snapshot.fleet.operator(snapshot.fleet.topology.hub.name);
  for (const application of forbidden) {
    const { name, namespace } = application.metadata;
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`;
    await hub.patch(path, { operation: operationOf(application) });
  }
  return forbidden.map(nameOf).sort();
}

/** Whether Argo CD has given up on an Application because of its rights. */
export function isForbidden({ spec, status }: Application): boolean {
  const { phase, message = "" } = status?.operationState ?? {};
  const ended = phase === "Failed" || phase === "Error";
  const { automated } = spec.syncPolicy ?? {};
  return ended && message.includes("forbidden") && automated !== undefined && automated.enabled !== false;
}

/** The operation that Argo CD itself would start. */
function operationOf({ spec, status }: Application): object {
  const { automated, syncOptions = [], retry = { limit: 5 } } = spec.syncPolicy ?? {};
  const { revision, revisions } = status?.sync ?? {};
  return {
    initiatedBy: { username: "hubspoke" },
    retry,
    sync: {
      prune: automated?.prune === true,
      syncOptions,
      ...(revisions === undefined ? { revision } : { revisions }),
    },
  };
}
