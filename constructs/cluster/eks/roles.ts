import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { ITerraformDependable } from "cdktf";
import { iamName, tagKeys } from "../../../config/names.js";
import { policyDocument, type PolicyStatement } from "../../aws/policy.js";
import { literal, template, type Expression } from "../../expression.js";
import { named } from "../../named.js";
import { taggingPolicy } from "./auto-mode-tags.js";
import type { EksContext } from "./context.js";

/** A role of the cluster, ready to be used. */
export interface EksRole {
  readonly arn: Expression;
  /** What its permissions are made of: before they are there, whoever has the role can do nothing. */
  readonly permissions: readonly ITerraformDependable[];
}

/** What makes a role: the names are those of AWS's managed policies, by a name of ours for life. */
interface RoleProps {
  /** Name of the role in Terraform, and the end of its name in IAM. */
  readonly id: string;
  readonly description: string;
  readonly trust: PolicyStatement;
  readonly policies: Readonly<Record<string, string>>;
}

/** Defines a role with permissions that AWS maintains. */
export function defineRole(context: EksContext, { id, description, trust, policies }: RoleProps): EksRole {
  const { scope, provider, environment, name, spec } = context;
  const role = new IamRole(scope, `Role-${id}`, {
    provider,
    name: iamName(environment, name, id.replaceAll("_", "-")),
    description: literal(`${description} ${spec.clusterName}`),
    assumeRolePolicy: policyDocument([trust]),
    forceDetachPolicies: true,
  });
  named(role, id);
  const permissions = Object.entries(policies).map(([policy, managed]) => {
    const attachment = new IamRolePolicyAttachment(scope, `Policy-${id}-${policy}`, {
      provider,
      role: template(`aws_iam_role.${id}.name`),
      policyArn: `arn:${spec.partition}:iam::aws:policy/${managed}`,
    });
    return named(attachment, `${id}_${policy}`);
  });
  return { arn: `aws_iam_role.${id}.arn`, permissions };
}

/** Defines the role of the control plane. */
export function defineClusterRole(context: EksContext): EksRole {
  const auto = "auto" in context.creation.nodes;
  const role = defineRole(context, {
    id: "cluster",
    description: "Control plane of EKS cluster",
    trust: serviceTrust("eks.amazonaws.com", auto ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]),
    policies: { cluster: "AmazonEKSClusterPolicy", ...(auto && autoModePolicies) },
  });
  return auto && hasTags(context) ? { ...role, permissions: [...role.permissions, defineTagging(context)] } : role;
}

/** Defines the role of the nodes. */
export function defineNodeRole(context: EksContext): EksRole {
  return defineRole(context, {
    id: "node",
    description: "Nodes of EKS cluster",
    trust: serviceTrust("ec2.amazonaws.com", ["sts:AssumeRole"]),
    policies: "auto" in context.creation.nodes ? autoNodePolicies : groupNodePolicies,
  });
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const autoModePolicies = {
  compute: "AmazonEKSComputePolicy",
  block_storage: "AmazonEKSBlockStoragePolicy",
  load_balancing: "AmazonEKSLoadBalancingPolicy",
  networking: "AmazonEKSNetworkingPolicy",
};

/** @see https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html */
const autoNodePolicies = {
  worker_minimal: "AmazonEKSWorkerNodeMinimalPolicy",
  registry: "AmazonEC2ContainerRegistryPullOnly",
};

/** @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
const groupNodePolicies = {
  worker: "AmazonEKSWorkerNodePolicy",
  registry: "AmazonEC2ContainerRegistryPullOnly",
  cni: "AmazonEKS_CNI_Policy",
};

function serviceTrust(service: string, actions: readonly string[]): PolicyStatement {
  return { Effect: "Allow", Principal: { Service: service }, Action: actions };
}

/** Whether the file has tags beside those that everything gets. */
function hasTags({ spec }: EksContext): boolean {
  const ours: readonly string[] = Object.values(tagKeys);
  return Object.keys(spec.tags).some((key) => !ours.includes(key));
}

function defineTagging({ scope, provider, spec }: EksContext): ITerraformDependable {
  const policy = new IamRolePolicy(scope, "Policy-cluster-tags", {
    provider,
    name: "tags",
    role: template("aws_iam_role.cluster.name"),
    policy: policyDocument(taggingPolicy(spec)),
  });
  return named(policy, "cluster_tags");
}
