import fc from "fast-check";
import { expect, test } from "vitest";
import { eksSpec, eksStack, groups, resource, resources, statements } from "./support.js";

const managed = (json: ReturnType<typeof eksStack>, role: string) =>
  Object.values(resources(json, "aws_iam_role_policy_attachment"))
    .filter((attachment) => attachment.role === `\${aws_iam_role.${role}.name}`)
    .map(({ policy_arn: arn }) => arn)
    .sort();

test("in Auto Mode the control plane does what AWS documents, and nodes next to nothing", () => {
  const json = eksStack(eksSpec());
  expect(statements(resource(json, "aws_iam_role.cluster").assume_role_policy)).toEqual([
    { Effect: "Allow", Principal: { Service: "eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] },
  ]);
  expect(managed(json, "cluster")).toEqual([
    "arn:aws:iam::aws:policy/AmazonEKSBlockStoragePolicy",
    "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    "arn:aws:iam::aws:policy/AmazonEKSComputePolicy",
    "arn:aws:iam::aws:policy/AmazonEKSLoadBalancingPolicy",
    "arn:aws:iam::aws:policy/AmazonEKSNetworkingPolicy",
  ]);
  expect(statements(resource(json, "aws_iam_role.node").assume_role_policy)).toEqual([
    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: ["sts:AssumeRole"] },
  ]);
  expect(managed(json, "node")).toEqual([
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
  ]);
});

test("with node groups the control plane needs one policy, and nodes bring the network", () => {
  const json = eksStack(eksSpec({ ...groups({}), region: "us-gov-west-1", assumeRole: undefined }));
  expect(statements(resource(json, "aws_iam_role.cluster").assume_role_policy)[0]?.Action).toEqual(["sts:AssumeRole"]);
  expect(managed(json, "cluster")).toEqual(["arn:aws-us-gov:iam::aws:policy/AmazonEKSClusterPolicy"]);
  expect(managed(json, "node")).toEqual([
    "arn:aws-us-gov:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    "arn:aws-us-gov:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    "arn:aws-us-gov:iam::aws:policy/AmazonEKS_CNI_Policy",
  ]);
});

test("Auto Mode may put the file's tags on what it makes, where there are any", () => {
  expect(resources(eksStack(eksSpec()), "aws_iam_role_policy")).toEqual({});
  expect(resources(eksStack(eksSpec({ ...groups({}), tags: { team: "shop" } })), "aws_iam_role_policy")).toEqual({});
  const json = eksStack(eksSpec({ tags: { team: "shop" } }));
  const tagging = statements(resource(json, "aws_iam_role_policy.cluster_tags").policy);
  expect(tagging.map(({ Sid }) => Sid)).toEqual([
    "Compute",
    "Storage",
    "Networking",
    "LoadBalancers",
    "SecurityGroups",
    "Shield",
  ]);
  for (const { Condition, Resource } of tagging) {
    expect(Condition?.StringEquals).toEqual({
      "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}",
    });
    [Resource]
      .flat()
      .forEach((arn) => expect(arn).toMatch(/^arn:aws:(ec2:eu-west-1|elasticloadbalancing:eu-west-1|shield:):/));
  }
  expect(resource(json, "aws_eks_cluster.cluster").depends_on).toContain("aws_iam_role_policy.cluster_tags");
});

const label = (max: number) =>
  fc.stringMatching(new RegExp(`^[a-z0-9]([-a-z0-9]{0,${max - 2}}[a-z0-9])?$`)).filter((text) => text.length <= max);

const tag = fc.stringMatching(/^[a-z0-9_.:/=+@ -]{1,128}$/);

test("names and policies fit AWS, however long those of the environment and the cluster are", () => {
  fc.assert(
    fc.property(label(20), label(63), fc.dictionary(tag, tag, { maxKeys: 40 }), (environment, name, tags) => {
      const addons = { "aws-ebs-csi-driver": "default", "aws-efs-csi-driver": "default" };
      const fields = { ...groups({ name: "g".repeat(36) }), addons, tags };
      const json = eksStack(eksSpec(fields, { environment, name }), { environment, name });
      const roles = Object.values(resources(json, "aws_iam_role"));
      expect(new Set(roles.map((role) => role.name)).size).toBe(4);
      roles.forEach((role) => {
        expect(String(role.name)).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(String(role.description).length).toBeLessThanOrEqual(1000);
        expect(String(role.assume_role_policy).length).toBeLessThanOrEqual(2048);
      });
      expect(String(resource(json, "aws_eks_cluster.cluster").name)).toMatch(/^[0-9A-Za-z][\w-]{0,99}$/);
      expect(String(resource(json, "aws_kms_alias.cluster").name)).toMatch(/^alias\/[\w/-]{1,250}$/);
      expect(String(resource(json, "aws_cloudwatch_log_group.cluster").name)).toMatch(/^[\w.\-/#]{1,512}$/);
      const group = "g".repeat(36);
      const launchTemplate = resource(json, `aws_launch_template.${group}`);
      expect(String(launchTemplate.name)).toMatch(/^[\w().\/-]{3,128}$/);
      const [launched] = launchTemplate.tag_specifications as { tags: Record<string, string> }[];
      expect(Object.keys(launched?.tags ?? {}).length).toBeLessThanOrEqual(43);
      expect(String(resource(json, `aws_eks_node_group.${group}`).node_group_name_prefix)).toMatch(/^[\w-]{1,37}$/);
    }),
    { numRuns: 25 },
  );
});

test("what lets Auto Mode tag fits an inline policy, in the longest region", () => {
  const json = eksStack(eksSpec({ region: "ap-southeast-1", tags: { team: "shop" } }));
  expect(String(resource(json, "aws_iam_role_policy.cluster_tags").policy).length).toBeLessThanOrEqual(10_240);
});
