import { managerServiceAccount } from "../../config/names.js";
import type { Spoke } from "../../config/topology.js";
import { describeAction, expectations, reviewSpec, type Action } from "../access-review.js";
import { verdict, type Check } from "../check.js";
import type { ClusterSecret } from "../cluster-secret.js";
import type { Fleet } from "../fleet.js";
import { clientFromClusterSecret, KubernetesError, type KubernetesClient } from "../kubernetes.js";
import { operatorContext } from "../operator.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { tokenTimes } from "../token.js";
import { secretsOf } from "./cluster-secret.js";

const AUTHENTICATES = "credential-authenticates";
const PERMISSIONS = "credential-permissions";
const RESTRICTIONS = "credential-restrictions";
const EXPIRY = "credential-expiry";

/** The user name by which an API server knows the ServiceAccount. */
const SERVICE_ACCOUNT = `system:serviceaccount:${managerServiceAccount.namespace}:${managerServiceAccount.name}`;

/** The credential in a spoke's cluster Secret works, does what `access` says and no more, and lasts. */
export async function checkCredential(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  const secret = await theSecret(snapshot, spoke);
  if (typeof secret === "string") return skipAll(spoke, secret);
  const expiry = checkExpiry(snapshot.fleet, spoke, secret);
  if (!(await snapshot.answer(spoke.name)).ok)
    return [...skipAll(spoke, "the cluster does not answer").slice(0, -1), expiry];
  return [...(await tryCredential(snapshot.fleet, spoke, secret)), expiry];
}

/** The spoke's only cluster Secret, or why there is none to try. */
async function theSecret(snapshot: Snapshot, spoke: Spoke): Promise<ClusterSecret | string> {
  const { topology } = snapshot.fleet;
  if (!(await snapshot.answer(topology.hub.name)).ok) return "the hub does not answer";
  try {
    const secrets = secretsOf(topology, spoke, await snapshot.clusterSecrets());
    const [secret] = secrets;
    if (!secret || secrets.length > 1) return "there is not exactly one cluster Secret";
    return secret.config.bearerToken && URL.canParse(secret.server)
      ? secret
      : "the cluster Secret holds no token or no server";
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

async function tryCredential(fleet: Fleet, spoke: Spoke, secret: ClusterSecret): Promise<Check[]> {
  const check = verdict(AUTHENTICATES, spoke.name);
  const others = (why: string): Check[] => skipAll(spoke, why).slice(1, -1);
  let attempt: Attempt | undefined;
  try {
    attempt = await authenticate(fleet, spoke, secret);
    if (attempt.username !== SERVICE_ACCOUNT) {
      return [
        check.failed(`it authenticates as "${attempt.username}", expected "${SERVICE_ACCOUNT}"`, fixOf(fleet)),
        ...others("it is another identity's credential"),
      ];
    }
    const reviews = await reviewAccess(attempt.client, spoke);
    return [check.passed(`it authenticates as "${attempt.username}"${attempt.note}`), ...reviews];
  } catch (error) {
    const refused = error instanceof KubernetesError && error.reason === "unauthorized";
    const message = refused
      ? "the spoke refuses it: the token is expired, or its ServiceAccount was deleted or made anew"
      : problemOf(error);
    return [
      check.failed(message, refused ? renewalOf(fleet, spoke) : fixOf(fleet)),
      ...others("the credential does not authenticate"),
    ];
  } finally {
    attempt?.client.close();
  }
}

function fixOf(fleet: Fleet): string {
  return `hubspoke up ${fleet.topology.name}`;
}

function renewalOf(fleet: Fleet, spoke: Spoke): string {
  return `raise registration.revision of "${spoke.name}" in ${fleet.topology.file}, then hubspoke up ${fleet.topology.name}`;
}

interface Attempt {
  readonly client: KubernetesClient;
  readonly username: string;
  /** What the reader should know about how it was tried. */
  readonly note: string;
}

/** Who the credential is: asked at the Secret's server, or, where only the hub reaches that, at the operator's. */
async function authenticate(fleet: Fleet, spoke: Spoke, secret: ClusterSecret): Promise<Attempt> {
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
    return { client, username: await whoAmI(client), note };
  } catch (error) {
    client.close();
    throw error;
  }
}

async function whoAmI(client: KubernetesClient): Promise<string> {
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const answer = await client.create<{ status?: { userInfo?: { username?: string } } }>(
    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    review,
  );
  return answer.status?.userInfo?.username ?? "";
}

async function reviewAccess(client: KubernetesClient, spoke: Spoke): Promise<Check[]> {
  const { allowed, denied } = expectations(spoke.registration.access);
  const [may, mayNot] = await Promise.all([ask(client, allowed), ask(client, denied)]);
  const missing = allowed.filter((_, index) => !may[index]).map(describeAction);
  const excess = denied.filter((_, index) => mayNot[index]).map(describeAction);
  const permissions = verdict(PERMISSIONS, spoke.name);
  const restrictions = verdict(RESTRICTIONS, spoke.name);
  const fix = "deploy the spoke's registration stack again, and look for other role bindings of argocd-manager";
  const checks = [
    missing.length > 0
      ? permissions.failed(`it may not ${missing.join(", ")}`, fix)
      : permissions.passed(`it may ${summary(allowed)}`),
  ];
  if (denied.length === 0) return checks;
  const judged =
    excess.length > 0
      ? restrictions.failed(`it may ${excess.join(", ")}`, fix)
      : restrictions.passed(`it may do none of ${denied.length} things that access does not give`);
  return [...checks, judged];
}

function summary(actions: readonly Action[]): string {
  const shown = actions.slice(0, 3).map(describeAction).join(", ");
  return actions.length > 3 ? `${shown} and ${actions.length - 3} more` : shown;
}

function ask(client: KubernetesClient, actions: readonly Action[]): Promise<boolean[]> {
  return Promise.all(actions.map((action) => askOne(client, action)));
}

async function askOne(client: KubernetesClient, action: Action): Promise<boolean> {
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: reviewSpec(action) };
  const answer = await client.create<{ status?: { allowed?: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    review,
  );
  return answer.status?.allowed === true;
}

const DAY = 86_400;

function checkExpiry(fleet: Fleet, spoke: Spoke, secret: ClusterSecret): Check {
  const check = verdict(EXPIRY, spoke.name);
  const times = tokenTimes(secret.config.bearerToken ?? "");
  if (!times) return check.failed("its token is no JWT", fixOf(fleet));
  if (times.expiresAt === undefined) return check.warning("its token never expires", renewalOf(fleet, spoke));
  const now = Date.now() / 1000;
  const left = times.expiresAt - now;
  const date = new Date(times.expiresAt * 1000)
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, "Z")
    .replace("T", " ");
  if (left <= 0) return check.failed(`its token expired on ${date}`, renewalOf(fleet, spoke));
  const lifetime = times.expiresAt - (times.issuedAt ?? now);
  const message = `its token expires on ${date}, in ${duration(left)}`;
  return left < lifetime / 3
    ? check.warning(`${message} of ${duration(lifetime)}`, renewalOf(fleet, spoke))
    : check.passed(message);
}

function duration(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.round(seconds / DAY)} days`;
  return seconds >= 7200 ? `${Math.round(seconds / 3600)} hours` : `${Math.max(1, Math.round(seconds / 60))} minutes`;
}
