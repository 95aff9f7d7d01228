import fc from "fast-check";
import { expect, test } from "vitest";
import { regions } from "../../config/cluster/aws-regions.js";
import { networksOverlap, parseNetwork, type Network } from "../../config/fields/networks.js";
import { accepted, synthesized, type TerraformJson } from "./support.js";

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
const account = fc.stringMatching(/^\d{12}$/);
const region = fc.constantFrom(...regions);
const tags = fc.dictionary(
  fc.stringMatching(/^[A-Za-z][\w :/=+@.-]{0,127}$/),
  fc.stringMatching(/^[\w :/=+@.-]{0,256}$/),
  {
    maxKeys: 60,
  },
);

const nodes = fc.oneof(
  fc.constant({ auto: true }),
  fc
    .uniqueArray(label, { minLength: 1, maxLength: 3 })
    .map((names) => ({ groups: names.map((name) => ({ name, instanceTypes: ["m7i.large"] })) })),
);

/** A cluster that is created, in the network 10.<position>.0.0 of some size. */
function cluster(position: number) {
  return fc.record(
    {
      provider: fc.constant("eks"),
      region,
      account,
      version: fc.constant("1.35"),
      network: fc.record({
        create: fc.record(
          {
            cidr: fc.integer({ min: 16, max: 24 }).map((prefix) => `10.${position}.0.0/${prefix}`),
            nat: fc.constantFrom("single", "per-zone"),
          },
          { requiredKeys: ["cidr"] },
        ),
      }),
      reach: fc.constant("peering"),
      nodes,
      tags,
      addons: fc.constantFrom({}, { "aws-ebs-csi-driver": "default" }),
      logRetentionDays: fc.constantFrom(1, 365),
    },
    { requiredKeys: ["provider", "region", "account", "version", "network", "reach"] },
  );
}

const access = fc.constantFrom<unknown>(
  "admin",
  "read-only",
  { namespaces: ["shop", "jobs"] },
  {
    rules: [{ apiGroups: ["apps"], resources: ["*"], verbs: ["*"] }],
  },
);

function spoke(position: number) {
  return fc.record({ name: label, cluster: cluster(position), registration: fc.record({ access }) });
}

const environment = fc.record({
  apiVersion: fc.constant("hubspoke/v1"),
  name: fc.stringMatching(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/),
  deletionProtection: fc.boolean(),
  gitops: fc.constant({ repoURL: "https://github.com/acme/gitops.git" }),
  hub: fc.record({
    name: label,
    cluster: cluster(0),
    argocd: fc.record({ identity: fc.constantFrom("pod-identity", "irsa") }),
  }),
  spokes: fc.tuple(...[1, 2].map((position) => spoke(position))),
});

type Resource = Readonly<Record<string, unknown>>;

function resources(stack: TerraformJson, type: string): readonly Resource[] {
  return Object.values(stack.resource?.[type] ?? {});
}

/** Longest names that AWS takes. */
const longest: Readonly<Record<string, number>> = {
  aws_eks_cluster: 100,
  aws_eks_node_group: 63,
  aws_iam_role: 64,
  aws_iam_policy: 128,
  aws_iam_role_policy: 128,
  aws_kms_alias: 256,
  aws_launch_template: 128,
  aws_cloudwatch_log_group: 512,
};

function expectNames(stack: TerraformJson): void {
  for (const [type, limit] of Object.entries(longest)) {
    for (const { name, node_group_name: group = name } of resources(stack, type)) {
      if (group !== undefined) expect([type, group, String(group).length <= limit]).toEqual([type, group, true]);
    }
  }
}

/** A resource has at most 50 tags, with those of its provider. */
function expectTags(stack: TerraformJson): void {
  const common = stack.provider?.aws?.map(({ default_tags: [first] = [] }: { default_tags?: { tags: object }[] }) =>
    Object.keys(first?.tags ?? {}),
  );
  for (const [type, named] of Object.entries(stack.resource ?? {})) {
    for (const { tags: own = {} } of Object.values(named)) {
      const all = new Set([...(common?.flat() ?? []), ...Object.keys(own as object)]);
      expect([type, all.size <= 50]).toEqual([type, true]);
    }
  }
}

function expectSubnets(stack: TerraformJson): void {
  const networks = resources(stack, "aws_subnet").map(({ cidr_block }) => parseNetwork(String(cidr_block)) as Network);
  const [vpc] = resources(stack, "aws_vpc").map(({ cidr_block }) => parseNetwork(String(cidr_block)) as Network);
  networks.forEach((network, index) => {
    expect(network.prefix).toBeLessThanOrEqual(28);
    expect(network.first >= (vpc?.first ?? Infinity) && network.last <= (vpc?.last ?? 0)).toBe(true);
    networks.slice(index + 1).forEach((other) => expect(networksOverlap(network, other)).toBe(false));
  });
}

function expectPolicies(stack: TerraformJson): void {
  const size = (text: unknown) => String(text).replaceAll("$${", "${").length;
  resources(stack, "aws_iam_role").forEach((role) => expect(size(role.assume_role_policy)).toBeLessThanOrEqual(2048));
  resources(stack, "aws_iam_role_policy").forEach(({ policy }) => expect(size(policy)).toBeLessThanOrEqual(10_240));
  resources(stack, "aws_iam_policy").forEach(({ policy }) => expect(size(policy)).toBeLessThanOrEqual(6_144));
}

test("what is accepted fits the limits of AWS", () => {
  let count = 0;
  fc.assert(
    fc.property(environment, (document) => {
      const topology = accepted(document);
      if (topology === undefined) return;
      count += 1;
      for (const stack of Object.values(synthesized(topology).stacks)) {
        [expectNames, expectTags, expectSubnets, expectPolicies].forEach((check) => check(stack));
      }
    }),
    { numRuns: 40 },
  );
  expect(count).toBeGreaterThan(3);
});
