import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider/index.js";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association/index.js";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { Construct } from "constructs";
import type { PodIdentity } from "../../config/topology.js";
import { policyDocument } from "../aws/policy.js";
import { podIdentityTrust, webIdentityTrust } from "../aws/trust.js";
import type { AwsConnection } from "../cluster/index.js";
import { call, literal, quote, template } from "../expression.js";
import { defineAssumePolicies } from "./assume-policies.js";

export interface ArgoCdRoleProps {
  readonly aws: AwsConnection;
  readonly identity: PodIdentity;
  /** Whether the hub's cluster is made here, and so has no OpenID Connect provider in IAM yet. */
  readonly created: boolean;
  /** ARNs of the roles that it may become: those of the registered spokes. */
  readonly spokeRoles: readonly string[];
}

/** The IAM role that the pods of Argo CD act as, and how exactly they get it. */
export class ArgoCdRole extends Construct {
  constructor(scope: Construct, id: string, props: ArgoCdRoleProps) {
    super(scope, id);
    const { aws, identity, spokeRoles } = props;
    const role = new IamRole(this, "Role", {
      provider: aws.provider,
      name: literal(identity.roleName),
      description: "Argo CD acts as this role, and becomes the role of a spoke to deploy to it",
      assumeRolePolicy:
        identity.kind === "irsa" ? this.trustIssuer(props) : policyDocument([podIdentityTrust(identity)]),
    });
    role.overrideLogicalId("argocd");
    defineAssumePolicies(this, { provider: aws.provider, role, identity, roleArns: spokeRoles });
    if (identity.kind === "pod-identity") this.associate(props);
  }

  /** They may come before the ServiceAccounts, and have to come before the pods: a pod gets its role when it starts. */
  private associate({ aws, identity }: ArgoCdRoleProps): void {
    for (const serviceAccount of identity.serviceAccounts) {
      const association = new EksPodIdentityAssociation(this, `Association-${serviceAccount}`, {
        provider: aws.provider,
        clusterName: template(`${aws.cluster}.name`),
        namespace: literal(identity.namespace),
        serviceAccount: literal(serviceAccount),
        roleArn: template("aws_iam_role.argocd.arn"),
      });
      association.overrideLogicalId(serviceAccount.replaceAll(/[^A-Za-z0-9_-]/g, "_"));
    }
  }

  private trustIssuer({ aws, identity, created }: ArgoCdRoleProps): string {
    const url = template(`${aws.cluster}.identity[0].oidc[0].issuer`);
    const { provider } = aws;
    if (created) {
      const issuer = new IamOpenidConnectProvider(this, "Issuer", {
        provider,
        url,
        clientIdList: ["sts.amazonaws.com"],
      });
      issuer.overrideLogicalId("issuer");
    } else {
      // An account has one for an issuer, and a cluster that was there before may use it for other pods.
      new DataAwsIamOpenidConnectProvider(this, "Issuer", { provider, url }).overrideLogicalId("issuer");
    }
    // Known when the plan is made, so it is put into the policy that is known now.
    const placeholder = "ISSUER";
    const issuer = template(call("replace", `${aws.cluster}.identity[0].oidc[0].issuer`, quote("https://"), quote("")));
    return policyDocument([webIdentityTrust(identity, placeholder)]).replaceAll(placeholder, () => issuer);
  }
}
