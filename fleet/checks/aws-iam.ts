import { managerGroup } from "../../config/names.js";
import { eksAccessPolicy } from "../../config/registration/eks-policy.js";
import type { AwsIamSpec } from "../../config/registration/index.js";
import type { EksClusterSpec } from "../../config/cluster/index.js";
import type { Spoke } from "../../config/topology.js";
import type { AccessEntry } from "../aws/access.js";
import { trustProblem } from "../aws/trust.js";
import { verdict, type Check, type Verdict } from "../check.js";
import type { ClusterConfig } from "../cluster-secret.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { lookIntoAws } from "./aws.js";
import { secretsOf } from "./cluster-secret.js";

/** A spoke that is known by an IAM role. */
interface IamSpoke {
  readonly snapshot: Snapshot;
  readonly name: string;
  readonly spec: AwsIamSpec;
  readonly cluster: EksClusterSpec;
}

/** Argo CD has a way to a spoke through IAM, all of it: the Secret, the role and its trust, the access entry. */
export async function checkAwsIam(snapshot: Snapshot, spoke: Spoke): Promise<Check[]> {
  const { name, registration: spec, cluster } = spoke;
  if (spec.mode !== "aws-iam" || cluster.provider !== "eks") return [];
  const iam = { snapshot, name, spec, cluster };
  return Promise.all([checkConfig(iam, spoke), checkRole(iam), checkAccess(iam)]);
}

function fixOf({ snapshot }: IamSpoke): string {
  return `hubspoke up ${snapshot.fleet.topology.name}`;
}

/** The cluster Secret names cluster and role, and holds no secret. */
async function checkConfig(iam: IamSpoke, spoke: Spoke): Promise<Check> {
  const { topology } = iam.snapshot.fleet;
  const check = verdict("aws-iam-secret", iam.name);
  if (!(await iam.snapshot.answer(topology.hub.name)).ok) return check.skipped("the hub does not answer");
  try {
    const [secret, ...more] = secretsOf(topology, spoke, await iam.snapshot.clusterSecrets());
    if (!secret || more.length > 0) return check.skipped("there is not exactly one cluster Secret");
    const problems = configProblems(iam.spec, secret.config);
    if (problems.length > 0) return check.failed(problems.join("; "), fixOf(iam));
    return check.passed(`no secret: Argo CD ${iam.spec.role === "argocd" ? "is" : "assumes"} ${iam.spec.roleArn}`);
  } catch (error) {
    return check.failed(problemOf(error));
  }
}

function configProblems(spec: AwsIamSpec, config: ClusterConfig): string[] {
  const found = config.awsAuthConfig ?? {};
  const wanted =
    spec.role === "argocd" ? {} : { clusterName: spec.clusterName, roleARN: spec.roleArn, profile: spec.profile };
  const different = (["clusterName", "roleARN", "profile"] as const)
    .filter((field) => found[field] !== (wanted as typeof found)[field])
    .map(
      (field) => `awsAuthConfig.${field} is ${shown(found[field])}, expected ${shown((wanted as typeof found)[field])}`,
    );
  const secret = secretFields(config);
  return [...different, ...(secret.length > 0 ? [`it holds ${secret.join(", ")}, expected no secret`] : [])];
}

function shown(value: string | undefined): string {
  return value === undefined ? "missing" : `"${value}"`;
}

/** Names of what would be a credential. */
function secretFields(config: ClusterConfig): string[] {
  const { username, password, bearerToken, execProviderConfig, tlsClientConfig } = config;
  const fields = { username, password, bearerToken, execProviderConfig, keyData: tlsClientConfig.keyData };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);
}

