import { expect, test } from "vitest";
import { definePeering, type NetworkEnd } from "../../../constructs/network/peering.js";
import { resource, resources } from "../cluster/eks/support.js";
import { stackOf } from "../support.js";
import { dataSources, ends } from "./support.js";

const peering = (spoke: Partial<NetworkEnd> = {}) =>
  stackOf((stack) => definePeering(stack, { name: "shop", ...ends(stack, spoke) }));

const connection = "${aws_vpc_peering_connection.spoke.id}";

test("the hub asks, and the spoke accepts in its own account and region", () => {
  const json = peering();
  expect(resource(json, "aws_vpc_peering_connection.spoke")).toEqual({
    provider: "aws.hub",
    vpc_id: "${data.aws_eks_cluster.hub.vpc_config[0].vpc_id}",
    peer_vpc_id: "${data.aws_eks_cluster.spoke.vpc_config[0].vpc_id}",
    peer_owner_id: "444455556666",
    peer_region: "eu-central-1",
    auto_accept: false,
    tags: { Name: "shop" },
  });
  expect(resource(json, "aws_vpc_peering_connection_accepter.spoke")).toEqual({
    provider: "aws.spoke",
    vpc_peering_connection_id: connection,
    auto_accept: true,
    tags: { Name: "shop" },
  });
});

test.each([
  ["account", { account: "111122223333" }],
  ["region", { region: "eu-west-1" }],
])("the spoke has its own side of the connection also in the same %s", (_, same) => {
  const json = peering(same);
  expect(resource(json, "aws_vpc_peering_connection.spoke").auto_accept).toBe(false);
  expect(resource(json, "aws_vpc_peering_connection_accepter.spoke").provider).toBe("aws.spoke");
});

test("in one account and region the connection is one object, which one resource has", () => {
  const json = peering({ account: "111122223333", region: "eu-west-1" });
  const requester = resource(json, "aws_vpc_peering_connection.spoke");
  expect(requester).toMatchObject({ provider: "aws.hub", peer_owner_id: "111122223333", auto_accept: true });
  expect(requester).not.toHaveProperty("peer_region");
  expect(resources(json, "aws_vpc_peering_connection_accepter")).toEqual({});
  ["aws_route.hub", "aws_vpc_peering_connection_options.spoke"].forEach((address) =>
    expect(resource(json, address).depends_on).toEqual(["aws_vpc_peering_connection.spoke"]),
  );
});

test("each side lets the other resolve its names, once the connection is accepted", () => {
  const common = {
    vpc_peering_connection_id: connection,
    depends_on: ["aws_vpc_peering_connection_accepter.spoke"],
  };
  expect(resources(peering(), "aws_vpc_peering_connection_options")).toEqual({
    hub: { provider: "aws.hub", requester: { allow_remote_vpc_dns_resolution: true }, ...common },
    spoke: { provider: "aws.spoke", accepter: { allow_remote_vpc_dns_resolution: true }, ...common },
  });
});

test("every route table of each side leads to the other's network", () => {
  const json = peering();
  const common = {
    route_table_id: "${each.value}",
    vpc_peering_connection_id: connection,
    depends_on: ["aws_vpc_peering_connection_accepter.spoke"],
  };
  expect(dataSources(json, "aws_route_tables")).toEqual({
    hub: { provider: "aws.hub", vpc_id: "${data.aws_eks_cluster.hub.vpc_config[0].vpc_id}" },
    spoke: { provider: "aws.spoke", vpc_id: "${data.aws_eks_cluster.spoke.vpc_config[0].vpc_id}" },
  });
  expect(resources(json, "aws_route")).toEqual({
    hub: {
      provider: "aws.hub",
      for_each: "${toset(data.aws_route_tables.hub.ids)}",
      destination_cidr_block: "10.20.0.0/16",
      ...common,
    },
    spoke: {
      provider: "aws.spoke",
      for_each: "${toset(data.aws_route_tables.spoke.ids)}",
      destination_cidr_block: "10.10.0.0/16",
      ...common,
    },
  });
});
