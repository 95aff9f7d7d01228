import type { ExecSpec } from "../../config/registration/index.js";
import type { Spoke } from "../../config/topology.js";
import { expectations } from "../access-review.js";
import { verdict, type Check } from "../check.js";
import type { ClusterConfig } from "../cluster-secret.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { PERMISSIONS, RESTRICTIONS, reviewAccess } from "./access.js";
import { secretsOf } from "./cluster-secret.js";

/** Argo CD is told the right command, and whom it gives a credential for may do what `access` says and no more. */
export async function checkExec(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  const { registration: spec, name } = spoke;
  if (spec.mode !== "exec") return [];
  const tried = verdict("credential-authenticates", name).skipped(
    "the command runs in Argo CD's pods, not here: argocd-connection says whether it works",
  );
  return [await checkConfig(snapshot, spoke, spec), tried, ...(await checkAccess(snapshot, spoke, spec))];
}

/** The cluster Secret has the command as the file says it, and no secret. */
async function checkConfig(snapshot: Snapshot, spoke: Spoke, spec: ExecSpec): Promise<Check> {
  const { topology } = snapshot.fleet;
  const check = verdict("exec-secret", spoke.name);
  if (!(await snapshot.answer(topology.hub.name)).ok) return check.skipped("the hub does not answer");
  try {
    const [secret, ...more] = secretsOf(topology, spoke, await snapshot.clusterSecrets());
    if (!secret || more.length > 0) return check.skipped("there is not exactly one cluster Secret");
    const problems = configProblems(spec, secret.config);
    if (problems.length > 0) return check.failed(problems.join("; "), `hubspoke up ${topology.name}`);
    return check.passed(`no secret: Argo CD runs ${spec.command}`);
  } catch (error) {
    return check.failed(problemOf(error));
  }
}

function configProblems(spec: ExecSpec, config: ClusterConfig): string[] {
  const found = { args: [], env: {}, ...config.execProviderConfig };
  const different = (["command", "args", "env", "apiVersion", "installHint"] as const)
    .filter((field) => comparable(found[field]) !== comparable(spec[field]))
    // What somebody wrote there may be a credential, so it is not shown.
    .map((field) => `execProviderConfig.${field} is not what the environment file says`);
  const others = otherCredentials(config);
  return [...different, ...(others.length > 0 ? [`it holds ${others.join(", ")}, expected no secret`] : [])];
}

/** The same text for the same value, whatever the order of the variables. */
function comparable(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value ?? null);
  return JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Names of what would be another credential. */
function otherCredentials(config: ClusterConfig): string[] {
  const { username, password, bearerToken, awsAuthConfig, tlsClientConfig } = config;
  const fields = { username, password, bearerToken, awsAuthConfig, keyData: tlsClientConfig.keyData };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
}

/** The operator asks about the subject, whose credential is not here to ask with. */
async function checkAccess(snapshot: Snapshot, spoke: Spoke, { subject, access }: ExecSpec): Promise<Check[]> {
  const ids = [PERMISSIONS, ...(expectations(access).denied.length > 0 ? [RESTRICTIONS] : [])];
  const skipped = (why: string): Check[] => ids.map((id) => verdict(id, spoke.name).skipped(why));
  if (subject === undefined)
    return skipped("no subject is named: whom the spoke takes the credential for is not known");
  const answer = await snapshot.answer(spoke.name);
  if (!answer.ok) return skipped("the cluster does not answer");
  try {
    return await reviewAccess(answer.client, spoke, subject);
  } catch (error) {
    return skipped(problemOf(error));
  }
}
