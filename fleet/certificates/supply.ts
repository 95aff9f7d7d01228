import { durationSeconds } from "../../config/fields/duration.js";
import { certificateIssueKey, managerUser } from "../../config/names.js";
import type { CertificateIssue, CertificateSource } from "../../config/registration/index.js";
import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import { authenticate } from "../checks/credential.js";
import { expiryOf, rfc3339 } from "../checks/expiry.js";
import { listClusterSecrets, type ClusterSecret } from "../cluster-secret.js";
import { openFleet, type Fleet } from "../fleet.js";
import { KubernetesError } from "../kubernetes.js";
import { once } from "../once.js";
import type { Obstacle } from "../preflight.js";
import { fixOf, problemOf } from "../problem.js";
import { certificateSubject, certificateTimes, flawOfPair, pairOf, type CertificatePair } from "./certificate.js";
import { issueCertificate, IssueError, type IssueOptions } from "./issue.js";

/** The certificates of an environment whose spokes issue them. */
export interface Supply {
  /** Environment variables for Terraform; the keys are in them. */
  readonly variables: Readonly<Record<string, string>>;
  /** A line for each certificate: where it is from, and how long it lasts. */
  readonly notes: readonly string[];
  /** Spokes that there is none for. */
  readonly obstacles: readonly Obstacle[];
}

/** Where a spoke's certificate comes from, where the spoke issues it. */
type IssuedSource = CertificateSource & { readonly issue: CertificateIssue };

/**
 * The certificate of every spoke that issues one: that which the hub holds while it is good, or else a new one.
 *
 * Asks with the operator's access to the hub and the spokes. A spoke that gives none stops no other.
 */
export async function supplyCertificates(topology: HubSpokeTopology, options: IssueOptions = {}): Promise<Supply> {
  const issued = topology.spokes.flatMap((spoke) => {
    const source = issuedSource(spoke);
    return source === undefined ? [] : [{ spoke, source }];
  });
  const fleet = openFleet(topology);
  const secrets = once(() => secretsOfHub(fleet));
  // All of them to their end, also when interrupted: each takes its request away from its spoke.
  const supplies = await Promise.allSettled(
    issued.map(({ spoke, source }) => supply({ fleet, secrets, spoke, source, options })),
  );
  fleet.close();
  const found = supplies.map((settled) => {
    if (settled.status === "rejected") throw settled.reason;
    return settled.value;
  });
  const supplied = found.filter((one) => "note" in one);
  return {
    variables: Object.assign({}, ...supplied.map(({ variables }) => variables)) as Supply["variables"],
    notes: supplied.map(({ note }) => note),
    obstacles: found.filter((one) => "problem" in one),
  };
}

function issuedSource({ registration, retired }: Spoke): IssuedSource | undefined {
  if (retired || registration.mode !== "client-certificate") return undefined;
  const { issue, ...source } = registration.certificate;
  return issue && { ...source, issue };
}

/** A hub that does not answer may be one that the next deploy makes: then it holds nothing. */
async function secretsOfHub({ topology, operator }: Fleet): Promise<readonly ClusterSecret[]> {
  try {
    return await listClusterSecrets(await operator(topology.hub.name), topology.hub.argocd.namespace);
  } catch (error) {
    // Whoever may not read what the hub holds would have a new one issued each time.
    if (error instanceof KubernetesError && error.reason !== "unreachable") throw error;
    problemOf(error);
    return [];
  }
}

interface Wanted {
  readonly fleet: Fleet;
  readonly secrets: () => Promise<readonly ClusterSecret[]>;
  readonly spoke: Spoke;
  readonly source: IssuedSource;
  readonly options: IssueOptions;
}

interface Supplied {
  readonly variables: Readonly<Record<string, string>>;
  readonly note: string;
}

async function supply(wanted: Wanted): Promise<Supplied | Obstacle> {
  const { fleet, spoke, source, options } = wanted;
  try {
    const held = await heldPair(wanted);
    const pair = held ?? (await issueCertificate(await fleet.operator(spoke.name), source.issue, options));
    const from = held === undefined ? "issued a certificate" : "the certificate that the hub holds";
    return { variables: variablesOf(source, pair), note: `${spoke.name}: ${from}, ${lasting(pair, source.issue)}` };
  } catch (error) {
    options.signal?.throwIfAborted();
    const known = error instanceof IssueError;
    const fix = known ? error.fix : fixOf(error);
    const problem = `no client certificate: ${known ? error.message : problemOf(error)}`;
    return { cluster: spoke.name, problem, ...(fix !== undefined && { fix }) };
  }
}

function variablesOf({ variables }: IssuedSource, pair: CertificatePair): Record<string, string> {
  return { [`TF_VAR_${variables.certificate}`]: pair.certificate, [`TF_VAR_${variables.key}`]: pair.key };
}

function lasting(pair: CertificatePair, { lifetime }: CertificateIssue): string {
  const { issuedAt, expiresAt } = certificateTimes(pair) ?? { issuedAt: 0, expiresAt: 0 };
  const until = `until ${rfc3339(expiresAt)}`;
  return expiresAt - issuedAt < (durationSeconds(lifetime) ?? 0) ? `${until}, less than ${lifetime}` : until;
}

/** The certificate in the cluster Secret, while there is nothing against using it on. */
async function heldPair({ fleet, secrets, spoke }: Wanted): Promise<CertificatePair | undefined> {
  const secret = (await secrets()).find(({ secretName }) => secretName === spoke.secretName);
  if (secret?.annotations[certificateIssueKey] !== spoke.annotations[certificateIssueKey]) return undefined;
  if (secret === undefined) return undefined;
  const pair = pairOf(secret.config.tlsClientConfig);
  return isGood(pair) && (await isTaken(fleet, spoke, secret)) ? pair : undefined;
}

/** Whether it is of Argo CD's user, and more than a third of its life is left: less than that `verify` warns about. */
function isGood(pair: CertificatePair): boolean {
  if (flawOfPair(pair) !== undefined || certificateSubject(pair) !== `CN=${managerUser}`) return false;
  return expiryOf(certificateTimes(pair) ?? {})?.state === "lasting";
}

/** Whether the spoke takes it for Argo CD's user; one that cannot be asked could issue no other either. */
async function isTaken(fleet: Fleet, spoke: Spoke, secret: ClusterSecret): Promise<boolean> {
  if (!URL.canParse(secret.server)) return false;
  try {
    const { client, user } = await authenticate(fleet, spoke, secret);
    client.close();
    return user.username === managerUser;
  } catch (error) {
    if (error instanceof KubernetesError && error.reason === "unauthorized") return false;
    problemOf(error);
    return true;
  }
}
