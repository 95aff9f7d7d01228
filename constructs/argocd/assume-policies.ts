import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Construct } from "constructs";
import { splitRoles } from "../../config/argocd/role-limits.js";
import type { PodIdentity } from "../../config/topology.js";
import { policyDocument } from "../aws/policy.js";
import { assumeRoles } from "../aws/trust.js";
import { literal, template } from "../expression.js";

export interface AssumePoliciesProps {
  readonly provider: AwsProvider;
  /** Whom the policies are of. */
  readonly role: IamRole;
  readonly identity: PodIdentity;
  readonly roleArns: readonly string[];
}

/**
 * Defines what lets Argo CD's role become exactly the given ones.
 *
 * One policy inside of the role holds some 150; those beyond go to policies beside it. In the order of the file, so
 * that one more spoke changes the last policy only.
 */
export function defineAssumePolicies(scope: Construct, props: AssumePoliciesProps): void {
  const { provider, role, identity, roleArns } = props;
  const [inline, ...managed] = splitRoles(roleArns);
  if (inline === undefined) return;
  new IamRolePolicy(scope, "Spokes", {
    provider,
    name: "spokes",
    role: template("aws_iam_role.argocd.name"),
    dependsOn: [role],
    policy: policyDocument([assumeRoles(identity, inline)]),
  }).overrideLogicalId("spokes");
  managed.forEach((roles, index) => attach(scope, props, { roles, number: index + 2 }));
}

function attach(
  scope: Construct,
  { provider, role, identity }: AssumePoliciesProps,
  { roles, number }: { readonly roles: readonly string[]; readonly number: number },
): void {
  const id = `spokes_${number}`;
  const policy = new IamPolicy(scope, `Spokes-${number}`, {
    provider,
    name: literal(`${identity.roleName}-spokes-${number}`),
    description: "Argo CD becomes these roles to deploy to spokes",
    policy: policyDocument([assumeRoles(identity, roles)]),
  });
  policy.overrideLogicalId(id);
  new IamRolePolicyAttachment(scope, `SpokesAttachment-${number}`, {
    provider,
    dependsOn: [role, policy],
    role: template("aws_iam_role.argocd.name"),
    policyArn: template(`aws_iam_policy.${id}.arn`),
  }).overrideLogicalId(id);
}
