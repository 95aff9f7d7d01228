import { expect, test } from "vitest";
import { eksSpec, eksStack, groups, resource, resources } from "./support.js";

test("Auto Mode has no node groups", () => {
  const json = eksStack(eksSpec());
  expect(resources(json, "aws_eks_node_group")).toEqual({});
  expect(resources(json, "aws_launch_template")).toEqual({});
});

test("a node group starts after what makes its nodes ready, and is replaced without a gap", () => {
  const json = eksStack(eksSpec(groups({ name: "spot-workers" })));
  expect(resource(json, "aws_eks_node_group.spot_workers")).toEqual({
    provider: "aws.cluster",
    cluster_name: "${aws_eks_cluster.cluster.name}",
    node_group_name_prefix: "spot-workers-",
    version: "1.35",
    node_role_arn: "${aws_iam_role.node.arn}",
    subnet_ids: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    instance_types: ["m7i.large"],
    capacity_type: "ON_DEMAND",
    ami_type: "AL2023_x86_64_STANDARD",
    launch_template: {
      id: "${aws_launch_template.spot_workers.id}",
      version: "${aws_launch_template.spot_workers.latest_version}",
    },
    scaling_config: { min_size: 2, max_size: 4, desired_size: 2 },
    update_config: { max_unavailable_percentage: 33 },
    labels: {},
    taint: [],
    lifecycle: { create_before_destroy: true, ignore_changes: ["scaling_config[0].desired_size"] },
    depends_on: [
      "aws_iam_role_policy_attachment.node_worker",
      "aws_iam_role_policy_attachment.node_registry",
      "aws_iam_role_policy_attachment.node_cni",
      "aws_eks_addon.vpc_cni",
      "aws_eks_addon.kube_proxy",
      "aws_eks_addon.eks_pod_identity_agent",
    ],
  });
});

test("a node group is what the file says", () => {
  const written = {
    instanceTypes: ["m7g.large", "m6g.large"],
    amiType: "BOTTLEROCKET_ARM_64",
    capacityType: "SPOT",
    minSize: 0,
    maxSize: 9,
    desiredSize: 3,
    labels: { tier: "${gold}", "example.com/a": "" },
    taints: [
      { key: "dedicated", value: "shop", effect: "PREFER_NO_SCHEDULE" },
      { key: "example.com/spot", effect: "PREFER_NO_SCHEDULE" },
    ],
    updateConfig: { maxUnavailable: 2 },
  };
  expect(() => eksSpec(groups(written))).toThrow();
  const json = eksStack(eksSpec(groups({ ...written, labels: { tier: "gold", "example.com/a": "" } })));
  expect(resource(json, "aws_eks_node_group.workers")).toMatchObject({
    instance_types: ["m7g.large", "m6g.large"],
    ami_type: "BOTTLEROCKET_ARM_64",
    capacity_type: "SPOT",
    scaling_config: { min_size: 0, max_size: 9, desired_size: 3 },
    labels: { tier: "gold", "example.com/a": "" },
    taint: [
      { key: "dedicated", value: "shop", effect: "PREFER_NO_SCHEDULE" },
      { key: "example.com/spot", effect: "PREFER_NO_SCHEDULE" },
    ],
    update_config: { max_unavailable: 2 },
  });
});

test("nobody logs in to a node", () => {
  const text = JSON.stringify(eksStack(eksSpec(groups({}))));
  expect(text).not.toMatch(/remote_access|key_name|AmazonSSM/);
});

test("the Auto Scaling group of a node group has the cluster's tags", () => {
  const json = eksStack(eksSpec({ ...groups({}), tags: { team: "shop" } }));
  expect(resource(json, "aws_autoscaling_group_tag.workers")).toEqual({
    provider: "aws.cluster",
    for_each: { team: "shop", "hubspoke:environment": "dev", "hubspoke:cluster": "shop" },
    autoscaling_group_name: "${aws_eks_node_group.workers.resources[0].autoscaling_groups[0].name}",
    tag: { key: "${each.key}", value: "${each.value}", propagate_at_launch: false },
  });
});
