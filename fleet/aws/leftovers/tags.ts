import { tagKeys } from "../../../config/names.js";

/** Tags of an AWS resource. */
export type Tags = Readonly<Record<string, string>>;

/** The object in the cluster, or the part of it, that an AWS resource was made for. */
export interface Owner {
  readonly kind: string;
  /** @default - it is in none */
  readonly namespace?: string;
  /** @default - there is one for the cluster, or its name is not known */
  readonly name?: string;
}

/** Tag of EKS's own security group: EKS makes it with the cluster, and removes it with the cluster. */
const eksOwnTag = "aws:eks:cluster-name";

/** Tag of EKS Auto Mode, on all that it makes. */
const autoModeTag = "eks:eks-cluster-name";

/**
 * Tags whose value is the name of the cluster, by what bears them.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/deploy/tracking/provider.go
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-troubleshoot.html
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/awsutils/awsutils.go
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
const nameTags = {
  "load balancer": ["elbv2.k8s.aws/cluster", "ingress.k8s.aws/cluster", autoModeTag],
  "target group": ["elbv2.k8s.aws/cluster", "ingress.k8s.aws/cluster", autoModeTag],
  "security group": ["elbv2.k8s.aws/cluster", "ingress.k8s.aws/cluster", autoModeTag, eksOwnTag],
  "network interface": ["cluster.k8s.amazonaws.com/name", autoModeTag],
  volume: ["ebs.csi.aws.com/cluster-name", "KubernetesCluster", autoModeTag],
} as const;

export type LeftoverKind = keyof typeof nameTags;

/** The tags that a resource of a cluster bears, one of them at least. */
export function clusterTags(kind: LeftoverKind, cluster: string): (readonly [key: string, value: string])[] {
  const named = nameTags[kind].map((key) => [key, cluster] as const);
  // `shared` is what people put on subnets and groups of their own.
  return [...named, [`kubernetes.io/cluster/${cluster}`, "owned"]];
}

/** Whether a controller of the cluster made a resource with these tags. */
export function isOfCluster(kind: LeftoverKind, tags: Tags, cluster: string): boolean {
  const marked = clusterTags(kind, cluster).some(([key, value]) => tags[key] === value);
  return marked && (objectOf(tags) !== undefined || !isOurs(tags));
}

/** Whether EKS removes it with the cluster. */
export function goesWithCluster(tags: Tags): boolean {
  return eksOwnTag in tags;
}

/** Our own Terraform made it: a default tag of its provider says so. */
function isOurs(tags: Tags): boolean {
  return tagKeys.cluster in tags;
}

/** What a resource was made for, as far as its tags tell. */
export function ownerOf(tags: Tags): Owner {
  return objectOf(tags) ?? partOf(tags);
}

/** Tags by which controllers know the object again; their values are `<namespace>/<name>`. */
const stackTags: readonly (readonly [key: string, kind: string])[] = [
  ["service.k8s.aws/stack", "Service"],
  ["service.eks.amazonaws.com/stack", "Service"],
  ["ingress.k8s.aws/stack", "Ingress"],
  ["ingress.eks.amazonaws.com/stack", "Ingress"],
  ["gateway.k8s.aws.alb/stack", "Gateway"],
  ["gateway.k8s.aws.nlb/stack", "Gateway"],
  ["gateway.eks.amazonaws.com.alb/stack", "Gateway"],
  ["gateway.eks.amazonaws.com.nlb/stack", "Gateway"],
  ["kubernetes.io/service-name", "Service"],
];

function objectOf(tags: Tags): Owner | undefined {
  const claim = tags["kubernetes.io/created-for/pvc/name"];
  if (claim !== undefined) {
    return { kind: "PersistentVolumeClaim", namespace: tags["kubernetes.io/created-for/pvc/namespace"], name: claim };
  }
  const [key, kind = ""] = stackTags.find(([tag]) => tags[tag] !== undefined) ?? [];
  return key === undefined ? undefined : stackOwner(kind, tags[key] ?? "");
}

/** Ingresses of a group share what is made for them, and have no namespace in common. */
function stackOwner(kind: string, stack: string): Owner {
  const [namespace = "", name] = stack.split("/");
  return name === undefined ? { kind: `${kind} group`, name: namespace } : { kind, namespace, name };
}

function partOf(tags: Tags): Owner {
  if (tags["elbv2.k8s.aws/cluster"] !== undefined) return { kind: "AWS Load Balancer Controller" };
  if (tags["CSIVolumeName"] !== undefined) return { kind: "PersistentVolume", name: tags["CSIVolumeName"] };
  if (tags["eks:eni:owner"] === "eks-vpc-resource-controller") return { kind: "pods with security groups" };
  const node = tags["node.k8s.amazonaws.com/instance_id"] ?? tags["eks:kubernetes-cni-node-name"];
  if (node !== undefined) return { kind: "VPC CNI", name: node };
  return { kind: goesWithCluster(tags) ? "EKS" : "cluster" };
}

/** The owner in words: `Service shop/web`. */
export function describeOwner({ kind, namespace, name }: Owner): string {
  const path = [namespace, name].filter((part) => part !== undefined).join("/");
  return path === "" ? kind : `${kind} ${path}`;
}

/** The tags that an API gives as a list. */
export function tagsOf(list: readonly { readonly Key?: string; readonly Value?: string }[] = []): Tags {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}
