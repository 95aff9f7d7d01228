import { look, read, serviceRole, whenTagged, whereOurs, write, type Needs } from "./grant.js";
import { clusterNames, patternOf } from "./names.js";
import type { Element } from "./elements.js";

function arn({ partition, region, account }: Element, kind: string, cluster: string): string {
  return `arn:${partition}:eks:${region}:${account}:${kind}/${cluster}`;
}

function clusters(element: Element): readonly string[] {
  return clusterNames(element).map((name) => arn(element, "cluster", name));
}

/** What belongs to a cluster has the name of the cluster in its ARN. */
function within(element: Element, kind: string): readonly string[] {
  return clusterNames(element).map((name) => arn(element, kind, `${name}/*`));
}

const tagging = ["eks:TagResource", "eks:UntagResource"];

/** What lists what controllers left behind, which is asked before a cluster is destroyed. */
const leftovers = [
  look(
    "ec2:DescribeInstances",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcs",
  ),
  look(
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroups",
  ),
];

const cluster: Needs = (element) => {
  const { environment, text } = element;
  const own = [arn(element, "cluster", patternOf(environment, text("name") ?? `${environment}-`))];
  return [
    read(own, "eks:DescribeCluster", "eks:DescribeUpdate", "eks:ListTagsForResource"),
    write(["*"], ["eks:CreateCluster"], whenTagged(element)),
    write(own, [
      "eks:DeleteCluster",
      "eks:UpdateClusterConfig",
      "eks:UpdateClusterVersion",
      "eks:AssociateEncryptionConfig",
      ...tagging,
    ]),
    ...encryption(element),
    ...leftovers,
    serviceRole(element, "eks.amazonaws.com"),
  ];
};

/** EKS uses a key by a grant that whoever makes the cluster gives it. */
const encryption: Needs = (element) => {
  const { partition, region, account } = element;
  const [given] = /arn:[\w-]+:kms:[^"]+/.exec(JSON.stringify(element.attributes.encryption_config ?? "")) ?? [];
  const key = [given ?? `arn:${partition}:kms:${region}:${account}:key/*`];
  return [
    read(key, "kms:DescribeKey"),
    write(key, ["kms:CreateGrant"], { Bool: { "kms:GrantIsForAWSResource": ["true"] } }),
  ];
};

const nodeGroup: Needs = (element) => [
  read(within(element, "nodegroup"), "eks:DescribeNodegroup", "eks:DescribeUpdate", "eks:ListTagsForResource"),
  read(clusters(element), "eks:DescribeUpdate"),
  write(clusters(element), ["eks:CreateNodegroup"]),
  write(within(element, "nodegroup"), [
    "eks:DeleteNodegroup",
    "eks:UpdateNodegroupConfig",
    "eks:UpdateNodegroupVersion",
    ...tagging,
  ]),
  serviceRole(
    element,
    "eks-nodegroup.amazonaws.com",
    "autoscaling.amazonaws.com",
    ...(element.attributes.capacity_type === "SPOT" ? ["spot.amazonaws.com"] : []),
  ),
];

/** EKS launches nothing for whoever may not launch it: from a template of ours, and tagged as ours. */
const launchTemplate: Needs = (element) => {
  const { partition, region, account } = element;
  const ec2 = `arn:${partition}:ec2:${region}:${account}`;
  const templates = `${ec2}:launch-template/*`;
  const parts = ["instance", "volume", "network-interface"].map((kind) => `${ec2}:${kind}/*`);
  const tags = { ...whenTagged(element), Null: { "ec2:CreateAction": ["false"] } };
  return [
    look("ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions", "ec2:DescribeImages"),
    write([templates], ["ec2:CreateLaunchTemplate"], whenTagged(element)),
    write([templates, ...parts], ["ec2:CreateTags"], tags),
    write(
      [templates],
      [
        "ec2:CreateLaunchTemplateVersion",
        "ec2:ModifyLaunchTemplate",
        "ec2:DeleteLaunchTemplate",
        "ec2:DeleteLaunchTemplateVersions",
        "ec2:RunInstances",
        "ec2:CreateTags",
        "ec2:DeleteTags",
      ],
      whereOurs(element),
    ),
    write(
      [...parts, `${ec2}:subnet/*`, `${ec2}:security-group/*`, `arn:${partition}:ec2:${region}::image/*`],
      ["ec2:RunInstances"],
      { ArnLike: { "ec2:LaunchTemplate": [templates] } },
    ),
  ];
};

/** EKS names the Auto Scaling group of a node group. */
const scalingGroupTag: Needs = ({ partition, region, account }) => {
  const groups = `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/eks-*`;
  return [
    look("autoscaling:DescribeTags", "autoscaling:DescribeAutoScalingGroups"),
    write([groups], ["autoscaling:CreateOrUpdateTags", "autoscaling:DeleteTags"]),
  ];
};

const addon: Needs = (element) => [
  look("eks:DescribeAddonVersions"),
  read(within(element, "addon"), "eks:DescribeAddon", "eks:DescribeUpdate", "eks:ListTagsForResource"),
  read(clusters(element), "eks:DescribeUpdate"),
  write(clusters(element), ["eks:CreateAddon"]),
  write(within(element, "addon"), ["eks:UpdateAddon", "eks:DeleteAddon", ...tagging]),
  ...(element.attributes.pod_identity_association === undefined ? [] : podIdentity(element)),
];

const podIdentity: Needs = (element) => {
  const associations = within(element, "podidentityassociation");
  return [
    read(associations, "eks:DescribePodIdentityAssociation"),
    read(clusters(element), "eks:ListPodIdentityAssociations"),
    write(clusters(element), ["eks:CreatePodIdentityAssociation"]),
    write(associations, ["eks:UpdatePodIdentityAssociation", "eks:DeletePodIdentityAssociation", ...tagging]),
  ];
};

const accessEntry: Needs = (element) => {
  const entries = within(element, "access-entry");
  return [
    read(entries, "eks:DescribeAccessEntry"),
    write(clusters(element), ["eks:CreateAccessEntry"]),
    write(entries, ["eks:UpdateAccessEntry", "eks:DeleteAccessEntry", ...tagging]),
  ];
};

const accessPolicy: Needs = (element) => {
  const entries = within(element, "access-entry");
  return [
    read(entries, "eks:ListAssociatedAccessPolicies"),
    write(entries, ["eks:AssociateAccessPolicy", "eks:DisassociateAccessPolicy"]),
  ];
};

const capability: Needs = (element) => {
  const own = within(element, "capability");
  return [
    read(own, "eks:DescribeCapability", "eks:ListTagsForResource"),
    write(clusters(element), ["eks:CreateCapability"]),
    write(own, ["eks:UpdateCapability", "eks:DeleteCapability", ...tagging]),
  ];
};

export const clusterNeeds: Readonly<Record<string, Needs>> = {
  aws_eks_cluster: cluster,
  aws_eks_node_group: nodeGroup,
  aws_eks_addon: addon,
  aws_eks_pod_identity_association: podIdentity,
  aws_eks_access_entry: accessEntry,
  aws_eks_access_policy_association: accessPolicy,
  aws_eks_capability: capability,
  aws_launch_template: launchTemplate,
  aws_autoscaling_group_tag: scalingGroupTag,
  "data.aws_eks_cluster": (element) => {
    const { environment, text } = element;
    const name = patternOf(environment, text("name") ?? `${environment}-`);
    // Whether it is still there, once its spoke is retired, is seen among all.
    return [look("eks:ListClusters"), read([arn(element, "cluster", name)], "eks:DescribeCluster")];
  },
};
