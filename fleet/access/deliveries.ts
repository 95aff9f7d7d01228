import type { Spoke } from "../../config/topology.js";
import { secretsOf } from "../checks/cluster-secret.js";
import { resourcesOf } from "../discovery.js";
import type { Application } from "../objects.js";
import type { Snapshot } from "../snapshot.js";
import { needsOf, type SpokeNeeds } from "./needs.js";

/**
 * What the hub's Applications deliver to a spoke.
 *
 * The spoke is asked too: only it knows the resources of its kinds.
 */
export async function readNeeds(snapshot: Snapshot, spoke: Spoke): Promise<SpokeNeeds> {
  const applications = await applicationsOf(snapshot, spoke);
  const client = await snapshot.fleet.operator(spoke.name);
  return needsOf(applications, resourcesOf(client));
}

/** The Applications whose destination is the spoke, by its name or its server. */
export async function applicationsOf(snapshot: Snapshot, spoke: Spoke): Promise<Application[]> {
  const secrets = secretsOf(snapshot.fleet.topology, spoke, await snapshot.clusterSecrets());
  const servers = new Set(secrets.map(({ server }) => server));
  return (await snapshot.applicationsEverywhere()).filter(({ spec }) => {
    const { name = "", server = "" } = spec.destination ?? {};
    return name === spoke.argocdName || servers.has(server.replace(/\/+$/, ""));
  });
}
