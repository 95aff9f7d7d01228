import { expect, test } from "vitest";
import { resource, resources } from "../cluster/eks/support.js";
import { vpcStack } from "./support.js";

const gatewaysOf = (json: ReturnType<typeof vpcStack>) =>
  ["private_1", "private_2", "private_3"].map((name) => resource(json, `aws_route.${name}`).nat_gateway_id);

test("one NAT gateway serves every zone", () => {
  const json = vpcStack({ create: { nat: "single" } });
  expect(Object.keys(resources(json, "aws_nat_gateway"))).toEqual(["nat_1"]);
  expect(Object.keys(resources(json, "aws_eip"))).toEqual(["nat_1"]);
  expect(gatewaysOf(json)).toEqual(Array(3).fill("${aws_nat_gateway.nat_1.id}"));
});

test("or each zone has its own, in its public subnet, with an address", () => {
  const json = vpcStack({ create: { nat: "per-zone" } });
  expect(gatewaysOf(json)).toEqual([1, 2, 3].map((position) => `\${aws_nat_gateway.nat_${position}.id}`));
  expect(resource(json, "aws_nat_gateway.nat_2")).toMatchObject({
    subnet_id: "${aws_subnet.public_2.id}",
    allocation_id: "${aws_eip.nat_2.id}",
    tags: { Name: "dev-shop-nat-2" },
  });
  expect(resource(json, "aws_eip.nat_2")).toMatchObject({ domain: "vpc", tags: { Name: "dev-shop-nat-2" } });
});

test("a gateway and its address come after the way to the Internet, and go before it", () => {
  const json = vpcStack();
  ["aws_nat_gateway.nat_1", "aws_eip.nat_1"].forEach((address) =>
    expect(resource(json, address).depends_on).toEqual(
      expect.arrayContaining(["aws_route.public", "aws_route_table_association.public_1"]),
    ),
  );
});
