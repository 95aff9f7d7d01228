import fc from "fast-check";
import { expect, test } from "vitest";
import { resources } from "../cluster/eks/support.js";
import { addresses, dataSources, vpcStack } from "./support.js";

const zonesOf = (json: ReturnType<typeof vpcStack>) =>
  Object.fromEntries(
    Object.entries(resources(json, "aws_subnet")).map(([name, subnet]) => [name, subnet.availability_zone]),
  );

test("zones of the file are used as they are, in its order", () => {
  const json = vpcStack({ create: { azs: ["eu-west-1c", "eu-west-1a"] } });
  expect(zonesOf(json)).toEqual({
    private_1: "eu-west-1c",
    private_2: "eu-west-1a",
    public_1: "eu-west-1c",
    public_2: "eu-west-1a",
  });
  expect(json.data).toBeUndefined();
  Object.values(resources(json, "aws_subnet")).forEach((subnet) => expect(subnet).not.toHaveProperty("lifecycle"));
});

test("without zones in the file, the region's first three that have EKS are used, and kept", () => {
  const json = vpcStack();
  expect(dataSources(json, "aws_availability_zones")).toEqual({
    zones: {
      provider: "aws.cluster",
      exclude_zone_ids: ["use1-az3", "usw1-az2", "cac1-az3"],
      filter: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      lifecycle: {
        postcondition: [
          {
            condition: "${length(self.names) >= 3}",
            error_message:
              "region eu-west-1 has ${length(self.names)} availability zones with EKS for this account, expected 3: " +
              "name two of them in network.create.azs",
          },
        ],
      },
    },
  });
  const zone = (index: number) => `\${data.aws_availability_zones.zones.names[${index}]}`;
  expect(zonesOf(json)).toEqual({
    private_1: zone(0),
    private_2: zone(1),
    private_3: zone(2),
    public_1: zone(0),
    public_2: zone(1),
    public_3: zone(2),
  });
  Object.values(resources(json, "aws_subnet")).forEach(({ lifecycle }) =>
    expect(lifecycle).toEqual({ ignore_changes: ["availability_zone"] }),
  );
});

test("Northern California has two zones for new accounts", () => {
  expect(Object.keys(zonesOf(vpcStack({ region: "us-west-1" })))).toEqual([
    "private_1",
    "private_2",
    "public_1",
    "public_2",
  ]);
});

test("a third zone is added to two without a change to what they have", () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 24 }), fc.constantFrom("single", "per-zone"), (prefix, nat) => {
      const of = (...azs: string[]) => vpcStack({ create: { cidr: `10.0.0.0/${prefix}`, nat, azs } });
      const [two, three] = [of("eu-west-1a", "eu-west-1b"), of("eu-west-1a", "eu-west-1b", "eu-west-1c")];
      expect(addresses(three)).toEqual(expect.arrayContaining([...addresses(two)]));
      expect(resources(three, "aws_subnet")).toMatchObject(resources(two, "aws_subnet"));
      expect(resources(three, "aws_route")).toMatchObject(resources(two, "aws_route"));
    }),
    { numRuns: 10 },
  );
});
