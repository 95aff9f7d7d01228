import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";
import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context/index.js";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association/index.js";
import type { ITerraformDependable, Precondition } from "cdktf";
import { call, list, quote, template, type Expression } from "../../expression.js";
import { named } from "../../named.js";
import { forEach, type EksContext } from "./context.js";

/** Who administers a cluster. */
export interface EksAdmins {
  /** ARNs that the file tells. */
  readonly arns: readonly string[];
  /**
   * Whoever deploys first, where the file tells nobody.
   *
   * @default - the file tells
   */
  readonly deployer?: Expression;
  readonly preconditions: Precondition[];
}

/**
 * Finds who administers the cluster: the role that deploys it, and those that the file names.
 *
 * Where the file says neither role nor names, it is the principal of the operator's credentials. Where it has names
 * alone, that principal has to be among them: nothing else could be deployed to the cluster.
 */
export function findAdmins(context: EksContext): EksAdmins {
  const { assumeRole } = context.spec;
  const { admins } = context.creation;
  if (assumeRole !== undefined) return { arns: [...new Set([assumeRole, ...admins])], preconditions: [] };
  const deployer = readDeployer(context);
  if (admins.length === 0) return { arns: [], deployer, preconditions: [] };
  const arns = [...new Set(admins)];
  return { arns, preconditions: [deployerIsAmong(arns, deployer)] };
}

/** The role, or the user, behind the operator's session. */
function readDeployer({ scope, provider }: EksContext): Expression {
  named(new DataAwsCallerIdentity(scope, "Caller", { provider }), "caller");
  const arn = template("data.aws_caller_identity.caller.arn");
  named(new DataAwsIamSessionContext(scope, "Deployer", { provider, arn }), "deployer");
  return "data.aws_iam_session_context.deployer.issuer_arn";
}

function deployerIsAmong(arns: readonly string[], deployer: Expression): Precondition {
  return {
    condition: template(call("contains", list(arns.map(quote)), deployer)),
    errorMessage:
      `these credentials are of ${template(deployer)}, which is none of the cluster's admins and could deploy nothing ` +
      "to it: add it to admins, or name the role that deploys in assumeRole",
  };
}

/** Defines an access entry for everyone who administers the cluster. */
export function defineAccessEntries(context: EksContext, admins: EksAdmins): readonly ITerraformDependable[] {
  const { arns, deployer } = admins;
  if (deployer !== undefined) {
    const entry = defineEntry(context, "deployer", deployer);
    // The plan of the next operator would replace it, and lock out the one who has it.
    entry.lifecycle = { ignoreChanges: ["principal_arn"] };
    return [entry, defineAssociation(context, "deployer", "aws_eks_access_entry.deployer")];
  }
  const entry = defineEntry(context, "admin", "each.value");
  const association = defineAssociation(context, "admin", "aws_eks_access_entry.admin[each.key]");
  // By ARN, and not by position: one more must not replace the others.
  const entries = Object.fromEntries(arns.map((arn) => [arn, arn]));
  [entry, association].forEach((resource) => forEach(resource, entries));
  return [entry, association];
}

function defineEntry({ scope, provider }: EksContext, id: string, principal: Expression): EksAccessEntry {
  const entry = new EksAccessEntry(scope, `AccessEntry-${id}`, {
    provider,
    clusterName: template("aws_eks_cluster.cluster.name"),
    principalArn: template(principal),
    type: "STANDARD",
  });
  return named(entry, id);
}

/** By what the entry has: EKS knows nobody to associate the policy with before that is there. */
function defineAssociation({ scope, provider, spec }: EksContext, id: string, entry: Expression) {
  const association = new EksAccessPolicyAssociation(scope, `AccessPolicy-${id}`, {
    provider,
    clusterName: template("aws_eks_cluster.cluster.name"),
    principalArn: template(`${entry}.principal_arn`),
    policyArn: `arn:${spec.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
    accessScope: { type: "cluster" },
  });
  return named(association, id);
}
