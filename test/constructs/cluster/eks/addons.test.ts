import { expect, test } from "vitest";
import { eksSpec, eksStack, groups, resource, resources, statements } from "./support.js";

const names = (json: ReturnType<typeof eksStack>) =>
  Object.values(resources(json, "aws_eks_addon"))
    .map(({ addon_name: name }) => name)
    .sort();

test("Auto Mode needs none, and gets those that the file names", () => {
  expect(names(eksStack(eksSpec()))).toEqual([]);
  const json = eksStack(eksSpec({ addons: { "metrics-server": "default" } }));
  expect(resources(json, "aws_eks_addon")).toEqual({
    metrics_server: {
      provider: "aws.cluster",
      cluster_name: "${aws_eks_cluster.cluster.name}",
      addon_name: "metrics-server",
      resolve_conflicts_on_create: "OVERWRITE",
      resolve_conflicts_on_update: "OVERWRITE",
      depends_on: ["aws_eks_cluster.cluster"],
    },
  });
});

test("node groups get a network, names and Pod Identity, by EKS's choice or by the file's", () => {
  const json = eksStack(eksSpec({ ...groups({}), addons: { "vpc-cni": "v1.20.4-eksbuild.2", coredns: "default" } }));
  expect(names(json)).toEqual(["coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"]);
  expect(resource(json, "aws_eks_addon.vpc_cni").addon_version).toBe("v1.20.4-eksbuild.2");
  expect(resource(json, "aws_eks_addon.kube_proxy")).not.toHaveProperty("addon_version");
});

test("what makes nodes ready is there before them, and what runs on them after", () => {
  const json = eksStack(eksSpec({ ...groups({}), addons: { "aws-ebs-csi-driver": "default" } }));
  const waits = (addon: string) => resource(json, `aws_eks_addon.${addon}`).depends_on;
  expect(waits("vpc_cni")).toEqual(["aws_eks_cluster.cluster"]);
  expect(waits("kube_proxy")).toEqual(["aws_eks_cluster.cluster"]);
  expect(waits("eks_pod_identity_agent")).toEqual(["aws_eks_cluster.cluster"]);
  expect(waits("coredns")).toEqual(["aws_eks_cluster.cluster", "aws_eks_node_group.workers"]);
  expect(waits("aws_ebs_csi_driver")).toEqual([
    "aws_iam_role_policy_attachment.ebs_csi_driver",
    "aws_eks_cluster.cluster",
    "aws_eks_node_group.workers",
  ]);
});

test.each([
  ["aws-ebs-csi-driver", "ebs_csi", "ebs-csi-controller-sa", "AmazonEBSCSIDriverPolicy"],
  ["aws-efs-csi-driver", "efs_csi", "efs-csi-controller-sa", "AmazonEFSCSIDriverPolicy"],
])("%s has a role that only its own pods of this cluster get", (addon, role, account, policy) => {
  const json = eksStack(eksSpec({ ...groups({}), addons: { [addon]: "default" } }));
  expect(resource(json, `aws_eks_addon.${addon.replaceAll("-", "_")}`).pod_identity_association).toEqual([
    { role_arn: `\${aws_iam_role.${role}.arn}`, service_account: account },
  ]);
  const { name, assume_role_policy: trust } = resource(json, `aws_iam_role.${role}`);
  expect(name).toBe(`hubspoke-dev-shop-${role.replace("_", "-")}`);
  expect(statements(trust)).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:111122223333:cluster/dev-shop",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": [account],
        },
      },
    },
  ]);
  expect(resource(json, `aws_iam_role_policy_attachment.${role}_driver`).policy_arn).toBe(
    `arn:aws:iam::aws:policy/service-role/${policy}`,
  );
});

test("names that differ in a dash and an underscore are two add-ons", () => {
  const json = eksStack(eksSpec({ addons: { "teleport-agent": "default", teleport_agent: "default" } }));
  expect(names(json)).toEqual(["teleport-agent", "teleport_agent"]);
});
