import { EksAddon, type EksAddonPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-addon/index.js";
import type { ITerraformDependable } from "cdktf";
import type { EksCreation } from "../../../config/cluster/index.js";
import { podIdentityTrust } from "../../aws/trust.js";
import { literal, template } from "../../expression.js";
import { named } from "../../named.js";
import type { EksContext } from "./context.js";
import { defineRole, type EksRole } from "./roles.js";

/** Version of an add-on that EKS chooses, by the version of the cluster. */
const eksChoice = "default";

/** What nodes of a node group cannot do without; Auto Mode brings it. */
const needed = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent", "coredns"];

/** Those that have to be there before nodes are: they make a node ready, and none of them waits for one. */
const beforeNodes = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"];

/** Add-ons whose pods need a role: their ServiceAccount, and what AWS says they may do. */
const withRole: Readonly<Record<string, { readonly id: string; readonly account: string; readonly policy: string }>> = {
  "aws-ebs-csi-driver": {
    id: "ebs_csi",
    account: "ebs-csi-controller-sa",
    policy: "service-role/AmazonEBSCSIDriverPolicy",
  },
  "aws-efs-csi-driver": {
    id: "efs_csi",
    account: "efs-csi-controller-sa",
    policy: "service-role/AmazonEFSCSIDriverPolicy",
  },
};

/** Add-ons by name, each with its version, in two parts: those before the nodes and those after. */
export interface EksAddons {
  readonly beforeNodes: Readonly<Record<string, string>>;
  readonly afterNodes: Readonly<Record<string, string>>;
}

/** The add-ons of a cluster: those that its nodes need, and those that the file names. */
export function addonsOf({ nodes, addons }: EksCreation): EksAddons {
  const defaults = "auto" in nodes ? [] : needed.map((name) => [name, eksChoice] as const);
  const all = Object.entries({ ...Object.fromEntries(defaults), ...addons });
  return {
    beforeNodes: Object.fromEntries(all.filter(([name]) => beforeNodes.includes(name))),
    afterNodes: Object.fromEntries(all.filter(([name]) => !beforeNodes.includes(name))),
  };
}

/** Defines add-ons, once what they wait for is there. */
export function defineAddons(
  context: EksContext,
  addons: Readonly<Record<string, string>>,
  dependsOn: readonly ITerraformDependable[],
): readonly ITerraformDependable[] {
  return Object.entries(addons).map(([name, version]) => defineAddon(context, { name, version, dependsOn }));
}

interface AddonProps {
  readonly name: string;
  readonly version: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

function defineAddon(context: EksContext, { name, version, dependsOn }: AddonProps): ITerraformDependable {
  const { scope, provider } = context;
  const role = defineAddonRole(context, name);
  const addon = new EksAddon(scope, `Addon-${name}`, {
    provider,
    clusterName: template("aws_eks_cluster.cluster.name"),
    addonName: name,
    ...(version !== eksChoice && { addonVersion: literal(version) }),
    // What EKS says an add-on is wins over what somebody changed of it in the cluster.
    resolveConflictsOnCreate: "OVERWRITE",
    resolveConflictsOnUpdate: "OVERWRITE",
    ...(role !== undefined && { podIdentityAssociation: [role.association] }),
    dependsOn: [...(role?.permissions ?? []), ...dependsOn],
  });
  return named(addon, addonId(name));
}

/** Names of add-ons have "-" and "_", one at a time: told apart, since no other name may come to the same. */
function addonId(name: string): string {
  return name.replaceAll("_", "__").replaceAll("-", "_");
}

interface AddonRole extends EksRole {
  readonly association: EksAddonPodIdentityAssociation;
}

function defineAddonRole(context: EksContext, name: string): AddonRole | undefined {
  const settings = withRole[name];
  if (settings === undefined) return undefined;
  const { id, account, policy } = settings;
  const role = defineRole(context, {
    id,
    description: `${account} of EKS cluster`,
    trust: podIdentityTrust({
      clusterArn: context.spec.clusterArn,
      namespace: "kube-system",
      serviceAccounts: [account],
    }),
    policies: { driver: policy },
  });
  return { ...role, association: { roleArn: template(role.arn), serviceAccount: account } };
}
