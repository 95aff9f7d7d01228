import { describe, expect, test } from "vitest";
import { clusterProviders, type EksClusterSpec } from "../../../config/cluster/index.js";
import { complaints, eks, hubAndSpokes } from "../complaints.js";
import { place } from "./support.js";

const { schema, resolve, servers } = clusterProviders.eks;
const account = "111122223333";
const ours = { "hubspoke:environment": "dev", "hubspoke:cluster": "shop" };

function resolved(fields: Record<string, unknown>): EksClusterSpec {
  return resolve(schema.parse({ provider: "eks", region: "eu-west-1", account, ...fields }), place);
}

const created = { version: "1.35", network: { create: { cidr: "10.20.0.0/16" } } };

test("a minimal cluster is private, in Auto Mode, with all logs", () => {
  expect(resolved(created)).toEqual({
    provider: "eks",
    clusterName: "dev-shop",
    region: "eu-west-1",
    account,
    partition: "aws",
    clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/dev-shop",
    endpoint: "private",
    publicCidrs: [],
    tags: ours,
    network: { create: { cidr: "10.20.0.0/16", nat: "single" } },
    creation: {
      version: "1.35",
      supportType: "EXTENDED",
      nodes: { auto: true, nodePools: ["general-purpose", "system"] },
      addons: {},
      logTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      logRetentionDays: 365,
      admins: [],
    },
  });
});

test("a full cluster is taken as written", () => {
  const written = {
    account: "111122223333",
    assumeRole: "arn:aws:iam::111122223333:role/hubspoke",
    version: "1.34",
    network: { vpcId: "vpc-0123456789abcdef0", subnetIds: ["subnet-01234567", "subnet-89abcdef"], cidr: "10.0.0.0/24" },
    endpoint: "public",
    publicCidrs: ["203.0.113.0/24"],
    nodes: {
      groups: [
        {
          name: "workers",
          instanceTypes: ["m7g.large"],
          minSize: 1,
          maxSize: 3,
          desiredSize: 2,
          capacityType: "SPOT",
          amiType: "BOTTLEROCKET_ARM_64",
          diskSize: 80,
          labels: { tier: "gold" },
          taints: [{ key: "dedicated", value: "shop", effect: "PREFER_NO_SCHEDULE" }],
          updateConfig: { maxUnavailable: 1 },
        },
      ],
    },
    addons: { "vpc-cni": "default" },
    kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
    supportType: "STANDARD",
    logTypes: ["audit"],
    logRetentionDays: 365,
    tags: { team: "platform" },
    admins: ["arn:aws:iam::111122223333:role/admin"],
    reach: { transitGateway: { id: "tgw-0123456789abcdef0" } },
    proxyUrl: "socks5://proxy:1080",
  };
  const { version, nodes, addons, kmsKeyArn, supportType, logTypes, logRetentionDays, admins, tags, ...access } =
    written;
  expect(resolved(written)).toEqual({
    provider: "eks",
    clusterName: "dev-shop",
    region: "eu-west-1",
    ...access,
    partition: "aws",
    clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/dev-shop",
    tags: { ...tags, ...ours },
    creation: { version, nodes, addons, kmsKeyArn, supportType, logTypes, logRetentionDays, admins },
  });
});

test("a node group starts with its smallest size, on demand", () => {
  expect(
    resolved({ ...created, nodes: { groups: [{ name: "a", instanceTypes: ["m7i.large"] }] } }).creation?.nodes,
  ).toEqual({
    groups: [
      {
        name: "a",
        instanceTypes: ["m7i.large"],
        minSize: 2,
        maxSize: 4,
        desiredSize: 2,
        capacityType: "ON_DEMAND",
        amiType: "AL2023_x86_64_STANDARD",
        diskSize: 50,
        labels: {},
        taints: [],
        updateConfig: { maxUnavailablePercentage: 33 },
      },
    ],
  });
});

