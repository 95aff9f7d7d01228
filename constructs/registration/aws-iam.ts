import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { roleNameOf } from "../../config/cluster/aws.js";
import type { AwsIamSpec } from "../../config/registration/index.js";
import type { PodIdentity } from "../../config/topology.js";
import { policyDocument } from "../aws/policy.js";
import { spokeTrust } from "../aws/trust.js";
import type { AwsConnection } from "../cluster/index.js";
import { literal, quote, template } from "../expression.js";
import { named } from "../named.js";
import { TerraformData } from "../terraform-data.js";
import { grantEksAccess } from "./eks-access.js";
import type { Credential, RegistrationProps } from "./registration.js";

/**
 * Defines the IAM role that Argo CD becomes for a spoke, and what it may do there.
 *
 * There is no secret: Argo CD's own role assumes this one, and signs a request that EKS checks. An EKS capability is
 * given access as it is, and told no more than which cluster that is.
 */
export function defineAwsIam(scope: Construct, props: RegistrationProps<AwsIamSpec>): Credential {
  const { spec } = props;
  if (spec.role === "argocd") return defineCapabilityAccess(scope, props);
  const awsAuthConfig = {
    clusterName: quote(spec.clusterName),
    roleARN: quote(spec.roleArn),
    ...(spec.profile !== undefined && { profile: quote(spec.profile) }),
  };
  return {
    secret: false,
    config: { awsAuthConfig },
    identity: [],
    dependsOn: spec.role === "created" ? defineRole(scope, props) : [],
  };
}

/** Its role is of the hub's account; an access entry takes a role of any. */
function defineCapabilityAccess(scope: Construct, props: RegistrationProps<AwsIamSpec>): Credential {
  const { spec, spoke, spokeProvider } = props;
  if (spoke.aws === undefined) throw new Error("an EKS capability needs a spoke in AWS");
  const principal = { arn: literal(spec.roleArn), dependsOn: [] };
  return {
    secret: false,
    config: {},
    clusterArn: quote(spoke.aws.clusterArn),
    identity: [],
    dependsOn: grantEksAccess(scope, { aws: spoke.aws, principal, spokeProvider, spec }),
  };
}

/** The rules see to it that the spoke is on EKS, and that the hub has a role. */
function defineRole(scope: Construct, props: RegistrationProps<AwsIamSpec>): ITerraformDependable[] {
  const { spec, spoke, spokeProvider, argocd } = props;
  if (spoke.aws === undefined || argocd === undefined || argocd.kind === "capability") {
    throw new Error(`mode "${spec.mode}" needs a spoke in AWS and a hub whose pods have an IAM role`);
  }
  const role = defineSpokeRole(scope, spoke.aws, { argocd, roleArn: spec.roleArn });
  const principal = {
    arn: template("aws_iam_role.argocd.arn"),
    dependsOn: [role],
    replacedBy: followRole(scope),
  };
  return [role, ...grantEksAccess(scope, { aws: spoke.aws, principal, spokeProvider, spec })];
}

/**
 * Defines what is replaced with the role, and when somebody made the role again by hand: a trigger that looks at the
 * role itself fires on what Terraform plans, and not on what it finds.
 */
function followRole(scope: Construct): string {
  const id = template("aws_iam_role.argocd.unique_id");
  named(new TerraformData(scope, "RoleId", { triggersReplace: { role: id } }), "argocd");
  return "terraform_data.argocd";
}

/** It has no policy: all that it is for is to be recognised by the cluster. */
function defineSpokeRole(
  scope: Construct,
  { provider }: AwsConnection,
  { argocd, roleArn }: { readonly argocd: PodIdentity; readonly roleArn: string },
): IamRole {
  const role = new IamRole(scope, "Role", {
    provider,
    name: literal(roleNameOf(roleArn)),
    description: "Argo CD of the hub becomes this role to deploy to the cluster",
    assumeRolePolicy: policyDocument([spokeTrust(argocd)]),
  });
  role.overrideLogicalId("argocd");
  return role;
}
