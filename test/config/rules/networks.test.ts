import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNetwork, networksOverlap, parseNetwork } from "../../../config/fields/networks.js";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";

function spoke(name: string, cluster: string): string {
  return `name: ${name}, cluster: { ${cluster} }`;
}

const tgw = ", reach: { transitGateway: { id: tgw-0123456789abcdef0 } }";
const peering = ", reach: peering";
const fix = "fix: the hub routes to both: give each a network of its own";

test("the networks of a hub and of what it routes to are distinct, two spokes' too", () => {
  const text = hubAndSpokes(
    eks("10.0.0.0/16"),
    spoke("a", eks("10.1.0.0/16", peering)),
    spoke("b", eks("10.0.128.0/20", peering)),
    spoke("c", eks("10.1.0.0/16", tgw)),
    spoke("d", eks("10.2.0.0/24", tgw)),
  );
  expect(complaints(text)).toEqual([
    `dev.yaml:9  spokes[1].cluster.network.create.cidr\n  network 10.0.128.0/20 overlaps 10.0.0.0/16 of cluster "hub"\n  ${fix}`,
    `dev.yaml:10  spokes[2].cluster.network.create.cidr\n  network 10.1.0.0/16 overlaps 10.1.0.0/16 of cluster "a"\n  ${fix}`,
  ]);
});

test("a small network inside a large one is found behind another", () => {
  const text = hubAndSpokes(
    eks("10.0.0.0/16"),
    spoke("a", eks("10.0.0.0/24", peering)),
    spoke("b", eks("10.0.9.0/24", peering)),
  );
  expect(complaints(text)).toHaveLength(2);
});

test("what the hub does not route to may overlap", () => {
  const open = ", endpoint: public, publicCidrs: [203.0.113.0/24]";
  const text = hubAndSpokes(
    eks("10.0.0.0/16"),
    spoke("a", eks("10.0.0.0/16", open)),
    spoke("b", eks("10.0.0.0/16", ', proxyUrl: "http://proxy:3128"')),
  );
  expect(complaints(text)).toEqual([]);
});

test("clusters in one VPC reach each other, and do not overlap", () => {
  const vpc = "network: { vpcId: vpc-01234567, subnetIds: [subnet-01234567, subnet-89abcdef], cidr: 10.0.0.0/16 }";
  const there = (name: string) =>
    `provider: eks, region: eu-west-1, account: "111122223333", existing: ${name}, ${vpc}`;
  expect(complaints(hubAndSpokes(there("hub"), spoke("a", there("a")), spoke("b", `${there("b")}${peering}`)))).toEqual(
    [],
  );
});

test("a network that the hub routes to is known", () => {
  const vpc = "network: { vpcId: vpc-01234567, subnetIds: [subnet-01234567, subnet-89abcdef] }";
  const text = hubAndSpokes(
    `provider: eks, region: eu-west-1, account: "111122223333", existing: hub, ${vpc}`,
    spoke("a", `provider: eks, region: eu-west-1, account: "111122223333", existing: a${peering}`),
  );
  expect(complaints(text)).toEqual([
    'dev.yaml:6  hub.cluster.network\n  missing field "cidr", expected where the hub routes to the network\n  fix: write the IPv4 network of the VPC',
    'dev.yaml:8  spokes[0].cluster\n  missing field "network", expected where the hub routes to the cluster\n  fix: write vpcId, subnetIds and cidr of its VPC',
  ]);
});

test("no private spoke is left out of reach", () => {
  const reach = (rest: string) => complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke("a", eks("10.1.0.0/16", rest))));
  expect(reach("")).toEqual([
    "dev.yaml:8  spokes[0].cluster\n  the hub cannot reach a private endpoint by itself\n" +
      "  fix: add reach: peering, a transit gateway or a proxyUrl, or set endpoint: public with publicCidrs",
  ]);
  expect(reach(", reach: public")).toEqual([
    'dev.yaml:8  spokes[0].cluster.reach\n  reach "public" with a private endpoint\n  fix: set endpoint: public, with publicCidrs',
  ]);
  expect(reach(", reach: proxy")).toEqual([
    'dev.yaml:8  spokes[0].cluster.reach\n  reach "proxy" without a proxyUrl\n  fix: add proxyUrl',
  ]);
  expect(reach(" }, registration: { proxyUrl: http://proxy:3128")).toEqual([]);
  expect(
    complaints(
      hubAndSpokes(
        existing("hub"),
        spoke("a", `${eks("10.1.0.0/16", peering)} }, registration: { roleArn: "arn:aws:iam::111122223333:role/a"`),
      ),
    ),
  ).toEqual([
    'dev.yaml:8  spokes[0].cluster.reach\n  reach "peering" needs a hub of provider "eks", and it is "existing"\n' +
      "  fix: write reach: routed where others have joined the networks",
  ]);
});

test("a transit gateway of another region needs a peer in the hub's", () => {
  const there = eks("10.1.0.0/16", tgw).replace("eu-west-1", "us-east-1");
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke("a", there)))).toEqual([
    "dev.yaml:8  spokes[0].cluster.reach\n  a transit gateway of us-east-1, and the hub is in eu-west-1\n" +
      "  fix: write the gateway of the hub's region, peered with this one: hub.cluster.reach: { transitGateway: { id: ... } }",
  ]);
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16", tgw), spoke("a", there)))).toEqual([]);
});

