import { setRevision } from "../config/edit/revisions.js";
import { durationSeconds } from "../config/fields/duration.js";
import { loadEnvironment } from "../config/load.js";
import { spokeRegistrationStackId } from "../config/names.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { credentialExpiry, spokeSecrets } from "../fleet/credential-expiry.js";
import { openFleet } from "../fleet/fleet.js";
import { problemOf } from "../fleet/problem.js";
import { renewalOf } from "../fleet/renewal.js";
import { hubAndSpokes } from "./environment.js";
import { fleetOptions } from "./fleet-options.js";
import { EXIT, UsageError, writeStatus } from "./output.js";
import { openFile, requireOwnSpoke, type OpenFile } from "./spoke/open.js";
import { writeChange, type WriteOptions } from "./spoke/write.js";

export interface RotateOptions extends WriteOptions {
  readonly expiring?: string;
}

/** `hubspoke rotate`: another revision of credentials, so that the next deployment makes new ones. */
export async function rotate(environment: string, names: readonly string[], options: RotateOptions): Promise<number> {
  const open = openFile(environment);
  const topology = open.topology ?? hubAndSpokes(loadEnvironment(open.file));
  const spokes = await selected(open, topology, { names, expiring: options.expiring });
  if (spokes.length === 0) {
    writeStatus(`no credential that is made at deploy ends within ${options.expiring}: nothing to do`);
    return EXIT.fine;
  }
  const changed = spokes.reduce((text, spoke) => {
    const { path, revision } = revisionOf(topology, spoke);
    return setRevision(text, open.shown, { spoke: spoke.name, path, revision: revision + 1 });
  }, open.text);
  if (await writeChange(open, changed, options)) tellNext(open, topology, spokes);
  return EXIT.fine;
}

interface Selection {
  readonly names: readonly string[];
  readonly expiring: string | undefined;
}

async function selected(
  open: OpenFile,
  topology: HubSpokeTopology,
  { names, expiring }: Selection,
): Promise<readonly Spoke[]> {
  if (expiring !== undefined) {
    if (names.length > 0) throw new UsageError("--expiring beside names of spokes, expected one of them");
    const spokes = await endingWithin(topology, secondsOf(expiring));
    spokes.forEach(({ name }) => requireOwnSpoke(open, name));
    return spokes;
  }
  if (names.length === 0) {
    const rotatable = topology.spokes.filter((spoke) => !spoke.retired && hasRevision(spoke));
    throw new UsageError(
      `no spoke to rotate the credential of, expected names of: ${rotatable.map(({ name }) => name).join(", ") || "none has one"}\n` +
        `  fix: name some, or those that end soon: hubspoke rotate ${open.environment} --expiring 30d`,
    );
  }
  return [...new Set(names)].map((name) => {
    requireOwnSpoke(open, name);
    return requireRotatable(topology, name);
  });
}

function requireRotatable(topology: HubSpokeTopology, name: string): Spoke {
  const spoke = topology.spokes.find((each) => each.name === name);
  if (spoke === undefined) throw new UsageError(`no spoke "${name}" in ${topology.file}`);
  if (spoke.retired) throw new UsageError(`spoke "${name}" is retired: its credential goes with the next deployment`);
  if (!hasRevision(spoke)) throw new UsageError(nothingToRotate(topology, spoke));
  return spoke;
}

/** Whether its credential is made at deploy, so that another revision makes another one. */
function hasRevision({ registration }: Spoke): boolean {
  if (registration.mode === "bearer-token") return true;
  return registration.mode === "client-certificate" && registration.certificate.issue !== undefined;
}

function nothingToRotate(topology: HubSpokeTopology, spoke: Spoke): string {
  const { mode } = spoke.registration;
  if (mode === "client-certificate") {
    const fix = renewalOf(topology, spoke);
    return `the client certificate of spoke "${spoke.name}" comes in Terraform variables: nobody here makes it\n  fix: ${fix}`;
  }
  const source = mode === "aws-iam" ? "Argo CD's IAM role" : "a command in Argo CD's pods";
  return `spoke "${spoke.name}" has no credential to rotate: mode ${mode} gets a short one each time, by ${source}`;
}

/** Spokes whose credential ends within a time, or has ended; the hub tells. */
async function endingWithin(topology: HubSpokeTopology, seconds: number): Promise<readonly Spoke[]> {
  const fleet = openFleet(topology, fleetOptions(topology));
  try {
    const ending = (await spokeSecrets(fleet)).filter(
      ({ spoke, secret }) => !spoke.retired && (credentialExpiry(secret)?.left ?? Infinity) <= seconds,
    );
    const spokes = ending.map(({ spoke }) => spoke);
    spokes.filter((spoke) => !hasRevision(spoke)).forEach((spoke) => writeStatus(nothingToRotate(topology, spoke)));
    return spokes.filter(hasRevision);
  } catch (error) {
    throw new Error(`the hub of "${topology.name}" cannot be read: ${problemOf(error)}`, { cause: error });
  } finally {
    fleet.close();
  }
}

/** Seconds of a Go duration, or of one that begins with days. */
function secondsOf(text: string): number {
  const [, days = "0", rest = ""] = /^(?:(\d{1,6})d)?(.*)$/.exec(text) ?? [];
  const seconds = rest === "" && text !== "" ? 0 : durationSeconds(rest);
  if (seconds !== undefined) return Number(days) * 86_400 + seconds;
  throw new UsageError(`--expiring ${JSON.stringify(text)}, expected a duration such as 30d, 12h or 1d12h`);
}

interface Revision {
  /** Where it is in the spoke's entry. */
  readonly path: readonly string[];
  readonly revision: number;
}

function revisionOf(topology: HubSpokeTopology, spoke: Spoke): Revision {
  const { registration } = spoke;
  if (registration.mode === "bearer-token") {
    return { path: ["registration", "revision"], revision: registration.revision };
  }
  if (registration.mode === "client-certificate" && registration.certificate.issue !== undefined) {
    return { path: ["registration", "issue", "revision"], revision: registration.certificate.issue.revision };
  }
  throw new UsageError(nothingToRotate(topology, spoke));
}

function tellNext({ shown, environment }: OpenFile, { name }: HubSpokeTopology, spokes: readonly Spoke[]): void {
  const names = spokes.map((spoke) => `"${spoke.name}"`).join(", ");
  const stacks = spokes.map((spoke) => spokeRegistrationStackId(name, spoke.name)).join(" ");
  writeStatus(
    [
      `${shown}: another credential for ${names} at the next deployment; the present one works until it ends`,
      "next: commit it, then",
      `  npx hubspoke up ${environment}   # or: npx cdktf deploy ${stacks}`,
    ].join("\n"),
  );
}
