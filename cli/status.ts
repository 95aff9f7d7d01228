import { duration } from "../fleet/checks/expiry.js";
import { recordExpiries } from "../fleet/credential-expiry.js";
import { openFleet, type Fleet } from "../fleet/fleet.js";
import { problemOf } from "../fleet/problem.js";
import { fleetStatus, type ClusterStatus, type FleetStatus } from "../fleet/status.js";
import { openEnvironment } from "./environment.js";
import { fleetOptions } from "./fleet-options.js";
import { EXIT, writeData, writeStatus } from "./output.js";
import { table } from "./summary.js";

export interface StatusOptions {
  readonly json?: boolean;
  readonly record?: boolean;
}

/** `hubspoke status`: a line a cluster; exit 1 where a credential has expired, or the hub does not answer. */
export async function status(environment: string, options: StatusOptions): Promise<number> {
  const topology = openEnvironment(environment);
  const fleet = openFleet(topology, fleetOptions(topology));
  try {
    if (options.record) await record(fleet);
    const found = await fleetStatus(fleet);
    writeData(options.json ? JSON.stringify(found, undefined, 2) : statusText(found));
    if (found.argocdProblem !== undefined) writeStatus(`CONNECTION and APPS are not known: ${found.argocdProblem}`);
    return found.clusters.some(({ credential }) => credential?.state === "expired") ? EXIT.checkFailed : EXIT.fine;
  } catch (error) {
    writeStatus(`the hub of "${topology.name}" cannot be read: ${problemOf(error)}`);
    return EXIT.checkFailed;
  } finally {
    fleet.close();
  }
}

async function record(fleet: Fleet): Promise<void> {
  const spokes = await recordExpiries(fleet);
  writeStatus(
    spokes.length === 0 ? "every expiry was recorded already" : `recorded the expiry of ${spokes.join(", ")}`,
  );
}

const headings = ["CLUSTER", "SERVER", "MODE", "ACCESS", "CONNECTION", "APPS", "EXPIRES", "NOTES"];

function statusText({ clusters }: FleetStatus): string {
  return table([headings, ...clusters.map(row)]).join("\n");
}

function row(cluster: ClusterStatus): readonly string[] {
  const { name, server, mode, access, argocd } = cluster;
  const view = [argocd?.status, argocd && String(argocd.applications)];
  const cells = [name, server, mode, access, ...view, expiryText(cluster), notes(cluster).join(", ")];
  return cells.map((cell) => cell || "-");
}

function expiryText({ credential }: ClusterStatus): string | undefined {
  if (credential === undefined) return undefined;
  if (credential.state === "endless") return "never";
  const { state, secondsLeft, expiresAt } = credential;
  if (state === "expired") return `EXPIRED on ${expiresAt.slice(0, 10)}`;
  return `in ${duration(secondsLeft)}${state === "ending" ? " (rotate it)" : ""}`;
}

function notes({ role, secrets, quarantine, retired }: ClusterStatus): string[] {
  const registered = secrets.length > 0;
  return [
    ...(quarantine ? ["quarantine"] : []),
    ...(retired ? [registered ? "retired, still registered" : "retired"] : []),
    ...(registered || retired ? [] : ["not registered"]),
    ...(secrets.length > 1 ? [`${secrets.length} cluster Secrets`] : []),
    ...(role === "other" ? [`Secret ${secrets.join(", ")} is of no cluster in the file`] : []),
  ];
}
