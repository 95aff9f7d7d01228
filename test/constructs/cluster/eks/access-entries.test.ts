import { expect, test } from "vitest";
import { dataSources, eksSpec, eksStack, resource, resources } from "./support.js";

const deployer = "arn:aws:iam::111122223333:role/deployer";
const admin = "arn:aws:iam::111122223333:role/admin";
const clusterAdmin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

test("the role that deploys and those that the file names administer the cluster, each once", () => {
  const json = eksStack(eksSpec({ admins: [admin, deployer, admin] }));
  expect(resources(json, "aws_eks_access_entry")).toEqual({
    admin: {
      provider: "aws.cluster",
      for_each: { [deployer]: deployer, [admin]: admin },
      cluster_name: "${aws_eks_cluster.cluster.name}",
      principal_arn: "${each.value}",
      type: "STANDARD",
    },
  });
  expect(resources(json, "aws_eks_access_policy_association")).toEqual({
    admin: {
      provider: "aws.cluster",
      for_each: { [deployer]: deployer, [admin]: admin },
      cluster_name: "${aws_eks_cluster.cluster.name}",
      principal_arn: "${aws_eks_access_entry.admin[each.key].principal_arn}",
      policy_arn: clusterAdmin,
      access_scope: { type: "cluster" },
    },
  });
  expect(dataSources(json, "aws_caller_identity")).toEqual({});
  expect(JSON.stringify(resource(json, "aws_eks_cluster.cluster").lifecycle)).not.toContain("deployer");
});

test("without a role and names it is whoever deploys first, and stays so", () => {
  const json = eksStack(eksSpec({ assumeRole: undefined }));
  expect(dataSources(json, "aws_caller_identity")).toEqual({ caller: { provider: "aws.cluster" } });
  expect(dataSources(json, "aws_iam_session_context")).toEqual({
    deployer: { provider: "aws.cluster", arn: "${data.aws_caller_identity.caller.arn}" },
  });
  expect(resources(json, "aws_eks_access_entry")).toEqual({
    deployer: {
      provider: "aws.cluster",
      cluster_name: "${aws_eks_cluster.cluster.name}",
      principal_arn: "${data.aws_iam_session_context.deployer.issuer_arn}",
      type: "STANDARD",
      lifecycle: { ignore_changes: ["principal_arn"] },
    },
  });
  expect(resource(json, "aws_eks_access_policy_association.deployer")).toMatchObject({
    principal_arn: "${aws_eks_access_entry.deployer.principal_arn}",
    policy_arn: clusterAdmin,
  });
});

test("with names alone nothing is created by somebody who is none of them", () => {
  const network = { create: { cidr: "10.20.0.0/16" } };
  const json = eksStack(eksSpec({ assumeRole: undefined, admins: [admin], network }));
  expect(resource(json, "aws_eks_access_entry.admin").for_each).toEqual({ [admin]: admin });
  expect(resource(json, "aws_eks_cluster.cluster").lifecycle).toEqual({
    precondition: [
      {
        condition: `\${contains(["${admin}"], data.aws_iam_session_context.deployer.issuer_arn)}`,
        error_message:
          "these credentials are of ${data.aws_iam_session_context.deployer.issuer_arn}, which is none of the cluster's " +
          "admins and could deploy nothing to it: add it to admins, or name the role that deploys in assumeRole",
      },
    ],
  });
});

test.each([
  ["cn-north-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
])("in %s the policy is that of the partition", (region, partition) => {
  const json = eksStack(eksSpec({ region, assumeRole: undefined }));
  expect(resource(json, "aws_eks_access_policy_association.deployer").policy_arn).toBe(
    `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
  );
});