test("a cluster that is there keeps its name, and is created with nothing", () => {
  const spec = resolved({ existing: "Payments_1" });
  expect(spec).toEqual({
    provider: "eks",
    clusterName: "Payments_1",
    region: "eu-west-1",
    account,
    partition: "aws",
    clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/Payments_1",
    tags: ours,
    endpoint: "private",
    publicCidrs: [],
  });
  expect(servers(spec)).toEqual(['EKS cluster "Payments_1" of eu-west-1 in account 111122223333']);
});

test("the account is that of the role, where none is written", () => {
  const spec = resolved({ existing: "a", account: undefined, assumeRole: "arn:aws:iam::444455556666:role/x" });
  expect(spec.account).toBe("444455556666");
  expect(servers(spec)).toEqual(['EKS cluster "a" of eu-west-1 in account 444455556666']);
});

test("a way to the API server follows from the proxy and from the endpoint", () => {
  expect(resolved({ existing: "a", proxyUrl: "http://proxy:3128" }).reach).toBe("proxy");
  expect(resolved({ existing: "a", endpoint: "public" }).reach).toBe("public");
  expect(resolved({ existing: "a" })).not.toHaveProperty("reach");
});

function hub(fields: string): readonly string[] {
  return complaints(hubAndSpokes(fields));
}

