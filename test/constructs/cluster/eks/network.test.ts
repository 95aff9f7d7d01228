import { expect, test } from "vitest";
import { dataSources, eksSpec, eksStack, givenNetwork, groups, resource, resources } from "./support.js";

test("in a VPC that is there nothing is made, and nodes are where the control plane is", () => {
  const json = eksStack(eksSpec(groups({})));
  expect(resource(json, "aws_eks_cluster.cluster").vpc_config).toMatchObject({ subnet_ids: givenNetwork.subnetIds });
  expect(resource(json, "aws_eks_node_group.workers").subnet_ids).toEqual(givenNetwork.subnetIds);
  expect(resources(json, "aws_vpc")).toEqual({});
});

test("subnets that are there are in two zones and of the VPC, or nothing is made", () => {
  const json = eksStack(eksSpec());
  const [first = "", second = ""] = givenNetwork.subnetIds;
  expect(dataSources(json, "aws_subnet").given).toEqual({
    provider: "aws.cluster",
    for_each: { [first]: first, [second]: second },
    id: "${each.value}",
  });
  expect(resource(json, "aws_eks_cluster.cluster").lifecycle).toEqual({
    precondition: [
      {
        condition: "${length(distinct([for s in data.aws_subnet.given : s.availability_zone])) > 1}",
        error_message:
          "the subnets of vpc-0123456789abcdef0 are all in one availability zone, expected two at least: EKS takes no fewer",
      },
      {
        condition: '${distinct([for s in data.aws_subnet.given : s.vpc_id]) == tolist(["vpc-0123456789abcdef0"])}',
        error_message: "not all subnets are of vpc-0123456789abcdef0, expected subnets of the network's own VPC",
      },
    ],
  });
});

test("in a VPC of its own both are in its private subnets", () => {
  const json = eksStack(eksSpec({ ...groups({}), network: { create: { cidr: "10.20.0.0/16" } } }));
  const { subnet_ids: ids } = resource(json, "aws_eks_node_group.workers") as { subnet_ids: readonly string[] };
  expect(ids.length).toBeGreaterThanOrEqual(2);
  ids.forEach((id) => expect(id).toMatch(/^\$\{aws_subnet\.private/));
  expect(resource(json, "aws_eks_cluster.cluster").vpc_config).toMatchObject({ subnet_ids: ids });
});
