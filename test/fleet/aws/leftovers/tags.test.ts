import { describe, expect, it } from "vitest";
import {
  clusterTags,
  describeOwner,
  goesWithCluster,
  isOfCluster,
  ownerOf,
  type LeftoverKind,
  type Tags,
} from "../../../../fleet/aws/leftovers/tags.js";

describe("who something was made for", () => {
  it.each<[Tags, string]>([
    [{ "elbv2.k8s.aws/cluster": "c", "service.k8s.aws/stack": "shop/web" }, "Service shop/web"],
    [{ "eks:eks-cluster-name": "c", "service.eks.amazonaws.com/stack": "shop/web" }, "Service shop/web"],
    [{ "kubernetes.io/cluster/c": "owned", "kubernetes.io/service-name": "shop/web" }, "Service shop/web"],
    [{ "elbv2.k8s.aws/cluster": "c", "ingress.k8s.aws/stack": "shop/web" }, "Ingress shop/web"],
    [{ "elbv2.k8s.aws/cluster": "c", "ingress.k8s.aws/stack": "public" }, "Ingress group public"],
    [{ "eks:eks-cluster-name": "c", "ingress.eks.amazonaws.com/stack": "shop/web" }, "Ingress shop/web"],
    [{ "elbv2.k8s.aws/cluster": "c", "gateway.k8s.aws.alb/stack": "edge/main" }, "Gateway edge/main"],
    [{ "elbv2.k8s.aws/cluster": "c", "elbv2.k8s.aws/resource": "backend-sg" }, "AWS Load Balancer Controller"],
    [
      { "kubernetes.io/created-for/pvc/namespace": "db", "kubernetes.io/created-for/pvc/name": "data-0" },
      "PersistentVolumeClaim db/data-0",
    ],
    [{ "ebs.csi.aws.com/cluster-name": "c", CSIVolumeName: "pvc-1" }, "PersistentVolume pvc-1"],
    [{ "cluster.k8s.amazonaws.com/name": "c", "node.k8s.amazonaws.com/instance_id": "i-1" }, "VPC CNI i-1"],
    [{ "eks:eks-cluster-name": "c", "eks:kubernetes-cni-node-name": "i-1" }, "VPC CNI i-1"],
    [
      { "kubernetes.io/cluster/c": "owned", "eks:eni:owner": "eks-vpc-resource-controller" },
      "pods with security groups",
    ],
    [{ "aws:eks:cluster-name": "c" }, "EKS"],
    [{ "kubernetes.io/cluster/c": "owned" }, "cluster"],
  ])("%j", (tags, owner) => {
    expect(describeOwner(ownerOf(tags))).toBe(owner);
  });
});

describe("what is of a cluster", () => {
  it.each<[LeftoverKind, Tags, boolean]>([
    ["volume", { "kubernetes.io/cluster/prod-a": "owned" }, true],
    ["volume", { "ebs.csi.aws.com/cluster-name": "prod-a" }, true],
    ["volume", { "ebs.csi.aws.com/cluster-name": "prod-ab" }, false],
    ["volume", { "kubernetes.io/cluster/prod-ab": "owned" }, false],
    ["security group", { "kubernetes.io/cluster/prod-a": "shared" }, false],
    ["security group", {}, false],
    ["security group", { "kubernetes.io/cluster/prod-a": "owned", "hubspoke:cluster": "a" }, false],
    ["security group", { "elbv2.k8s.aws/cluster": "prod-a", "hubspoke:cluster": "a" }, false],
    [
      "security group",
      { "elbv2.k8s.aws/cluster": "prod-a", "service.k8s.aws/stack": "shop/web", "hubspoke:cluster": "a" },
      true,
    ],
  ])("%s %j: %s", (kind, tags, expected) => {
    expect(isOfCluster(kind, tags, "prod-a")).toBe(expected);
  });

  it("is looked for by each of its tags", () => {
    expect(clusterTags("network interface", "prod-a")).toEqual([
      ["cluster.k8s.amazonaws.com/name", "prod-a"],
      ["eks:eks-cluster-name", "prod-a"],
      ["kubernetes.io/cluster/prod-a", "owned"],
    ]);
  });

  it("goes with it where it is EKS's own", () => {
    expect(goesWithCluster({ "aws:eks:cluster-name": "prod-a" })).toBe(true);
    expect(goesWithCluster({ "kubernetes.io/cluster/prod-a": "owned" })).toBe(false);
  });
});