describe("is refused", () => {
  test("without what it takes to create it, all of it in one run", () => {
    expect(hub("provider: eks, regoin: eu-west-1")).toEqual([
      'dev.yaml:6  hub.cluster\n  missing field "region", expected a string',
      'dev.yaml:6  hub.cluster\n  unknown field "regoin", expected one of: provider, region, account, assumeRole, existing, ' +
        "endpoint, publicCidrs, acceptPublic, network, reach, proxyUrl, tags, version, supportType, nodes, addons, kmsKeyArn, " +
        'logTypes, logRetentionDays, admins\n  fix: did you mean "region"?',
      'dev.yaml:6  hub.cluster\n  missing field "account", expected where assumeRole does not tell it',
      'dev.yaml:6  hub.cluster\n  missing field "version", expected for a cluster that is created',
      'dev.yaml:6  hub.cluster\n  missing field "network", expected for a cluster that is created',
    ]);
  });

  test("with ids that AWS does not have", () => {
    const network = 'network: { vpcId: vpc-1, subnetIds: ["subnet-zz", "subnet-01234567"] }';
    const ids = "account: 111122223333, assumeRole: admin, kmsKeyArn: alias/a, admins: [ada]";
    expect(hub(`provider: eks, region: Ireland, version: 1.30, ${ids}, ${network}`)).toEqual([
      'dev.yaml:6  hub.cluster.account\n  invalid account "111122223333" (a number), expected a string\n' +
        '  fix: quote it, YAML takes it for a number: "111122223333"',
      'dev.yaml:6  hub.cluster.admins[0]\n  invalid item of admins "ada", expected the ARN of an IAM role, for example ' +
        "arn:aws:iam::111122223333:role/admin",
      'dev.yaml:6  hub.cluster.assumeRole\n  invalid assumeRole "admin", expected the ARN of an IAM role, for example ' +
        "arn:aws:iam::111122223333:role/admin",
      'dev.yaml:6  hub.cluster.kmsKeyArn\n  invalid kmsKeyArn "alias/a", expected the ARN of a KMS key, for example ' +
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      'dev.yaml:6  hub.cluster.network.subnetIds[0]\n  invalid item of subnetIds "subnet-zz", expected the id of a subnet, ' +
        "for example subnet-0123456789abcdef0",
      'dev.yaml:6  hub.cluster.network.vpcId\n  invalid vpcId "vpc-1", expected the id of a VPC, for example vpc-0123456789abcdef0',
      'dev.yaml:6  hub.cluster.region\n  invalid region "Ireland", expected an AWS region, for example eu-west-1',
      'dev.yaml:6  hub.cluster.version\n  invalid version "1.30" (a number), expected a string\n' +
        '  fix: quote it, YAML takes it for a number: "1.30"',
    ]);
  });

  test("with half a network, one zone, or a way that is none", () => {
    const one = "network: { vpcId: vpc-01234567, subnetIds: [subnet-01234567] }";
    expect(hub(`provider: eks, region: eu-west-1, account: "111122223333", existing: a, ${one}, reach: vpn`)).toEqual([
      "dev.yaml:6  hub.cluster.network.subnetIds\n  invalid subnetIds (a list), expected at least 2 different ones",
      'dev.yaml:6  hub.cluster.reach\n  invalid reach "vpn", expected public, proxy, routed, peering, or a map with transitGateway',
    ]);
    expect(hub('provider: eks, region: eu-west-1, account: "111122223333", existing: a, network: 10.0.0.0/16')).toEqual(
      ['dev.yaml:6  hub.cluster.network\n  invalid network "10.0.0.0/16", expected a map'],
    );
    const network = (text: string) =>
      hub(`provider: eks, region: eu-west-1, account: "111122223333", existing: a, network: { ${text} }`);
    expect(network("")).toEqual(["dev.yaml:6  hub.cluster.network\n  no VPC, expected create, or vpcId and subnetIds"]);
    expect(network("cidr: 10.0.0.0/16")).toEqual([
      'dev.yaml:6  hub.cluster.network\n  missing field "vpcId", expected beside cidr',
      'dev.yaml:6  hub.cluster.network\n  missing field "subnetIds", expected beside cidr',
    ]);
    expect(network("create: { cidr: 10.0.0.0/16, azs: [eu-west-1a] }, vpcId: vpc-01234567")).toEqual([
      "dev.yaml:6  hub.cluster.network\n  create beside vpcId, expected create, or vpcId and subnetIds",
      "dev.yaml:6  hub.cluster.network.create.azs\n  invalid azs (a list), expected 2 to 3 different ones",
    ]);
  });

  test("with nodes of no kind, of two kinds, or of sizes that do not fit", () => {
    const nodes = (text: string) => hub(eks("10.0.0.0/16", `, nodes: ${text}`));
    expect(nodes("{ nodePools: [system] }")).toEqual([
      "dev.yaml:6  hub.cluster.nodes\n  neither auto nor groups, expected one of them",
      "dev.yaml:6  hub.cluster.nodes.nodePools\n  nodePools has no effect without auto: true\n  fix: remove it",
    ]);
    expect(nodes("{ auto: true, groups: [{ name: a, instanceTypes: [m7i.large], minSize: 5 }] }")).toEqual([
      "dev.yaml:6  hub.cluster.nodes\n  both auto and groups, expected one of them",
      "dev.yaml:6  hub.cluster.nodes.groups[0]\n  minSize 5, desiredSize 5, maxSize 4, expected each at most the next",
    ]);
    const group = "{ name: a, instanceTypes: [m7i.large] }";
    expect(nodes(`{ groups: [${group}, ${group}] }`)).toEqual([
      'dev.yaml:6  hub.cluster.nodes.groups\n  two groups of the name "a"',
    ]);
    expect(nodes("{ fargate: true, auto: true }")).toEqual([
      "dev.yaml:6  hub.cluster.nodes.fargate\n  Fargate pods get no identity from EKS Pod Identity, so Argo CD cannot run on them\n" +
        "  fix: use auto: true",
    ]);
  });

  test("with tags that are AWS's own", () => {
    expect(hub(eks("10.0.0.0/16", ', tags: { "aws:team": a }'))).toEqual([
      'dev.yaml:6  hub.cluster.tags\n  tag "aws:team" is reserved for AWS',
    ]);
  });

  test("with an alias for a key: EKS tells the key's own ARN, and every plan would change it back", () => {
    const alias = "arn:aws:kms:eu-west-1:111122223333:alias/shop";
    expect(hub(eks("10.0.0.0/16", `, kmsKeyArn: "${alias}"`))).toEqual([
      `dev.yaml:6  hub.cluster.kmsKeyArn\n  invalid kmsKeyArn "${alias}", expected the ARN of a KMS key, for example ` +
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ]);
  });
});
