import { expect, test } from "vitest";
import { addresses } from "../../../stacks/support.js";
import { eksSpec, eksStack, groups } from "./support.js";

const drivers = { "aws-ebs-csi-driver": "default", "aws-efs-csi-driver": "default" };

test("a cluster in Auto Mode is its key, log group, roles, control plane, admins and gate", () => {
  expect(addresses(eksStack(eksSpec()))).toEqual([
    "aws_cloudwatch_log_group.cluster",
    "aws_ec2_tag.security_group",
    "aws_eks_access_entry.admin",
    "aws_eks_access_policy_association.admin",
    "aws_eks_cluster.cluster",
    "aws_iam_role.cluster",
    "aws_iam_role.node",
    "aws_iam_role_policy_attachment.cluster_block_storage",
    "aws_iam_role_policy_attachment.cluster_cluster",
    "aws_iam_role_policy_attachment.cluster_compute",
    "aws_iam_role_policy_attachment.cluster_load_balancing",
    "aws_iam_role_policy_attachment.cluster_networking",
    "aws_iam_role_policy_attachment.node_registry",
    "aws_iam_role_policy_attachment.node_worker_minimal",
    "aws_kms_alias.cluster",
    "aws_kms_key.cluster",
    "terraform_data.leftovers",
  ]);
});

test("with node groups it is add-ons, groups and their launch templates too", () => {
  const json = eksStack(eksSpec({ ...groups({ name: "a" }, { name: "b-c" }), addons: drivers }));
  expect(addresses(json).filter((address) => /launch|node_group|addon|autoscaling/.test(address))).toEqual([
    "aws_autoscaling_group_tag.a",
    "aws_autoscaling_group_tag.b_c",
    "aws_eks_addon.aws_ebs_csi_driver",
    "aws_eks_addon.aws_efs_csi_driver",
    "aws_eks_addon.coredns",
    "aws_eks_addon.eks_pod_identity_agent",
    "aws_eks_addon.kube_proxy",
    "aws_eks_addon.vpc_cni",
    "aws_eks_node_group.a",
    "aws_eks_node_group.b_c",
    "aws_launch_template.a",
    "aws_launch_template.b_c",
  ]);
});

test("everything is made through the provider of the cluster's account and region", () => {
  const json = eksStack(eksSpec({ ...groups({}), addons: drivers, assumeRole: undefined, tags: { team: "shop" } }));
  const kinds = Object.entries({ ...json.resource, ...json.data }).filter(([type]) => type.startsWith("aws_"));
  const providers = kinds.flatMap(([, named]) =>
    Object.values(named as Record<string, Record<string, unknown>>).map(({ provider }) => provider),
  );
  expect(new Set(providers)).toEqual(new Set(["aws.cluster"]));
});

test.each([
  ["aws", "eu-west-1"],
  ["aws-cn", "cn-northwest-1"],
  ["aws-us-gov", "us-gov-west-1"],
])("in partition %s every ARN is of it", (partition, region) => {
  const role = `arn:${partition}:iam::111122223333:role/deployer`;
  const place = { region, assumeRole: role, tags: { team: "shop" } };
  const stacks = [eksSpec(place), eksSpec({ ...place, ...groups({}), addons: drivers })].map((spec) => eksStack(spec));
  const arns = JSON.stringify(stacks).match(/arn:[^:]*:/g) ?? [];
  expect(arns.length).toBeGreaterThan(20);
  expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
});

test("two clusters of one name in two accounts have nothing of each other", () => {
  const one = JSON.stringify(eksStack(eksSpec({ account: "111122223333", assumeRole: undefined })));
  const other = JSON.stringify(eksStack(eksSpec({ account: "444455556666", assumeRole: undefined })));
  expect(other.replaceAll("444455556666", "111122223333")).toBe(one);
  expect(other).not.toContain("111122223333");
});
