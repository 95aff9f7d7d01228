import type { EksClusterSpec } from "../../config/cluster/index.js";
import type { Hub, PodIdentity } from "../../config/topology.js";
import { verdict, type Check, type Verdict } from "../check.js";
import type { KubernetesList, Pod } from "../objects.js";
import { kubectlFlags } from "../operator.js";
import { problemOf } from "../problem.js";
import type { Snapshot } from "../snapshot.js";
import { lookIntoAws } from "./aws.js";

const ASSOCIATIONS = "pod-identity-association";
const PODS = "argocd-pod-role";
const CAPABILITY = "eks-capability";

/** The hub's Argo CD is the IAM role that spokes know; nothing is looked at on a hub outside of AWS. */
export async function checkIdentity(snapshot: Snapshot, hub: Hub): Promise<Check[]> {
  const { identity, cluster } = hub;
  if (identity === undefined || cluster.provider !== "eks") return [];
  if (identity.kind === "capability") return [await checkCapability(snapshot, hub, cluster)];
  const pods = checkPods(snapshot, identity);
  if (identity.kind === "irsa") return [await pods];
  return Promise.all([checkAssociations(snapshot, identity, cluster), pods]);
}

/** EKS gives the role to exactly those ServiceAccounts. */
function checkAssociations(snapshot: Snapshot, identity: PodIdentity, cluster: EksClusterSpec): Promise<Check> {
  const { topology } = snapshot.fleet;
  const check = verdict(ASSOCIATIONS, topology.hub.name);
  return lookIntoAws(check, async () => {
    const { readPodIdentities } = await import("../aws/access.js");
    const found = await readPodIdentities(await snapshot.aws(cluster), cluster.clusterName, identity.namespace);
    const problems = identity.serviceAccounts
      .filter((name) => found.get(name) !== identity.roleArn)
      .map((name) => `ServiceAccount "${name}" has ${found.get(name) ?? "none"}`);
    return problems.length > 0
      ? check.failed(`${problems.join("; ")}, expected ${identity.roleArn}`, `hubspoke up ${topology.name}`)
      : check.passed(`${identity.roleArn} for ${identity.serviceAccounts.join(", ")}`);
  });
}

/** Variables by which a pod gets its role; a pod has them from its start, or never. */
const variables = {
  "pod-identity": "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  irsa: "AWS_WEB_IDENTITY_TOKEN_FILE",
} as const;

/** A pod that started before its ServiceAccount had the role goes on without. */
async function checkPods(snapshot: Snapshot, identity: PodIdentity): Promise<Check> {
  const { topology } = snapshot.fleet;
  const { namespace, kind } = identity;
  const check = verdict(PODS, topology.hub.name);
  const hub = await snapshot.answer(topology.hub.name);
  if (!hub.ok) return check.skipped("the hub does not answer");
  try {
    const { items } = await hub.client.get<KubernetesList<Pod>>(`/api/v1/namespaces/${namespace}/pods`);
    const pods = items.filter(({ spec }) => identity.serviceAccounts.includes(spec.serviceAccountName ?? ""));
    const without = pods.filter((pod) => !hasVariable(pod, variables[kind]));
    const kubectl = `kubectl ${kubectlFlags(topology)} -n ${namespace}`;
    return judgePods(check, { pods, without, kubectl });
  } catch (error) {
    return check.failed(problemOf(error));
  }
}

function hasVariable({ spec }: Pod, variable: string): boolean {
  return spec.containers.some(({ env = [] }) => env.some(({ name }) => name === variable));
}

function judgePods(
  check: Verdict,
  {
    pods,
    without,
    kubectl,
  }: { readonly pods: readonly Pod[]; readonly without: readonly Pod[]; readonly kubectl: string },
): Check {
  if (pods.length === 0) return check.failed("no pod of Argo CD has one of the ServiceAccounts with the role");
  if (without.length === 0) return check.passed("every pod that speaks to spokes has it");
  const names = without.map(({ metadata }) => metadata.name);
  return check.failed(
    `started before it had the role: ${names.join(", ")}`,
    `${kubectl} delete pod ${names.join(" ")}`,
  );
}

/** Argo CD as a capability runs, as far as EKS says. */
function checkCapability(snapshot: Snapshot, hub: Hub, cluster: EksClusterSpec): Promise<Check> {
  const check = verdict(CAPABILITY, hub.name);
  return lookIntoAws(check, async () => {
    const { readCapability } = await import("../aws/access.js");
    const found = await readCapability(await snapshot.aws(cluster), cluster.clusterName);
    const fix = `hubspoke up ${snapshot.fleet.topology.name}`;
    if (!found) return check.failed("the capability argocd is not there", fix);
    const detail = [found.status, ...found.issues].join("; ");
    return found.status === "ACTIVE" && found.issues.length === 0 ? check.passed(detail) : check.failed(detail, fix);
  });
}
