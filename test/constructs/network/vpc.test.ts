import fc from "fast-check";
import { expect, test } from "vitest";
import { TerraformData } from "../../../constructs/terraform-data.js";
import { resource } from "../cluster/eks/support.js";
import { addresses, vpcStack } from "./support.js";

test("a VPC has all that EKS asks of it, and a name", () => {
  expect(resource(vpcStack(), "aws_vpc.cluster")).toEqual({
    provider: "aws.cluster",
    cidr_block: "10.20.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
    tags: { Name: "dev-shop" },
  });
});

test("with deletion protection, a plan that removes the VPC fails", () => {
  const json = vpcStack({ deletionProtection: true });
  expect(resource(json, "aws_vpc.cluster").lifecycle).toEqual({ prevent_destroy: true });
});

test("the default security group lets nothing through", () => {
  expect(resource(vpcStack(), "aws_default_security_group.closed")).toMatchObject({
    vpc_id: "${aws_vpc.cluster.id}",
    ingress: [],
    egress: [],
  });
});

test("S3 is reached from every subnet without NAT", () => {
  const json = vpcStack({ region: "cn-north-1", partition: "aws-cn" });
  expect(resource(json, "aws_vpc_endpoint.s3")).toMatchObject({
    vpc_endpoint_type: "Gateway",
    service_name: "com.amazonaws.cn-north-1.s3",
    route_table_ids: ["public", "private_1", "private_2", "private_3"].map((name) => `\${aws_route_table.${name}.id}`),
  });
});

test("its subnets are known by address, and so is what nodes in them wait for", () => {
  const json = vpcStack({ create: { azs: ["eu-west-1a", "eu-west-1b"] } }, (vpc) => {
    expect(vpc.vpcId).toBe("aws_vpc.cluster.id");
    expect(vpc.privateSubnetIds).toEqual(["aws_subnet.private_1.id", "aws_subnet.private_2.id"]);
    expect(vpc.publicSubnetIds).toEqual(["aws_subnet.public_1.id", "aws_subnet.public_2.id"]);
    const nodes = new TerraformData(vpc, "Nodes", { provisioners: [], dependsOn: [...vpc.dependables] });
    nodes.overrideLogicalId("nodes");
  });
  expect(resource(json, "terraform_data.nodes").depends_on).toEqual([
    "aws_route.public",
    "aws_route_table_association.public_1",
    "aws_route_table_association.public_2",
    "aws_route.private_1",
    "aws_route_table_association.private_1",
    "aws_route.private_2",
    "aws_route_table_association.private_2",
    "aws_vpc_endpoint.s3",
  ]);
});

const zones = fc.constantFrom(undefined, ["eu-west-1a", "eu-west-1b"], ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);

test("whatever the zones and gateways, nothing refers to what is not there", () => {
  fc.assert(
    fc.property(zones, fc.constantFrom("single", "per-zone"), (azs, nat) => {
      const json = vpcStack({ create: { azs, nat } });
      const there = [...addresses(json), "data.aws_availability_zones.zones", "aws_kms_key.cluster"];
      const text = JSON.stringify(json.resource);
      const references = [...text.matchAll(/\$\{((?:data\.)?[a-z0-9_]+\.[a-z0-9_]+)[.[]/g)].map(([, name]) => name);
      expect(references.length).toBeGreaterThan(20);
      references.forEach((reference) => expect(there).toContain(reference));
    }),
    { numRuns: 12 },
  );
});

test("what the file says is text to Terraform, whatever it looks like", () => {
  const json = vpcStack({ name: "a${b}", create: { azs: ["eu-west-1${x}", "eu-west-1b"] } });
  expect(resource(json, "aws_vpc.cluster").tags).toEqual({ Name: "a$${b}" });
  expect(resource(json, "aws_subnet.private_1").availability_zone).toBe("eu-west-1$${x}");
});
