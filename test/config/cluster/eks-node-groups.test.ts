import { expect, test } from "vitest";
import { clusterProviders } from "../../../config/cluster/index.js";
import { complaints, eks, hubAndSpokes } from "../complaints.js";
import { place } from "./support.js";

const { schema, resolve } = clusterProviders.eks;
const at = "dev.yaml:6  hub.cluster.nodes.groups";

/** What is said of a group with these fields, beside one that is well. */
function group(fields: string): readonly string[] {
  const well = "{ name: well, instanceTypes: [m7i.large] }";
  return complaints(hubAndSpokes(eks("10.0.0.0/16", `, nodes: { groups: [{ name: a, ${fields} }, ${well}] }`)));
}

function updateOf(updateConfig?: Record<string, number>): unknown {
  const groups = [{ name: "a", instanceTypes: ["m7i.large"], updateConfig }];
  const network = { create: { cidr: "10.20.0.0/16" } };
  const fields = { provider: "eks", region: "eu-west-1", account: "111122223333", version: "1.35" };
  const nodes = resolve(schema.parse({ ...fields, network, nodes: { groups } }), place).creation?.nodes;
  return nodes !== undefined && "groups" in nodes ? nodes.groups[0]?.updateConfig : undefined;
}

test("an update takes a third of the nodes away at once, or what the file says", () => {
  expect(updateOf()).toEqual({ maxUnavailablePercentage: 33 });
  expect(updateOf({ maxUnavailable: 1 })).toEqual({ maxUnavailable: 1 });
  expect(updateOf({ maxUnavailablePercentage: 50 })).toEqual({ maxUnavailablePercentage: 50 });
});

test("an update takes away a number or a share, and not both", () => {
  const one = "instanceTypes: [m7i.large], updateConfig:";
  const expected = "of maxUnavailable and maxUnavailablePercentage, expected one of them";
  expect(group(`${one} {}`)).toEqual([`${at}[0].updateConfig\n  neither ${expected}`]);
  expect(group(`${one} { maxUnavailable: 1, maxUnavailablePercentage: 50 }`)).toEqual([
    `${at}[0].updateConfig\n  both ${expected}`,
  ]);
});

test("an instance type is one, and for the processor of the image", () => {
  expect(group("instanceTypes: [large]")).toEqual([
    `${at}[0].instanceTypes[0]\n  invalid item of instanceTypes "large", expected an EC2 instance type, for example m7i.large`,
  ]);
  expect(group("instanceTypes: [m7i.large, m7g.large]")).toEqual([
    `${at}[0].instanceTypes\n  instance type "m7g.large" is for arm64, amiType "AL2023_x86_64_STANDARD" is for x86_64\n` +
      "  fix: choose both for the same processor",
  ]);
  expect(group("instanceTypes: [g4dn.xlarge], amiType: BOTTLEROCKET_ARM_64_NVIDIA")).toEqual([
    `${at}[0].instanceTypes\n  instance type "g4dn.xlarge" is for x86_64, amiType "BOTTLEROCKET_ARM_64_NVIDIA" is for arm64\n` +
      "  fix: choose both for the same processor",
  ]);
});

test.each(["a1.large", "t4g.small", "c7gn.large", "im4gn.large", "x2gd.large", "g5g.xlarge", "p6e-gb200.36xlarge"])(
  "%s is for an image of arm64",
  (type) => expect(group(`instanceTypes: [${type}], amiType: AL2023_ARM_64_STANDARD`)).toEqual([]),
);

test.each(["m7i-flex.large", "g6e.xlarge", "inf2.xlarge", "u-6tb1.112xlarge", "p5.48xlarge", "c5.metal"])(
  "%s is for an image of x86_64",
  (type) => expect(group(`instanceTypes: [${type}]`)).toEqual([]),
);

test("a node gives itself no label that only Kubernetes gives", () => {
  const labelled = (label: string) => group(`instanceTypes: [m7i.large], labels: { "${label}": a }`);
  const why = "is reserved: a node that gives itself this label does not join the cluster";
  const fix = "fix: choose another prefix, or none";
  for (const label of ["node-role.kubernetes.io/worker", "x.k8s.io/a", "eks.amazonaws.com/nodegroup"]) {
    expect(labelled(label)).toEqual([`${at}[0].labels\n  label "${label}" ${why}\n  ${fix}`]);
  }
  expect(labelled("kubernetes.io/role")).toEqual([
    `${at}[0].labels\n  label "kubernetes.io/role" is reserved for Kubernetes\n  ${fix}`,
  ]);
  expect(labelled("node.kubernetes.io/role")).toEqual([]);
  expect(labelled("a.kubelet.kubernetes.io/b")).toEqual([]);
  expect(labelled("example.com/k8s.io")).toEqual([]);
});

test("a taint fits Kubernetes", () => {
  const tainted = (key: string, value: string) =>
    group(`instanceTypes: [m7i.large], taints: [{ key: "${key}", value: "${value}", effect: NO_SCHEDULE }]`);
  expect(tainted("example.com/spot", "yes")).toEqual([]);
  expect(tainted("-a", "a b")).toEqual([
    `${at}[0].taints[0].key\n  invalid key "-a", expected a name of at most 63 characters, with an optional DNS prefix: "example.com/name"`,
    `${at}[0].taints[0].value\n  invalid value "a b", expected at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends`,
  ]);
  expect(tainted("a".repeat(64), "b")).toHaveLength(1);
});

test("a name leaves room for the end that tells a group from its successor", () => {
  const network = "10.0.0.0/16";
  const named = (name: string) =>
    complaints(hubAndSpokes(eks(network, `, nodes: { groups: [{ name: ${name}, instanceTypes: [m7i.large] }] }`)));
  expect(named("a".repeat(36))).toEqual([]);
  expect(named("a".repeat(37))).toEqual([
    `${at}[0].name\n  invalid name "${"a".repeat(37)}", expected a DNS label: lowercase letters, digits and "-", at most 36 characters\n` +
      `  fix: for example ${"a".repeat(36)}`,
  ]);
});

test("some group takes any pod: without it CoreDNS waits, and the deployment for CoreDNS", () => {
  const only = (fields: string) =>
    complaints(
      hubAndSpokes(eks("10.0.0.0/16", `, nodes: { groups: [{ name: a, instanceTypes: [m7i.large], ${fields} }] }`)),
    );
  const said = [
    `${at}\n  every group starts without nodes, or with taints, expected one that takes any pod\n` +
      "  fix: give one a minSize of at least 1, and no taints",
  ];
  expect(only("minSize: 0")).toEqual(said);
  expect(only("taints: [{ key: a, effect: NO_EXECUTE }]")).toEqual(said);
  expect(only("minSize: 0, desiredSize: 1")).toEqual([]);
  expect(only("taints: [{ key: a, effect: PREFER_NO_SCHEDULE }]")).toEqual([]);
});
