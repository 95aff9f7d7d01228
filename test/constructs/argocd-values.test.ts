import { expect, test } from "vitest";
import { argocdValues, type AwsHub } from "../../constructs/argocd/values.js";
import { argocdIdentity, topology } from "../stacks/support.js";

const { argocd } = topology().hub;
const region = [{ name: "AWS_REGION", value: "eu-west-1" }];
const components = ["controller", "applicationSet", "server"];

function values(aws: Partial<AwsHub> = {}, own: Record<string, unknown> = {}) {
  const hub: AwsHub = { region: "eu-west-1", identity: argocdIdentity, limited: false, ...aws };
  return argocdValues({ spec: { ...argocd, values: own }, capabilities: { nodes: true }, aws: hub });
}

test("a hub outside of AWS has the file's values alone", () => {
  expect(argocdValues({ spec: argocd, capabilities: { nodes: true } })).toEqual([argocd.values]);
});

test("what speaks to spokes is told the region", () => {
  expect(values()).toEqual([{}, Object.fromEntries(components.map((name) => [name, { env: region }]))]);
});

test("the file's own environment variables stay, and its region wins", () => {
  const own = {
    controller: { env: [{ name: "A", value: "b" }] },
    server: { env: [{ name: "AWS_REGION", value: "x" }] },
  };
  expect(values({}, own).at(-1)).toEqual({
    controller: { env: [{ name: "A", value: "b" }, ...region] },
    applicationSet: { env: region },
    server: { env: [{ name: "AWS_REGION", value: "x" }] },
  });
});

test("with IRSA the ServiceAccounts say which role they are", () => {
  const serviceAccount = { annotations: { "eks.amazonaws.com/role-arn": argocdIdentity.roleArn } };
  expect(values({ identity: { ...argocdIdentity, kind: "irsa" } })[0]).toEqual(
    Object.fromEntries(components.map((name) => [name, { serviceAccount }])),
  );
});

test("kinds that Argo CD may not read on a spoke do not fail it", () => {
  expect(values({ limited: true })[0]).toEqual({ configs: { cm: { "resource.respectRBAC": "normal" } } });
});
