import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNetwork, networksOverlap, parseNetwork, type Network } from "../../../config/fields/networks.js";
import { zoneNetworks } from "../../../constructs/network/layout.js";

test("private subnets have a quarter of the VPC each, public ones a sixteenth", () => {
  expect([1, 2, 3].map((position) => zoneNetworks("10.20.0.0/16", position))).toEqual([
    { private: "10.20.0.0/18", public: "10.20.192.0/20" },
    { private: "10.20.64.0/18", public: "10.20.208.0/20" },
    { private: "10.20.128.0/18", public: "10.20.224.0/20" },
  ]);
  expect([1, 2, 3].map((position) => zoneNetworks("192.168.7.0/24", position))).toEqual([
    { private: "192.168.7.0/26", public: "192.168.7.192/28" },
    { private: "192.168.7.64/26", public: "192.168.7.208/28" },
    { private: "192.168.7.128/26", public: "192.168.7.224/28" },
  ]);
});

test.each([
  ["10.0.0.0/16", 4],
  ["10.0.0.0/16", 0],
  ["10.0.0.0", 1],
])("%s has no zone %i", (cidr, position) => {
  expect(() => zoneNetworks(cidr, position)).toThrow(new Error(`no zone ${position} in a VPC of ${cidr}`));
});

/** AWS keeps five addresses of each subnet for itself, and EKS wants six to spare. */
const leastAddresses = 5 + 6;

const vpcs = fc
  .tuple(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]): Network => {
    const size = 2 ** (32 - prefix);
    const first = Math.floor(address / size) * size;
    return { first, last: first + size - 1, prefix };
  });

function subnetsOf(vpc: Network): readonly Network[] {
  const texts = [1, 2, 3].flatMap((position) => Object.values(zoneNetworks(formatNetwork(vpc), position)) as string[]);
  return texts.map((text) => {
    const network = parseNetwork(text);
    if (network === undefined || formatNetwork(network) !== text) throw new Error(`not a network: ${text}`);
    return network;
  });
}

test("whatever the VPC, its subnets are in it, apart from each other, and of sizes that AWS and EKS take", () => {
  fc.assert(
    fc.property(vpcs, (vpc) => {
      const subnets = subnetsOf(vpc);
      expect(subnets).toHaveLength(6);
      subnets.forEach(({ first, last, prefix }, index) => {
        expect(first).toBeGreaterThanOrEqual(vpc.first);
        expect(last).toBeLessThanOrEqual(vpc.last);
        expect(prefix).toBeGreaterThanOrEqual(16);
        expect(prefix).toBeLessThanOrEqual(28);
        expect(last - first + 1).toBeGreaterThanOrEqual(leastAddresses);
        subnets
          .slice(index + 1)
          .forEach((other) => expect(networksOverlap({ first, last, prefix }, other)).toBe(false));
      });
    }),
  );
});