/** The role is there, and the hub's role may become it. */
async function checkRole(iam: IamSpoke): Promise<Check> {
  const { snapshot, spec, cluster } = iam;
  const check = verdict("aws-iam-role", iam.name);
  const { identity } = snapshot.fleet.topology.hub;
  if (spec.role === "argocd") return check.passed(`${spec.roleArn} is Argo CD's own`);
  if (identity === undefined || identity.kind === "capability") return check.skipped("the hub's Argo CD has no role");
  if (spec.profile !== undefined) return check.skipped(`it is assumed by profile "${spec.profile}" of Argo CD's pods`);
  return lookIntoAws(check, async () => {
    const { readTrust } = await import("../aws/access.js");
    const statements = await readTrust(await snapshot.aws(cluster), spec.roleArn);
    const fix = spec.role === "created" ? fixOf(iam) : `make registration.roleArn of "${iam.name}" trust it`;
    if (!statements) return check.failed(`role ${spec.roleArn} is not there`, fix);
    const problem = trustProblem(statements, identity, spec.role === "created");
    return problem === undefined
      ? check.passed(`${spec.roleArn} trusts ${identity.roleArn}`)
      : check.failed(`${spec.roleArn}: ${problem}`, fix);
  });
}

/** The cluster lets the role in, with what `access` says. */
function checkAccess(iam: IamSpoke): Promise<Check> {
  const { snapshot, spec, cluster } = iam;
  const check = verdict("aws-iam-access", iam.name);
  return lookIntoAws(check, async () => {
    const config = await snapshot.aws(cluster);
    const [{ authenticationProblem, describeCluster }, { readAccessEntry }] = await Promise.all([
      import("../aws/cluster.js"),
      import("../aws/access.js"),
    ]);
    const { authenticationMode } = await describeCluster(config, cluster);
    const refused = authenticationProblem(cluster, authenticationMode);
    if (refused) return check.failed(refused.problem, refused.fix);
    const entry = await readAccessEntry(config, cluster.clusterName, spec.roleArn);
    return entry ? judgeEntry(check, iam, entry) : check.failed(`no access entry for ${spec.roleArn}`, entryFix(iam));
  });
}

function entryFix(iam: IamSpoke): string {
  const { spec, cluster } = iam;
  if (spec.role !== "given") return fixOf(iam);
  return `aws eks create-access-entry --cluster-name ${cluster.clusterName} --region ${cluster.region} --principal-arn ${spec.roleArn}`;
}

/** What a role that was there may do is its owner's to say. */
function judgeEntry(check: Verdict, iam: IamSpoke, entry: AccessEntry): Check {
  const { access, role } = iam.spec;
  const found = [...entry.policies.map(describePolicy), ...entry.groups.map((group) => `group ${group}`)];
  if (role === "given") return check.passed(`its access entry has ${found.join(", ") || "no policy and no group"}`);
  const policy = eksAccessPolicy(access);
  const wanted = policy === undefined ? `group ${managerGroup}` : describePolicy(policy);
  if (!found.includes(wanted)) {
    return check.failed(`its access entry has ${found.join(", ") || "no policy"}, expected ${wanted}`, fixOf(iam));
  }
  const more = entry.policies.filter((one) => describePolicy(one) !== wanted);
  if (more.length === 0) return check.passed(`its access entry has ${wanted}`);
  const [extra] = more;
  return check.failed(
    `its access entry also has ${more.map(describePolicy).join(", ")}, expected ${wanted} alone`,
    disassociation(iam, extra?.name ?? ""),
  );
}

function disassociation({ spec, cluster }: IamSpoke, policy: string): string {
  return (
    `aws eks disassociate-access-policy --cluster-name ${cluster.clusterName} --region ${cluster.region} ` +
    `--principal-arn ${spec.roleArn} --policy-arn arn:${cluster.partition}:eks::aws:cluster-access-policy/${policy}`
  );
}

function describePolicy({
  name,
  namespaces,
}: {
  readonly name: string;
  readonly namespaces?: readonly string[];
}): string {
  return namespaces === undefined ? name : `${name} in ${[...namespaces].sort().join(", ")}`;
}
