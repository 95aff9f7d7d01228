import { expect, test } from "vitest";
import { resource, resources } from "../cluster/eks/support.js";
import { vpcStack } from "./support.js";

test("load balancers find their subnets by tags, none of which names a cluster", () => {
  const json = vpcStack();
  expect(resource(json, "aws_subnet.private_2").tags).toEqual({
    Name: "dev-shop-private-2",
    "kubernetes.io/role/internal-elb": "1",
  });
  expect(resource(json, "aws_subnet.public_2").tags).toEqual({
    Name: "dev-shop-public-2",
    "kubernetes.io/role/elb": "1",
  });
});

test("nothing gets a public address unasked", () => {
  const subnets = Object.values(resources(vpcStack(), "aws_subnet"));
  expect(subnets).toHaveLength(6);
  subnets.forEach((subnet) => expect(subnet.map_public_ip_on_launch).toBe(false));
});

test("public subnets reach the Internet by the gateway, private ones through NAT", () => {
  const json = vpcStack();
  const route = (name: string) => resource(json, `aws_route.${name}`);
  expect(route("public")).toEqual({
    provider: "aws.cluster",
    route_table_id: "${aws_route_table.public.id}",
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "${aws_internet_gateway.cluster.id}",
  });
  expect(route("private_3")).toEqual({
    provider: "aws.cluster",
    route_table_id: "${aws_route_table.private_3.id}",
    destination_cidr_block: "0.0.0.0/0",
    nat_gateway_id: "${aws_nat_gateway.nat_1.id}",
  });
});

test("every subnet is in the table of its kind, which holds no route of its own", () => {
  const json = vpcStack();
  expect(resources(json, "aws_route_table_association")).toEqual(
    Object.fromEntries(
      Object.keys(resources(json, "aws_subnet")).map((subnet) => [
        subnet,
        {
          provider: "aws.cluster",
          subnet_id: `\${aws_subnet.${subnet}.id}`,
          route_table_id: `\${aws_route_table.${subnet.startsWith("public") ? "public" : subnet}.id}`,
        },
      ]),
    ),
  );
  Object.values(resources(json, "aws_route_table")).forEach((table) => expect(table).not.toHaveProperty("route"));
});
