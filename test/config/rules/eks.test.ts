import { expect, test } from "vitest";
import { eksReleases, eksReleasesAsOf } from "../../../config/versions/kubernetes.js";
import { parseDocument } from "../../../config/yaml/document.js";
import { formatPath } from "../../../config/path.js";
import { resolve } from "../../../config/resolve.js";
import { eksVersionsAreSupported } from "../../../config/rules/eks.js";
import { environmentSchemaOf } from "../../../config/schema.js";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";

/** What is said of a version on a day. */
function said(version: string, today?: string): readonly string[] {
  const { value } = parseDocument(hubAndSpokes(eks("10.0.0.0/16").replace("1.35", version)), "dev.yaml");
  const file = environmentSchemaOf(value).parse(value);
  const topology = resolve(file, { file: "dev.yaml", projectDirectory: "/project" });
  return eksVersionsAreSupported({ file, topology, ...(today !== undefined && { today }) }).map(
    ({ path, message, fix = "", severity = "error" }) => `${severity} ${formatPath(path)}: ${message} (${fix})`,
  );
}

test("a version in standard support passes", () => {
  expect(said("1.35", "2026-11-25")).toEqual([]);
  expect(said("1.34", "2026-10-02")).toEqual([]);
});

test("the end of standard support is announced, and then what it costs", () => {
  const fix = "upgrade, one minor version at a time";
  expect(said("1.34", "2026-10-03")).toEqual([
    `warning hub.cluster.version: EKS's standard support of Kubernetes 1.34 ends on 2026-12-02 (${fix})`,
  ]);
  expect(said("1.34", "2026-12-02")).toEqual([
    `warning hub.cluster.version: EKS's support of Kubernetes 1.34 costs extra since 2026-12-02, and ends on 2027-12-02 (${fix})`,
  ]);
});

test("a version that EKS no longer has is refused, with those that it has on that day", () => {
  expect(said("1.30", "2026-11-25")).toEqual([
    "error hub.cluster.version: EKS ended its support of Kubernetes 1.30 on 2026-07-23, expected one of: 1.36, 1.35, 1.34, 1.33, 1.32, 1.31 ()",
  ]);
  expect(said("1.31", "2026-11-26")).toEqual([
    "error hub.cluster.version: EKS ended its support of Kubernetes 1.31 on 2026-11-26, expected one of: 1.36, 1.35, 1.34, 1.33, 1.32 ()",
  ]);
});

test("a version that nobody has heard of is refused", () => {
  expect(said("1.99")).toEqual([
    'error hub.cluster.version: unknown EKS version "1.99", expected one of: 1.36, 1.35, 1.34, 1.33, 1.32, 1.31 ' +
      `(these were known on ${eksReleasesAsOf}: a newer hubspoke may know more)`,
  ]);
});

test("the table is in order, newest first, with real days", () => {
  const minors = eksReleases.map(({ version }) => Number(version.split(".")[1]));
  expect(minors).toEqual([...minors].sort((a, b) => b - a));
  for (const { endOfStandardSupport, endOfExtendedSupport } of eksReleases) {
    expect(new Date(endOfStandardSupport).toISOString().slice(0, 10)).toBe(endOfStandardSupport);
    expect(endOfExtendedSupport > endOfStandardSupport).toBe(true);
  }
});

function hub(rest: string): readonly string[] {
  return complaints(hubAndSpokes(eks("10.0.0.0/16", rest)));
}

test("a public endpoint names who reaches it", () => {
  expect(hub(", endpoint: public")).toEqual([
    "dev.yaml:6  hub.cluster.endpoint\n  a public endpoint without publicCidrs\n" +
      '  fix: name the networks that may reach it: publicCidrs: ["203.0.113.0/24"]',
  ]);
  expect(hub(", endpoint: public, publicCidrs: [203.0.113.0/24]")).toEqual([]);
  expect(hub(", publicCidrs: [203.0.113.0/24]")).toEqual([
    "dev.yaml:6  hub.cluster.publicCidrs\n  warning: publicCidrs has no effect on a private endpoint\n" +
      "  fix: remove it, or set endpoint: public",
  ]);
});

test("the whole Internet takes a reason", () => {
  const world = ", endpoint: public, publicCidrs: [0.0.0.0/0]";
  expect(hub(world)).toEqual([
    "dev.yaml:6  hub.cluster.publicCidrs\n  0.0.0.0/0 lets the whole Internet reach the API server\n" +
      "  fix: name your own networks, or say why it is acceptable: acceptPublic: ...",
  ]);
  expect(hub(`${world}, acceptPublic: a demo`)).toEqual([
    "dev.yaml:6  hub.cluster.publicCidrs\n  warning: the whole Internet reaches the API server: a demo",
  ]);
});

test("ARNs and zones are of the cluster's account, region and partition", () => {
  const arns =
    ', assumeRole: "arn:aws:iam::444455556666:role/a"' +
    ', kmsKeyArn: "arn:aws:kms:eu-west-2:111122223333:key/a", admins: ["arn:aws-cn:iam::111122223333:role/a"]';
  expect(hub(arns)).toEqual([
    'dev.yaml:6  hub.cluster.admins[0]\n  an ARN of partition "aws-cn", expected "aws" for region eu-west-1',
    'dev.yaml:6  hub.cluster.assumeRole\n  an ARN of account "444455556666", expected the cluster\'s: 111122223333',
    'dev.yaml:6  hub.cluster.kmsKeyArn\n  an ARN of region "eu-west-2", expected the cluster\'s: eu-west-1',
  ]);
  const zones = hubAndSpokes(eks("10.0.0.0/16, azs: [eu-west-1a, eu-west-2b, eu-west-1]"));
  expect(complaints(zones)).toEqual([
    'dev.yaml:6  hub.cluster.network.create.azs[1]\n  availability zone "eu-west-2b" is not one of region eu-west-1\n  fix: for example eu-west-1a',
    'dev.yaml:6  hub.cluster.network.create.azs[2]\n  availability zone "eu-west-1" is not one of region eu-west-1\n  fix: for example eu-west-1a',
  ]);
});

test("a cluster that is there is created with nothing", () => {
  const adopted =
    'provider: eks, region: eu-west-1, account: "111122223333", existing: shop, version: "1.35", tags: { a: b }';
  const effect = "has no effect on a cluster that is there: existing: shop\n  fix: remove it";
  expect(complaints(hubAndSpokes(`${adopted}, network: { create: { cidr: 10.0.0.0/16 } }`))).toEqual([
    "dev.yaml:6  hub.cluster.network\n  network.create beside existing, expected vpcId and subnetIds of the cluster that is there",
    `dev.yaml:6  hub.cluster.version\n  warning: version ${effect}`,
  ]);
});

test("no role reaches from one partition into another", () => {
  const there = 'provider: eks, existing: a, endpoint: public, region: cn-north-1, account: "111122223333"';
  expect(complaints(hubAndSpokes(eks("10.0.0.0/16"), `name: a, cluster: { ${there} }`))).toEqual([
    'dev.yaml:8  spokes[0].cluster.region\n  region cn-north-1 is in partition "aws-cn", the hub is in "aws"\n' +
      "  fix: give that partition a hub of its own: no IAM role reaches across",
  ]);
  expect(
    complaints(
      hubAndSpokes(
        existing("hub"),
        `name: a, cluster: { ${there} }, registration: { roleArn: "arn:aws-cn:iam::111122223333:role/a" }`,
      ),
    ),
  ).toEqual([]);
});
