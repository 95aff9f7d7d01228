import { expect, test } from "vitest";
import { attachVpc, routeThrough } from "../../../constructs/network/transit-gateway.js";
import { resource, resources } from "../cluster/eks/support.js";
import { stackOf } from "../support.js";
import { awsProvider, dataSources, ends } from "./support.js";

const cluster = {
  name: "shop",
  vpcId: "data.aws_eks_cluster.spoke.vpc_config[0].vpc_id",
  subnetIds: "data.aws_eks_cluster.spoke.vpc_config[0].subnet_ids",
};

test("a VPC is attached by one subnet of each of its zones", () => {
  const json = stackOf((stack) => {
    attachVpc(stack, { ...cluster, provider: awsProvider(stack, "spoke"), transitGatewayId: "tgw-0123456789abcdef0" });
  });
  expect(dataSources(json, "aws_subnet")).toEqual({
    tgw_0123456789abcdef0: {
      provider: "aws.spoke",
      for_each: "${toset(data.aws_eks_cluster.spoke.vpc_config[0].subnet_ids)}",
      id: "${each.value}",
    },
  });
  expect(resources(json, "aws_ec2_transit_gateway_vpc_attachment")).toEqual({
    tgw_0123456789abcdef0: {
      provider: "aws.spoke",
      transit_gateway_id: "tgw-0123456789abcdef0",
      vpc_id: "${data.aws_eks_cluster.spoke.vpc_config[0].vpc_id}",
      subnet_ids:
        "${[for ids in {for subnet in data.aws_subnet.tgw_0123456789abcdef0 : subnet.availability_zone_id => " +
        "subnet.id...} : sort(ids)[0]]}",
      tags: { Name: "shop" },
    },
  });
});

test("a VPC may be attached to several gateways", () => {
  const json = stackOf((stack) => {
    const provider = awsProvider(stack, "hub");
    ["tgw-01234567", "tgw-89abcdef"].forEach((transitGatewayId) =>
      attachVpc(stack, { ...cluster, provider, transitGatewayId }),
    );
  });
  expect(Object.keys(resources(json, "aws_ec2_transit_gateway_vpc_attachment"))).toEqual([
    "tgw_01234567",
    "tgw_89abcdef",
  ]);
});

test("routes lead through a gateway once the VPC is attached to it", () => {
  const json = stackOf((stack) => {
    const { hub, spoke } = ends(stack);
    const attachment = attachVpc(stack, { ...cluster, provider: spoke.provider, transitGatewayId: "tgw-89abcdef" });
    const dependsOn = [attachment];
    routeThrough(stack, { ...hub, id: "hub", cidr: spoke.cidr, transitGatewayId: "tgw-01234567", dependsOn });
    routeThrough(stack, { ...spoke, id: "spoke", cidr: hub.cidr, transitGatewayId: "tgw-89abcdef", dependsOn });
  });
  const common = {
    route_table_id: "${each.value}",
    depends_on: ["aws_ec2_transit_gateway_vpc_attachment.tgw_89abcdef"],
  };
  expect(resource(json, "aws_route.hub")).toEqual({
    provider: "aws.hub",
    for_each: "${toset(data.aws_route_tables.hub.ids)}",
    destination_cidr_block: "10.20.0.0/16",
    transit_gateway_id: "tgw-01234567",
    ...common,
  });
  expect(resource(json, "aws_route.spoke")).toEqual({
    provider: "aws.spoke",
    for_each: "${toset(data.aws_route_tables.spoke.ids)}",
    destination_cidr_block: "10.10.0.0/16",
    transit_gateway_id: "tgw-89abcdef",
    ...common,
  });
});
