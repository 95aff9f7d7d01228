import { recordKeys } from "../../config/names.js";
import type { Spoke } from "../../config/topology.js";
import { expectations } from "../access-review.js";
import { verdict, type Check } from "../check.js";
import type { ClusterSecret } from "../cluster-secret.js";
import type { Fleet } from "../fleet.js";
import { clientFromClusterSecret, KubernetesError, type KubernetesClient } from "../kubernetes.js";
import { operatorContext } from "../operator.js";
import { problemOf } from "../problem.js";
import { renewalOf } from "../renewal.js";
import type { Snapshot } from "../snapshot.js";
import { reviewAccess, PERMISSIONS, RESTRICTIONS } from "./access.js";
import { secretsOf } from "./cluster-secret.js";
import { judgeExpiry, rfc3339, type CredentialTimes } from "./expiry.js";

const AUTHENTICATES = "credential-authenticates";
const EXPIRY = "credential-expiry";

/** What is particular to one kind of credential. */
export interface CredentialKind {
  /** What it is called. */
  readonly name: string;
  isIn(secret: ClusterSecret): boolean;
  /** What makes it useless whatever the spoke thinks of it. */
  flawOf(secret: ClusterSecret): string | undefined;
  /** Whom it should be, where it is somebody else. */
  strangerOf(spoke: Spoke, user: UserInfo): string | undefined;
  /** Whether it has the rights of `access` from us. */
  isGranted(spoke: Spoke): boolean;
  /** Why a spoke may refuse it. */
  readonly refusal: string;
  /** When it begins and ends, or why that cannot be told. */
  timesOf(secret: ClusterSecret): CredentialTimes | string;
}

/** Who the spoke takes a credential for. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
}

/** A credential, in the Secret that holds it. */
interface Held {
  readonly kind: CredentialKind;
  readonly secret: ClusterSecret;
}

/** The credential in a spoke's cluster Secret works, does what `access` says and no more, and lasts. */
export async function checkCredential(snapshot: Snapshot, spoke: Spoke, kind: CredentialKind): Promise<Check[]> {
  const secret = await theSecret(snapshot, spoke, kind);
  if (typeof secret === "string") return skipAll(spoke, secret);
  const held = { kind, secret };
  const expiry = checkExpiry(snapshot.fleet, spoke, held);
  if (!(await snapshot.answer(spoke.name)).ok)
    return [...skipAll(spoke, "the cluster does not answer").slice(0, -1), expiry];
  return [...(await tryCredential(snapshot.fleet, spoke, held)), expiry];
}

/** The spoke's only cluster Secret, or why there is none to try. */
async function theSecret(snapshot: Snapshot, spoke: Spoke, kind: CredentialKind): Promise<ClusterSecret | string> {
  const { topology } = snapshot.fleet;
  if (!(await snapshot.answer(topology.hub.name)).ok) return "the hub does not answer";
  try {
    const secrets = secretsOf(topology, spoke, await snapshot.clusterSecrets());
    const [secret] = secrets;
    if (!secret || secrets.length > 1) return "there is not exactly one cluster Secret";
    return kind.isIn(secret) && URL.canParse(secret.server)
      ? secret
      : `the cluster Secret holds no ${kind.name} or no server`;
  } catch (error) {
    return problemOf(error);
  }
}

function idsOf(spoke: Spoke): string[] {
  const narrow = expectations(spoke.registration.access).denied.length > 0;
  return [AUTHENTICATES, PERMISSIONS, ...(narrow ? [RESTRICTIONS] : []), EXPIRY];
}

function skipAll(spoke: Spoke, why: string): Check[] {
  return idsOf(spoke).map((id) => verdict(id, spoke.name).skipped(why));
}

async function tryCredential(fleet: Fleet, spoke: Spoke, { kind, secret }: Held): Promise<Check[]> {
  const check = verdict(AUTHENTICATES, spoke.name);
  const others = (why: string): Check[] => skipAll(spoke, why).slice(1, -1);
  const flaw = kind.flawOf(secret);
  if (flaw !== undefined) return [check.failed(flaw, renewalOf(fleet.topology, spoke)), ...others("it is of no use")];
  let attempt: Attempt | undefined;
  try {
    attempt = await authenticate(fleet, spoke, secret);
    const expected = kind.strangerOf(spoke, attempt.user);
    if (expected !== undefined) {
      return [
        check.failed(
          `it authenticates as "${attempt.user.username}", expected ${expected}`,
          renewalOf(fleet.topology, spoke),
        ),
        ...others("it is another identity's credential"),
      ];
    }
    const reviews = kind.isGranted(spoke)
      ? await reviewAccess(attempt.client, spoke)
      : others("no subject is named: it keeps the rights that it has");
    return [check.passed(`it authenticates as "${attempt.user.username}"${attempt.note}`), ...reviews];
  } catch (error) {
    const refused = error instanceof KubernetesError && error.reason === "unauthorized";
    const message = refused ? `the spoke refuses it: ${kind.refusal}` : problemOf(error);
    return [
      check.failed(message, refused ? renewalOf(fleet.topology, spoke) : fixOf(fleet)),
      ...others("the credential does not authenticate"),
    ];
  } finally {
    attempt?.client.close();
  }
}

function fixOf(fleet: Fleet): string {
  return `hubspoke up ${fleet.topology.name}`;
}

export interface Attempt {
  readonly client: KubernetesClient;
  readonly user: UserInfo;
  /** What the reader should know about how it was tried. */
  readonly note: string;
}

/** Who the credential is: asked at the Secret's server, or, where only the hub reaches that, at the operator's. */
export async function authenticate(fleet: Fleet, spoke: Spoke, secret: ClusterSecret): Promise<Attempt> {
  try {
    return await attemptWith(await clientFromClusterSecret(secret, fleet.options), "");
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.reason !== "unreachable") throw error;
    const { cluster: endpoint } = await operatorContext(spoke.cluster);
    if (endpoint.server?.replace(/\/+$/, "") === secret.server) throw error;
    const client = await clientFromClusterSecret(secret, { ...fleet.options, endpoint });
    return attemptWith(client, ` at ${client.server}; ${secret.server} is not reached from here`);
  }
}

async function attemptWith(client: KubernetesClient, note: string): Promise<Attempt> {
  try {
    return { client, user: await whoAmI(client), note };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function whoAmI(client: KubernetesClient): Promise<UserInfo> {
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const answer = await client.create<{ status?: { userInfo?: Partial<UserInfo> } }>(
    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    review,
  );
  return { username: "", groups: [], ...answer.status?.userInfo };
}

function checkExpiry(fleet: Fleet, spoke: Spoke, { kind, secret }: Held): Check {
  const check = verdict(EXPIRY, spoke.name);
  const times = kind.timesOf(secret);
  if (typeof times === "string") return check.failed(times, fixOf(fleet));
  const judged = judgeExpiry(check, kind.name, times, renewalOf(fleet.topology, spoke));
  const wrong = judged.status === "passed" ? wrongRecord(secret, times) : undefined;
  if (wrong === undefined) return judged;
  return check.warning(`${judged.message}, ${wrong}`, `hubspoke status ${fleet.topology.name} --record`);
}

/** What the Secret's annotation says of the credential's end, where it is there and not the truth. */
function wrongRecord({ annotations }: ClusterSecret, { expiresAt }: CredentialTimes): string | undefined {
  const recorded = annotations[recordKeys.credentialExpiresAt];
  if (recorded === undefined || expiresAt === undefined || recorded === rfc3339(expiresAt)) return undefined;
  return `and annotation ${recordKeys.credentialExpiresAt} says ${recorded}`;
}