test("a route to a public endpoint would not be used", () => {
  const open = `${peering}, endpoint: public, publicCidrs: [203.0.113.0/24]`;
  const fix = "  fix: set endpoint: private, or reach: public with the hub's addresses among publicCidrs";
  const why = "with a public endpoint, whose name leads to its public addresses from any other VPC";
  const of = (rest: string) => complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke("a", eks("10.1.0.0/16", rest))));
  expect(of(open)).toEqual([`dev.yaml:8  spokes[0].cluster.reach\n  reach "peering" ${why}\n${fix}`]);
  expect(of(open.replace(peering, tgw))).toEqual([
    `dev.yaml:8  spokes[0].cluster.reach\n  reach by a transit gateway ${why}\n${fix}`,
  ]);
});

test("networks leave out where EKS puts Services", () => {
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), spoke("a", eks("172.20.0.0/18", peering))))).toEqual([
    "dev.yaml:8  spokes[0].cluster.network.create.cidr\n  warning: network 172.20.0.0/18 overlaps 172.20.0.0/16, where EKS may " +
      "put the Services of another cluster\n  fix: choose another network, or pods may not reach this one",
  ]);
});

test("two spokes in one VPC have one route", () => {
  const there = (name: string) =>
    `provider: eks, region: eu-west-1, account: "111122223333", existing: ${name}, network: { vpcId: vpc-01234567, subnetIds: [subnet-01234567, subnet-89abcdef], cidr: 10.1.0.0/16 }`;
  const fleet = (reach: string) =>
    complaints(
      hubAndSpokes(eks("10.0.0.0/16"), spoke("a", `${there("a")}${peering}`), spoke("b", `${there("b")}${reach}`)),
    );
  expect(fleet(", reach: routed")).toEqual([]);
  expect(fleet(peering)).toEqual([
    'dev.yaml:9  spokes[1].cluster.reach\n  the route to vpc-01234567 is made for spoke "a" already\n' +
      "  fix: write reach: routed, and keep that spoke",
  ]);
});

test("a hub is not reached by anybody", () => {
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16", peering)))).toEqual([
    'dev.yaml:6  hub.cluster.reach\n  warning: reach "peering" has no effect on a hub\n  fix: remove it',
  ]);
  expect(complaints(`defaults: { cluster: { reach: peering } }\n${hubAndSpokes(eks("10.0.0.0/16"))}`)).toEqual([]);
});

test("a network is written whole, without host bits, and of a size that AWS has", () => {
  const cidr = (text: string) =>
    complaints(hubAndSpokes(eks(text)))[0]?.replace("dev.yaml:6  hub.cluster.network.create.cidr\n  ", "");
  expect(["10.0.0.0", "10.0.0.256/16", "10.0.1.0/16", "10.0.0.0/8", "10.0.0.0/25", '"fd00::/64"'].map(cidr)).toEqual([
    'invalid cidr "10.0.0.0", expected an IPv4 network in CIDR notation, for example 10.0.0.0/16',
    'invalid cidr "10.0.0.256/16", expected an IPv4 network in CIDR notation, for example 10.0.0.0/16',
    'invalid cidr "10.0.1.0/16", expected a network address without host bits\n  fix: write 10.0.0.0/16',
    'invalid cidr "10.0.0.0/8", expected from /16 to /24, the sizes of a VPC with subnets in each zone',
    'invalid cidr "10.0.0.0/25", expected from /16 to /24, the sizes of a VPC with subnets in each zone',
    'invalid cidr "fd00::/64", expected an IPv4 network in CIDR notation, for example 10.0.0.0/16',
  ]);
});

const network = fc
  .record({ address: fc.nat(0xffff_ffff), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, prefix }) => formatNetwork({ first: address, last: address, prefix }));

test("a single address is not a network, and can be written as one", () => {
  const open = `endpoint: public, existing: hub, region: eu-west-1, account: "111122223333", publicCidrs: [203.0.113.7]`;
  expect(complaints(hubAndSpokes(`provider: eks, ${open}`))).toEqual([
    'dev.yaml:6  hub.cluster.publicCidrs[0]\n  invalid item of publicCidrs "203.0.113.7", expected an IPv4 network in CIDR ' +
      "notation, for example 10.0.0.0/16\n  fix: for this one address 203.0.113.7/32",
  ]);
});

test("a network holds its own first address, and overlaps exactly what holds it or is held by it", () => {
  fc.assert(
    fc.property(network, network, (one, other) => {
      const [a, b] = [parseNetwork(one), parseNetwork(other)];
      if (a === undefined || b === undefined) throw new Error("expected two networks");
      expect(parseNetwork(formatNetwork(a))).toEqual(a);
      const nested = (a.first >= b.first && a.last <= b.last) || (b.first >= a.first && b.last <= a.last);
      expect(networksOverlap(a, b)).toBe(nested);
    }),
  );
});
