import type { Check } from "../check.js";
import type { Application } from "../objects.js";
import type { Snapshot } from "../snapshot.js";
import { secretsOf } from "./cluster-secret.js";

/** The Applications that deliver to a cluster of this environment: of the others, somebody else takes care. */
export async function applicationsOfClusters(
  snapshot: Snapshot,
  applications: readonly Application[],
): Promise<readonly Application[]> {
  const { topology } = snapshot.fleet;
  const secrets = await snapshot.clusterSecrets();
  const own = [topology.hub, ...topology.spokes].flatMap((cluster) => secretsOf(topology, cluster, secrets));
  const known = new Set(own.flatMap(({ name, server }) => [name, server]));
  return applications.filter(({ spec: { destination = {} } }) => {
    const { name, server } = destination;
    return known.has(name ?? "") || known.has(server?.replace(/\/+$/, "") ?? "");
  });
}

/** It was not made here and may be meant, so it fails nothing. */
export function asWarning(check: Check): Check {
  return check.status === "failed" ? { ...check, status: "warning" } : check;
}
