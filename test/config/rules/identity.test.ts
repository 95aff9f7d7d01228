import { expect, test } from "vitest";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";

const hub = eks("10.0.0.0/16");

function spoke(rest: string, name = "a"): string {
  return `name: ${name}, cluster: { ${eks("10.1.0.0/16", ", reach: peering")} }${rest}`;
}

test("a role that is made trusts the hub's, so the hub has one", () => {
  const adopted = 'provider: eks, region: eu-west-1, account: "111122223333", existing: a, endpoint: public';
  const there = (registration: string) => `name: a, cluster: { ${adopted} }, registration: { ${registration} }`;
  expect(complaints(hubAndSpokes(existing("hub"), there("mode: aws-iam")))).toEqual([
    'dev.yaml:8  spokes[0].registration\n  mode "aws-iam" makes a role that trusts Argo CD\'s, and a hub of provider "existing" has none\n' +
      "  fix: name a role that is there: registration.roleArn, or use mode: bearer-token",
  ]);
  const given = 'roleArn: "arn:aws:iam::111122223333:role/argocd"';
  expect(complaints(hubAndSpokes(existing("hub"), there(given)))).toEqual([]);
});

test("who uses a profile is not known, so the role is named", () => {
  expect(complaints(hubAndSpokes(hub, spoke(", registration: { profile: spokes }")))).toEqual([
    "dev.yaml:8  spokes[0].registration.profile\n  profile without roleArn: who uses the profile is not known, so no role can be made that trusts it\n" +
      "  fix: name a role that is there: registration.roleArn",
  ]);
});

test("more roles than the policies of one role hold are too many", () => {
  const adopted = (index: number) =>
    `name: s${index}, cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: s${index}, endpoint: public }`;
  const fleet = (count: number) =>
    complaints(hubAndSpokes(hub, ...Array.from({ length: count }, (_, i) => adopted(i))));
  expect(fleet(1000)).toEqual([]);
  expect(fleet(1400)).toEqual([
    "dev.yaml:7  spokes\n  1400 spokes with roles, and the policies of one role hold 1191\n" +
      "  fix: divide them over two environments, each with a hub",
  ]);
});

test("an identity is of a hub in AWS", () => {
  const text = (cluster: string) => hubAndSpokes(`${cluster} }\n  argocd: { identity: irsa`);
  expect(complaints(text(hub))).toEqual([]);
  expect(complaints(text(existing("hub")))).toEqual([
    'dev.yaml:7  hub.argocd.identity\n  warning: identity "irsa" has no effect, expected a hub of provider "eks"\n  fix: remove it',
  ]);
});

test("a cluster that EKS protects is not retired", () => {
  const text = (protection: boolean) =>
    `deletionProtection: ${protection}\n${hubAndSpokes(hub, spoke(", retired: true"))}`;
  expect(complaints(text(false))).toEqual([]);
  expect(complaints(text(true))).toEqual([
    "dev.yaml:9  spokes[0].retired\n  a cluster that EKS protects from deletion cannot be retired\n" +
      "  fix: set deletionProtection: false and deploy, then retire the spoke",
  ]);
});
