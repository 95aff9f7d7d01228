import type { EksClusterSpec } from "../../../config/cluster/index.js";
import type { PolicyStatement } from "../../aws/policy.js";

const ofCluster = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" };

/**
 * What lets Auto Mode put tags of ours on what it creates; AWS's own policies let it put none but EKS's.
 *
 * Which tags is said in Kubernetes, by NodeClass, StorageClass and IngressClassParams.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html#tag-prop
 */
export function taggingPolicy({ partition, region, account }: EksClusterSpec): readonly PolicyStatement[] {
  const ec2 = `arn:${partition}:ec2:${region}:${account}`;
  const balancing = `arn:${partition}:elasticloadbalancing:${region}:${account}:*`;
  return [
    {
      Sid: "Compute",
      Effect: "Allow",
      Action: ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
      Resource: `${ec2}:*`,
      Condition: {
        StringEquals: ofCluster,
        StringLike: {
          "aws:RequestTag/eks:kubernetes-node-class-name": "*",
          "aws:RequestTag/eks:kubernetes-node-pool-name": "*",
        },
      },
    },
    allow("Storage", ["ec2:CreateVolume", "ec2:CreateSnapshot"], [`${ec2}:volume/*`, snapshots(partition, region)]),
    {
      Sid: "Networking",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: `${ec2}:*`,
      Condition: { StringEquals: ofCluster, StringLike: { "aws:RequestTag/eks:kubernetes-cni-node-name": "*" } },
    },
    allow("LoadBalancers", loadBalancing, [balancing]),
    allow("SecurityGroups", ["ec2:CreateSecurityGroup"], [`${ec2}:*`]),
    // Shield is of no region; its protections have none in their ARN.
    allow(
      "Shield",
      ["shield:CreateProtection", "shield:TagResource"],
      [`arn:${partition}:shield::${account}:protection/*`],
    ),
  ];
}

const loadBalancing = [
  "elasticloadbalancing:CreateLoadBalancer",
  "elasticloadbalancing:CreateTargetGroup",
  "elasticloadbalancing:CreateListener",
  "elasticloadbalancing:CreateRule",
];

/** A snapshot has no account in its ARN. */
function snapshots(partition: string, region: string): string {
  return `arn:${partition}:ec2:${region}::snapshot/*`;
}

function allow(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources, Condition: { StringEquals: ofCluster } };
}
