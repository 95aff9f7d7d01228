import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association/index.js";
import { EksCapability, type EksCapabilityConfigurationArgoCd } from "@cdktf/provider-aws/lib/eks-capability/index.js";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import type { CapabilitySpec } from "../../config/argocd/index.js";
import { capabilityName } from "../../config/names.js";
import type { CapabilityIdentity } from "../../config/topology.js";
import { accessEntriesAreAllowed } from "../aws/access-entries.js";
import type { AwsConnection } from "../cluster/index.js";
import { literal, literals, template } from "../expression.js";

export interface ArgoCdCapabilityProps {
  readonly kubernetesProvider: KubernetesProvider;
  /** The hub's cluster. */
  readonly aws: AwsConnection;
  readonly identity: CapabilityIdentity;
  readonly namespace: string;
  /** Whether there is a spoke on which Argo CD may not read everything. */
  readonly limited: boolean;
  /** True makes removing Argo CD an error of `terraform plan`. */
  readonly deletionProtection: boolean;
}

/**
 * Argo CD as a capability of the hub's cluster: EKS runs it, and brings its kinds.
 *
 * The namespace is made here, before: with it goes all that the capability leaves behind.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/argocd.html
 */
export class ArgoCdCapability extends Construct {
  /** What has to be there before any object of Argo CD's kinds can be, and before Argo CD may touch the hub. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ArgoCdCapabilityProps) {
    super(scope, id);
    const lifecycle = props.deletionProtection ? { preventDestroy: true } : undefined;
    const namespace = new NamespaceV1(this, "Namespace", {
      provider: props.kubernetesProvider,
      metadata: { name: props.namespace },
      lifecycle,
    });
    namespace.overrideLogicalId("argocd");
    const settings = this.defineSettings(props, namespace);
    const capability = this.defineCapability(props, [namespace, ...settings], lifecycle);
    this.ready = [capability, this.allowHub(props, capability)];
  }

  private defineSettings(props: ArgoCdCapabilityProps, namespace: NamespaceV1): ITerraformDependable[] {
    const data = settingsOf(props);
    if (Object.keys(data).length === 0) return [];
    const settings = new ConfigMapV1(this, "Settings", {
      provider: props.kubernetesProvider,
      dependsOn: [namespace],
      metadata: {
        name: "argocd-cm",
        namespace: props.namespace,
        labels: { "app.kubernetes.io/part-of": "argocd" },
      },
      data: literals(data),
    });
    settings.overrideLogicalId("argocd_cm");
    return [settings];
  }

  /**
   * EKS checks the trust of the role at once, and IAM takes seconds to make a new one known. The role is of a stack that
   * was deployed before this one, and the start of a deployment takes longer than that.
   */
  private defineCapability(
    { aws, identity, namespace }: ArgoCdCapabilityProps,
    dependsOn: ITerraformDependable[],
    lifecycle: TerraformResourceLifecycle | undefined,
  ): EksCapability {
    const capability = new EksCapability(this, "Capability", {
      provider: aws.provider,
      dependsOn,
      clusterName: template(`${aws.cluster}.name`),
      capabilityName,
      type: "ARGOCD",
      roleArn: literal(identity.roleArn),
      // The one value that EKS knows: what Argo CD delivered stays when the capability goes.
      deletePropagationPolicy: "RETAIN",
      configuration: [{ argoCd: [configurationOf(identity.capability, namespace)] }],
      lifecycle: { ...lifecycle, precondition: [accessEntriesAreAllowed(aws, "or use Argo CD's chart")] },
    });
    capability.overrideLogicalId("argocd");
    return capability;
  }

  /** EKS makes the access entry of the role by itself, with rights in Argo CD's own namespace only. */
  private allowHub({ aws, identity }: ArgoCdCapabilityProps, capability: EksCapability): EksAccessPolicyAssociation {
    const association = new EksAccessPolicyAssociation(this, "AccessPolicy", {
      provider: aws.provider,
      dependsOn: [capability],
      clusterName: template(`${aws.cluster}.name`),
      principalArn: literal(identity.roleArn),
      policyArn: `arn:${aws.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
      // A capability that is made anew has an access entry that is, too.
      lifecycle: { replaceTriggeredBy: ["aws_eks_capability.argocd.arn"] },
    });
    association.overrideLogicalId("argocd");
    return association;
  }
}

/** The file's own settings win. */
function settingsOf({ identity, limited }: ArgoCdCapabilityProps): Readonly<Record<string, string>> {
  return { ...(limited && { "resource.respectRBAC": "normal" }), ...identity.capability.settings };
}

function configurationOf(spec: CapabilitySpec, namespace: string): EksCapabilityConfigurationArgoCd {
  const { identityCenter, roles, vpcEndpoints } = spec;
  return {
    namespace: literal(namespace),
    awsIdc: [{ idcInstanceArn: literal(identityCenter.instanceArn), idcRegion: identityCenter.region }],
    rbacRoleMapping: roles.map(({ role, identities }) => ({
      role,
      identity: identities.map((identity) =>
        "group" in identity
          ? { id: literal(identity.group), type: "SSO_GROUP" }
          : { id: literal(identity.user), type: "SSO_USER" },
      ),
    })),
    networkAccess: vpcEndpoints.length === 0 ? undefined : [{ vpceIds: vpcEndpoints.map(literal) }],
  };
}
