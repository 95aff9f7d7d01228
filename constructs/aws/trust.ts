import { arnParts } from "../../config/cluster/aws.js";
import type { PodIdentity } from "../../config/topology.js";
import type { PolicyStatement } from "./policy.js";

/** Tags that EKS Pod Identity puts on a session: which cluster and which pod it is of. */
interface SessionTags {
  readonly "eks-cluster-arn": string;
  readonly "kubernetes-namespace": string;
  readonly "kubernetes-service-account": readonly string[];
}

/** Pods, by where they run and as whom. */
type Pods = Pick<PodIdentity, "clusterArn" | "namespace" | "serviceAccounts">;

/**
 * Who may become a role by EKS Pod Identity: pods with these ServiceAccounts on that cluster, and no others.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(pods: Pods): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: tagConditions("aws:RequestTag", pods) },
  };
}

/**
 * Who may become the hub's role by IAM roles for service accounts; `issuer` is the host and path of the cluster's.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function webIdentityTrust(identity: PodIdentity, issuer: string): PolicyStatement {
  const { partition, account } = arnParts(identity.clusterArn);
  const subjects = identity.serviceAccounts.map((name) => `system:serviceaccount:${identity.namespace}:${name}`);
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${issuer}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects } },
  };
}

/**
 * Who may become a spoke's role: the hub's, and nobody else.
 *
 * The session tags of Pod Identity stay with the session that assumes the next role, so they are conditions here too:
 * a session of the hub's role that some other pod, cluster or person has got is refused. Tags of the principal, and not
 * of the request: those a caller may ask for by itself. They have to be passed on, hence `sts:TagSession`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function spokeTrust(identity: PodIdentity): PolicyStatement {
  const Principal = { AWS: identity.roleArn };
  if (identity.kind === "irsa") return { Effect: "Allow", Principal, Action: "sts:AssumeRole" };
  return {
    Effect: "Allow",
    Principal,
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: tagConditions("aws:PrincipalTag", identity) },
  };
}

/** What the hub's role may do: become these roles. */
export function assumeRoles(identity: PodIdentity, roleArns: readonly string[]): PolicyStatement {
  const actions = identity.kind === "irsa" ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"];
  return { Sid: "Spokes", Effect: "Allow", Action: actions, Resource: roleArns };
}

/**
 * Who may become the role of an EKS capability: EKS, on behalf of capabilities of this account.
 *
 * Without a condition: EKS documents no key that it would send, and refuses a capability whose role trusts it in any
 * other way. Another account cannot make use of it, since a role is passed to a capability of its own account only.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html
 */
export const capabilityTrust: PolicyStatement = {
  Effect: "Allow",
  Principal: { Service: "capabilities.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};

function tagConditions(key: "aws:RequestTag" | "aws:PrincipalTag", pods: Pods) {
  const tags: SessionTags = {
    "eks-cluster-arn": pods.clusterArn,
    "kubernetes-namespace": pods.namespace,
    "kubernetes-service-account": pods.serviceAccounts,
  };
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value as string]));
}
