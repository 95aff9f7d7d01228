import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Construct } from "constructs";
import type { CapabilityIdentity } from "../../config/topology.js";
import { policyDocument } from "../aws/policy.js";
import { capabilityTrust } from "../aws/trust.js";
import { literal } from "../expression.js";

export interface CapabilityRoleProps {
  readonly provider: AwsProvider;
  readonly identity: CapabilityIdentity;
}

/**
 * The IAM role that an EKS capability acts as.
 *
 * It has no policy: what it may do is what clusters give it access to, by their access entries.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/capabilities-security.html
 */
export class CapabilityRole extends Construct {
  constructor(scope: Construct, id: string, { provider, identity }: CapabilityRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Role", {
      provider,
      name: literal(identity.roleName),
      description: "The EKS capability for Argo CD acts as this role, and clusters give it access",
      assumeRolePolicy: policyDocument([capabilityTrust]),
      // Somebody may have attached what it needs for a Git repository in AWS.
      forceDetachPolicies: true,
    });
    role.overrideLogicalId("argocd");
  }
}
