import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { managerGroup, managerRole } from "../../config/names.js";
import { eksAccessPolicy, type EksAccessPolicy } from "../../config/registration/eks-policy.js";
import type { AwsIamSpec } from "../../config/registration/index.js";
import type { AwsConnection } from "../cluster/index.js";
import { accessEntriesAreAllowed } from "../aws/access-entries.js";
import { literal } from "../expression.js";
import { grantAccess } from "./access.js";

export interface EksAccessProps {
  readonly aws: AwsConnection;
  readonly principal: EksPrincipal;
  readonly spokeProvider: KubernetesProvider;
  readonly spec: AwsIamSpec;
}

/** The IAM role that access is given to. */
export interface EksPrincipal {
  /** Its ARN, as an attribute takes it. */
  readonly arn: string;
  /** What has to be there before EKS takes it. */
  readonly dependsOn: ITerraformDependable[];
  /**
   * Address of what is replaced when the role is another one under the same name: an entry would know the old one.
   *
   * @default - another stack makes it, and makes it anew only once this one has nothing left
   */
  readonly replacedBy?: string;
}

/** Defines what an IAM role may do on an EKS cluster, as `access` says it. */
export function grantEksAccess(scope: Construct, props: EksAccessProps): ITerraformDependable[] {
  const { spec, spokeProvider } = props;
  const entry = defineEntry(scope, props);
  const policy = eksAccessPolicy(spec.access);
  if (policy !== undefined) return [entry, associatePolicy(scope, props, { entry, ...policy })];
  const subject = { kind: "Group", name: managerGroup, apiGroup: "rbac.authorization.k8s.io" } as const;
  return [
    entry,
    ...grantAccess(scope, { provider: spokeProvider, roleName: managerRole, subject, access: spec.access }),
  ];
}

function defineEntry(scope: Construct, { aws, principal, spec }: EksAccessProps): EksAccessEntry {
  const entry = new EksAccessEntry(scope, "AccessEntry", {
    provider: aws.provider,
    dependsOn: principal.dependsOn,
    clusterName: literal(spec.clusterName),
    principalArn: principal.arn,
    type: "STANDARD",
    // An empty list and not none: without one EKS would keep the group of an access that has been narrowed since.
    kubernetesGroups: eksAccessPolicy(spec.access) === undefined ? [managerGroup] : [],
    lifecycle: {
      ...replacedWith(principal),
      precondition: [accessEntriesAreAllowed(aws, remedyOf(spec))],
    },
  });
  entry.overrideLogicalId("argocd");
  return entry;
}

/** An EKS capability knows no other way to a cluster. */
function remedyOf({ role }: AwsIamSpec): string {
  return role === "argocd" ? "or use Argo CD's chart on the hub" : "or use mode bearer-token";
}

function replacedWith({ replacedBy }: EksPrincipal): TerraformResourceLifecycle {
  return replacedBy === undefined ? {} : { replaceTriggeredBy: [replacedBy] };
}

function associatePolicy(
  scope: Construct,
  { aws, principal, spec }: EksAccessProps,
  { entry, name, namespaces }: EksAccessPolicy & { readonly entry: EksAccessEntry },
): EksAccessPolicyAssociation {
  const association = new EksAccessPolicyAssociation(scope, "AccessPolicy", {
    provider: aws.provider,
    // EKS knows no policy of a principal without an entry.
    dependsOn: [entry],
    clusterName: literal(spec.clusterName),
    principalArn: principal.arn,
    policyArn: `arn:${aws.partition}:eks::aws:cluster-access-policy/${name}`,
    accessScope:
      namespaces === undefined ? { type: "cluster" } : { type: "namespace", namespaces: namespaces.map(literal) },
    lifecycle: replacedWith(principal),
  });
  association.overrideLogicalId("argocd");
  return association;
}
