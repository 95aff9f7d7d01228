import type { ModeName } from "../config/registration/index.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import type { Check, CheckStatus } from "./check.js";
import { checkComponents } from "./checks/argocd-components.js";
import { checkAwsIam } from "./checks/aws-iam.js";
import { checkIdentity } from "./checks/aws-identity.js";
import { checkApplications, checkApplicationSets } from "./checks/applications.js";
import { checkBearerToken } from "./checks/bearer-token.js";
import { checkClientCertificate } from "./checks/client-certificate.js";
import { checkCluster } from "./checks/cluster.js";
import { checkHubSecret, checkRetired, checkSpokeSecret } from "./checks/cluster-secret.js";
import { checkConnection } from "./checks/connection.js";
import { checkDeliveries } from "./checks/deliveries.js";
import { checkExec } from "./checks/exec.js";
import { checkSecretEdits } from "./checks/secret-edits.js";
import { checkStraySecrets } from "./checks/stray-secrets.js";
import { openFleet, type Fleet, type FleetOptions } from "./fleet.js";
import { takeSnapshot, type Snapshot } from "./snapshot.js";

export interface Report {
  readonly environment: string;
  /** False if any check failed; warnings and skipped checks do not count. */
  readonly ok: boolean;
  readonly counts: Readonly<Record<CheckStatus, number>>;
  readonly checks: readonly Check[];
  readonly seconds: number;
}

export interface VerifyOptions extends FleetOptions {
  /** Called for each check, in the order of the report, as soon as that order allows. */
  readonly onCheck?: (check: Check) => void;
}

/** Proves that an environment runs as its file says; changes nothing. */
export async function verify(topology: HubSpokeTopology, options: VerifyOptions = {}): Promise<Report> {
  const fleet = openFleet(topology, options);
  try {
    return await verifyFleet(fleet, options.onCheck);
  } finally {
    fleet.close();
  }
}

/** `verify` over connections that are already open. */
export async function verifyFleet(fleet: Fleet, onCheck: (check: Check) => void = () => {}): Promise<Report> {
  const started = performance.now();
  const checks: Check[] = [];
  await inOrder(plan(takeSnapshot(fleet)), (found) => {
    checks.push(...found);
    found.forEach(onCheck);
  });
  const counts = { passed: 0, warning: 0, failed: 0, skipped: 0 };
  for (const check of checks) counts[check.status] += 1;
  const seconds = Math.round(performance.now() - started) / 1000;
  return { environment: fleet.topology.name, ok: counts.failed === 0, counts, checks, seconds };
}

type Step = () => Promise<Check[]>;

/** What is looked at of a spoke's credential, by the mode of its registration. */
const checksOfMode: Readonly<Record<ModeName, (snapshot: Snapshot, spoke: Spoke) => Promise<Check[]>>> = {
  "bearer-token": checkBearerToken,
  "aws-iam": checkAwsIam,
  exec: checkExec,
  "client-certificate": checkClientCertificate,
};

/** Everything that is looked at, in the order of the report. */
function plan(snapshot: Snapshot): Step[] {
  const { hub, spokes } = snapshot.fleet.topology;
  return [
    () => checkCluster(snapshot, hub),
    () => checkComponents(snapshot),
    () => checkIdentity(snapshot, hub),
    () => checkHubSecret(snapshot, hub),
    () => checkConnection(snapshot, hub),
    ...spokes.flatMap((spoke): Step[] => {
      if (spoke.retired) return [() => checkRetired(snapshot, spoke)];
      return [
        () => checkCluster(snapshot, spoke),
        () => checkSpokeSecret(snapshot, spoke),
        () => checkSecretEdits(snapshot, spoke),
        () => checksOfMode[spoke.registration.mode](snapshot, spoke),
        () => checkDeliveries(snapshot, spoke),
        () => checkConnection(snapshot, spoke),
      ];
    }),
    () => checkStraySecrets(snapshot),
    () => checkApplicationSets(snapshot),
    () => checkApplications(snapshot),
  ];
}

/** Steps at a time; each may send several requests. */
const CONCURRENCY = 16;

/** Runs the steps at most so many at a time, and hands over their results in the order of the steps. */
async function inOrder(steps: readonly Step[], deliver: (checks: Check[]) => void): Promise<void> {
  const results: (Check[] | undefined)[] = steps.map(() => undefined);
  let next = 0;
  let delivered = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < steps.length; index = next++) {
      results[index] = await steps[index]?.();
      for (let ready = results[delivered]; ready; ready = results[++delivered]) deliver(ready);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
