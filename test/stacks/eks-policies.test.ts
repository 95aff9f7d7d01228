import { expect, test } from "vitest";
import { accounts, eksReference } from "./eks-support.js";
import { iamWorld, type Policy, type Statement } from "./iam-world.js";
import { synthesized } from "./support.js";

const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const issuerExpression = 'replace(data.aws_eks_cluster.hub.identity[0].oidc[0].issuer, "https://", "")';

const hubRole = `arn:aws:iam::${accounts.hub}:role/hubspoke-prod-hub-argocd`;
const pods = [
  "aws:RequestTag/eks-cluster-arn",
  "aws:RequestTag/kubernetes-namespace",
  "aws:RequestTag/kubernetes-service-account",
];
const sessions = pods.map((key) => key.replace("RequestTag", "PrincipalTag"));

/** Whom a role trusts, and on which conditions. */
type Trust = readonly [principal: object, conditions: readonly string[]];

const eks: Trust = [{ Service: "eks.amazonaws.com" }, []];
const ec2: Trust = [{ Service: "ec2.amazonaws.com" }, []];
const podIdentity: Trust = [{ Service: "pods.eks.amazonaws.com" }, pods];
const hub: Trust = [{ AWS: hubRole }, sessions];
const flowLogs: Trust = [{ Service: "vpc-flow-logs.amazonaws.com" }, ["aws:SourceAccount", "aws:SourceArn"]];

/** Every role that is made, and whom it trusts: nobody else. */
const trusted: Readonly<Record<string, Trust>> = {
  [`${accounts.hub} hubspoke-prod-hub-cluster`]: eks,
  [`${accounts.hub} hubspoke-prod-hub-node`]: ec2,
  [`${accounts.hub} hubspoke-prod-hub-flow-logs`]: flowLogs,
  [`${accounts.hub} hubspoke-prod-hub-argocd`]: podIdentity,
  [`${accounts.payments} hubspoke-prod-payments-cluster`]: eks,
  [`${accounts.payments} hubspoke-prod-payments-node`]: ec2,
  [`${accounts.payments} hubspoke-prod-payments-flow-logs`]: flowLogs,
  [`${accounts.payments} hubspoke-prod-payments-argocd`]: hub,
  [`${accounts.payments} hubspoke-prod-payments-away-cluster`]: eks,
  [`${accounts.payments} hubspoke-prod-payments-away-node`]: ec2,
  [`${accounts.payments} hubspoke-prod-payments-away-ebs-csi`]: podIdentity,
  [`${accounts.payments} hubspoke-prod-payments-away-flow-logs`]: flowLogs,
  [`${accounts.payments} hubspoke-prod-payments-away-argocd`]: hub,
  [`${accounts.search} hubspoke-prod-search-cluster`]: eks,
  [`${accounts.search} hubspoke-prod-search-node`]: ec2,
  [`${accounts.search} hubspoke-prod-search-argocd`]: hub,
  [`${accounts.search} hubspoke-prod-adopted-argocd`]: hub,
};

function trustOf({ Statement: statements }: Policy): Trust {
  const [{ Principal: principal, Condition: condition = {} } = {} as Statement, ...more] = statements;
  expect(more).toEqual([]);
  const keys = Object.values(condition as Record<string, object>).flatMap((each) => Object.keys(each));
  return [principal as object, keys];
}

test("every role trusts whom the table says, and nobody else", () => {
  const roles = [...iamWorld(synthesized(eksReference()).stacks).roles.values()];
  const found = roles.map(({ arn, account, trust }) => [`${account} ${arn.replace(/^.*\//, "")}`, trustOf(trust)]);
  expect(Object.fromEntries(found)).toEqual(trusted);
});

test("with IRSA the hub's role trusts the hub's issuer, and the spokes' the hub's role", () => {
  const { stacks } = synthesized(eksReference({ identity: "irsa" }));
  const roles = [...iamWorld(stacks, { [issuerExpression]: issuer }).roles.values()];
  const argocd = roles.filter(({ arn }) => arn.endsWith("-argocd")).map(({ trust }) => trustOf(trust));
  const provider = `arn:aws:iam::${accounts.hub}:oidc-provider/${issuer}`;
  const byToken: Trust = [{ Federated: provider }, [`${issuer}:aud`, `${issuer}:sub`]];
  expect(argocd).toEqual([byToken, ...Array<Trust>(4).fill([{ AWS: hubRole }, []])]);
});

/** Policies that AWS maintains are given to its own services' roles alone: none to Argo CD's. */
test("no role of Argo CD has a policy that AWS maintains", () => {
  const roles = [...iamWorld(synthesized(eksReference()).stacks).roles.values()];
  const argocd = roles.filter(({ arn }) => arn.endsWith("-argocd"));
  expect(argocd).toHaveLength(5);
  expect(argocd.flatMap(({ managed }) => managed)).toEqual([]);
  expect(argocd.slice(1).flatMap(({ policies }) => policies)).toEqual([]);
});

/** Statements about everything of a service, or everything at all, by policy and Sid: why they have to be. */
const wide: Readonly<Record<string, string>> = {
  "aws_kms_key.cluster Account": "a key's policy is about that key, and the account is to administer it through IAM",
  "aws_kms_key.cluster Logs": "a key's policy is about that key; limited to log groups of the account and region",
  "aws_iam_role_policy.cluster_tags Compute": "limited to what is tagged as of the cluster",
  "aws_iam_role_policy.cluster_tags Networking": "limited to what is tagged as of the cluster",
  "aws_iam_role_policy.cluster_tags LoadBalancers": "limited to what is tagged as of the cluster",
  "aws_iam_role_policy.cluster_tags SecurityGroups": "limited to what is tagged as of the cluster",
};

function listed(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

/** A whole service, a whole account's part of one, or everything. */
function isWide({ Effect: effect, Resource: resource, Action: action, Principal: principal }: Statement): boolean {
  const everything = listed(resource).some((arn) => /^\*$|^arn:[\w-]+:[^:]*:[^:]*:[^:]*:\*$/.test(arn));
  const anything = listed(action).some((each) => /^(\*|\w+:\*)$/.test(each));
  return effect === "Allow" && (everything || anything || /"\*"/.test(JSON.stringify(principal ?? "")));
}

test.each(["aws", "aws-us-gov"] as const)(
  "nothing is allowed on everything in %s but what the table says",
  (partition) => {
    const { policies } = iamWorld(synthesized(eksReference({ partition })).stacks);
    const found = Object.entries(policies).flatMap(([place, { Statement: statements }]) =>
      statements.filter(isWide).map(({ Sid = "", Condition: condition }) => ({
        key: `${place.replace(/^[^/]+\//, "").replace(/\/.*$/, "")} ${Sid}`,
        condition: JSON.stringify(condition ?? ""),
      })),
    );
    expect([...new Set(found.map(({ key }) => key))].sort()).toEqual(Object.keys(wide).sort());
    const tagged = found.filter(({ key }) => wide[key]?.includes("tagged"));
    tagged.forEach(({ condition }) =>
      expect(condition).toContain('"StringEquals":{"aws:RequestTag/eks:eks-cluster-name"'),
    );
  },
);

test("nobody is trusted or allowed by everybody", () => {
  const { policies } = iamWorld(synthesized(eksReference()).stacks);
  const principals = Object.values(policies).flatMap(({ Statement: all }) => all.map(({ Principal: p }) => p ?? {}));
  expect(principals.length).toBeGreaterThan(20);
  expect(principals.filter((each) => JSON.stringify(each).includes("*"))).toEqual([]);
});
