import { expect, test } from "vitest";
import { eksSpec, eksStack, groups, resource } from "./support.js";

const cluster = (fields = {}, over = {}) => resource(eksStack(eksSpec(fields), over), "aws_eks_cluster.cluster");

test("a minimal cluster is private, logs everything, encrypts Secrets and leaves access to entries", () => {
  expect(cluster()).toEqual({
    provider: "aws.cluster",
    name: "dev-shop",
    version: "1.35",
    role_arn: "${aws_iam_role.cluster.arn}",
    access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false },
    bootstrap_self_managed_addons: false,
    enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
    encryption_config: { provider: { key_arn: "${aws_kms_key.cluster.arn}" }, resources: ["secrets"] },
    upgrade_policy: { support_type: "EXTENDED" },
    deletion_protection: false,
    vpc_config: {
      subnet_ids: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      endpoint_private_access: true,
      endpoint_public_access: false,
    },
    compute_config: {
      enabled: true,
      node_pools: ["general-purpose", "system"],
      node_role_arn: "${aws_iam_role.node.arn}",
    },
    kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
    storage_config: { block_storage: { enabled: true } },
    lifecycle: { precondition: expect.any(Array) as unknown },
    depends_on: [
      "aws_iam_role_policy_attachment.cluster_cluster",
      "aws_iam_role_policy_attachment.cluster_compute",
      "aws_iam_role_policy_attachment.cluster_block_storage",
      "aws_iam_role_policy_attachment.cluster_load_balancing",
      "aws_iam_role_policy_attachment.cluster_networking",
      "aws_cloudwatch_log_group.cluster",
      "aws_iam_role_policy_attachment.node_worker_minimal",
      "aws_iam_role_policy_attachment.node_registry",
    ],
  });
});

test("a public endpoint is for the networks that the file names, and nodes still use the private one", () => {
  expect(cluster({ endpoint: "public", publicCidrs: ["203.0.113.0/24"] }).vpc_config).toMatchObject({
    endpoint_private_access: true,
    endpoint_public_access: true,
    public_access_cidrs: ["203.0.113.0/24"],
  });
});

test("with node groups all of Auto Mode is off, so that a cluster can leave it", () => {
  expect(cluster(groups({}))).toMatchObject({
    compute_config: { enabled: false },
    kubernetes_network_config: { elastic_load_balancing: { enabled: false } },
    storage_config: { block_storage: { enabled: false } },
  });
});

test("deletion protection is EKS's and Terraform's", () => {
  const json = eksStack(eksSpec(), { deletionProtection: true });
  expect(resource(json, "aws_eks_cluster.cluster")).toMatchObject({
    deletion_protection: true,
    lifecycle: { prevent_destroy: true },
  });
  expect(resource(json, "aws_kms_key.cluster").lifecycle).toEqual({ prevent_destroy: true });
});

test("what the file says of version, support and logs is what EKS gets", () => {
  expect(cluster({ version: "1.34", supportType: "STANDARD", logTypes: ["audit"] })).toMatchObject({
    version: "1.34",
    upgrade_policy: { support_type: "STANDARD" },
    enabled_cluster_log_types: ["audit"],
  });
});
