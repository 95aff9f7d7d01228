import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accounts, eksReference, type ReferenceOptions } from "./eks-support.js";
import { iamWorld, mayAssume, mayAssumeWithToken, sessionOf, type Caller, type Tags, type World } from "./iam-world.js";
import { synthesized } from "./support.js";

const issuer = "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const serviceAccounts = ["argocd-application-controller", "argocd-applicationset-controller", "argocd-server"];

function world(options: ReferenceOptions = {}): World {
  return iamWorld(synthesized(eksReference(options)).stacks, {
    'replace(data.aws_eks_cluster.hub.identity[0].oidc[0].issuer, "https://", "")': issuer,
  });
}

function role(account: string, name: string, partition = "aws"): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}

const hubRole = role(accounts.hub, "hubspoke-prod-hub-argocd");

const spokeRoles = [
  role(accounts.payments, "hubspoke-prod-payments-argocd"),
  role(accounts.payments, "hubspoke-prod-payments-away-argocd"),
  role(accounts.search, "hubspoke-prod-search-argocd"),
  role(accounts.search, "hubspoke-prod-adopted-argocd"),
];

/** A role that is there, and no resource of ours. */
const lentRole = role(accounts.search, "lent-to-argocd");

function tagsOf(serviceAccount: string): Tags {
  return {
    "eks-cluster-arn": `arn:aws:eks:eu-west-1:${accounts.hub}:cluster/prod-hub`,
    "kubernetes-namespace": "argocd",
    "kubernetes-service-account": serviceAccount,
  };
}

/** What EKS Pod Identity puts on a session beside the tags that policies ask for. */
const alsoTagged = { "eks-cluster-name": "prod-hub", "kubernetes-pod-name": "argocd-0", "kubernetes-pod-uid": "0" };

const pods: readonly Caller[] = serviceAccounts.map((account) => ({
  principal: sessionOf(hubRole),
  tags: { ...tagsOf(account), ...alsoTagged },
}));

/** Tags of sessions that are not quite those of Argo CD's pods. */
const wrongTags: readonly Tags[] = [
  {},
  { ...tagsOf("argocd-server"), "kubernetes-service-account": "argocd-repo-server" },
  { ...tagsOf("argocd-server"), "kubernetes-namespace": "team" },
  { ...tagsOf("argocd-server"), "eks-cluster-arn": `arn:aws:eks:eu-west-1:${accounts.hub}:cluster/other` },
  { ...tagsOf("argocd-server"), "eks-cluster-arn": `arn:aws:eks:us-east-1:${accounts.hub}:cluster/prod-hub` },
  { ...tagsOf("argocd-server"), "eks-cluster-arn": `arn:aws:eks:eu-west-1:999999999999:cluster/prod-hub` },
  ...Object.keys(tagsOf("")).map((missing) =>
    Object.fromEntries(Object.entries(tagsOf("argocd-server")).filter(([key]) => key !== missing)),
  ),
];

async function assumed(of: World, callers: readonly Caller[], roles: readonly string[]): Promise<boolean[]> {
  return Promise.all(roles.flatMap((arn) => callers.map((caller) => mayAssume(of, caller, arn))));
}

describe("the role of a spoke", () => {
  test("is assumed by sessions of the hub's role that are of Argo CD's ServiceAccounts on the hub", async () => {
    expect(await assumed(world(), pods, spokeRoles)).toEqual(Array(12).fill(true));
  });

  test("is not assumed by any other session of the hub's role", async () => {
    const sessions = wrongTags.map((tags) => ({ principal: sessionOf(hubRole), tags }));
    const untagged = { principal: sessionOf(hubRole) };
    expect(new Set(await assumed(world(), [untagged, ...sessions], spokeRoles))).toEqual(new Set([false]));
  });

  test("is not assumed by a session that asks for the right tags and has not got them", async () => {
    const asking = { principal: sessionOf(hubRole), requests: tagsOf("argocd-server") };
    expect(new Set(await assumed(world(), [asking], spokeRoles))).toEqual(new Set([false]));
  });

  test("of GovCloud is assumed by the hub's there, and by none of another partition", async () => {
    const gov = world({ partition: "aws-us-gov" });
    const target = role(accounts.payments, "hubspoke-prod-payments-argocd", "aws-us-gov");
    const tags = {
      ...tagsOf("argocd-server"),
      "eks-cluster-arn": `arn:aws-us-gov:eks:us-gov-west-1:${accounts.hub}:cluster/prod-hub`,
    };
    const principal = sessionOf(role(accounts.hub, "hubspoke-prod-hub-argocd", "aws-us-gov"));
    expect(await mayAssume(gov, { principal, tags }, target)).toBe(true);
    expect(await mayAssume(gov, { principal: sessionOf(hubRole), tags }, target)).toBe(false);
  });

  test("is assumed without tags where the hub's pods get theirs by IRSA", async () => {
    const irsa = world({ identity: "irsa" });
    const session = { principal: sessionOf(hubRole) };
    expect(await assumed(irsa, [session], spokeRoles)).toEqual(Array(4).fill(true));
    const other = { principal: sessionOf(role(accounts.hub, "hubspoke-prod-hub-node")) };
    expect(await assumed(irsa, [other], spokeRoles)).toEqual(Array(4).fill(false));
  });
});

describe("the hub's role", () => {
  const requests = serviceAccounts.map((account) => ({ ...tagsOf(account), ...alsoTagged }));
  const byEks = (tags: Tags): Caller => ({ principal: "pods.eks.amazonaws.com", requests: tags });

  test("is given by EKS Pod Identity to Argo CD's ServiceAccounts on the hub", async () => {
    expect(await assumed(world(), requests.map(byEks), [hubRole])).toEqual([true, true, true]);
  });

  test("is given to no other pod", async () => {
    expect(new Set(await assumed(world(), wrongTags.map(byEks), [hubRole]))).toEqual(new Set([false]));
    expect(await assumed(world(), [{ principal: "pods.eks.amazonaws.com" }], [hubRole])).toEqual([false]);
  });

  test("is given by no other service, and to none of the hub's account", async () => {
    const principals = ["ec2.amazonaws.com", "eks.amazonaws.com", `arn:aws:iam::${accounts.hub}:user/admin`];
    const callers = principals.map((principal) => ({ principal, requests: tagsOf("argocd-server") }));
    expect(await assumed(world(), callers, [hubRole])).toEqual([false, false, false]);
    expect(await assumed(world({ identity: "irsa" }), [...callers, ...requests.map(byEks)], [hubRole])).toEqual(
      Array(6).fill(false),
    );
  });

  test("may become the spokes' roles and nothing else", () => {
    const { policies, managed } = world().roles.get(hubRole) ?? { policies: [], managed: [] };
    expect(managed).toEqual([]);
    expect(policies.flatMap(({ Statement }) => Statement)).toEqual([
      {
        Sid: "Spokes",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: [...spokeRoles, lentRole],
      },
    ]);
  });

  test("with IRSA is given for tokens of the hub's issuer, for STS, of Argo CD's ServiceAccounts", async () => {
    const irsa = world({ identity: "irsa" });
    const provider = `arn:aws:iam::${accounts.hub}:oidc-provider/${issuer}`;
    const good = (account: string) => ({ aud: "sts.amazonaws.com", sub: `system:serviceaccount:argocd:${account}` });
    const given = (claims: Tags, of = provider) => mayAssumeWithToken(irsa, { provider: of, claims }, hubRole);
    const all = (claims: readonly Tags[]) => Promise.all(claims.map((each) => given(each)));
    expect(await all(serviceAccounts.map(good))).toEqual([true, true, true]);
    const bad: readonly Tags[] = [
      {},
      good("argocd-repo-server"),
      good("argocd-*"),
      { ...good("argocd-server"), aud: "kubernetes" },
      { aud: "sts.amazonaws.com" },
      { sub: "system:serviceaccount:argocd:argocd-server" },
      { ...good(""), sub: "system:serviceaccount:team:argocd-server" },
    ];
    expect(await all(bad)).toEqual(bad.map(() => false));
    expect(await given(good("argocd-server"), `${provider}0`)).toBe(false);
    expect(await given(good("argocd-server"), provider.replace(accounts.hub, accounts.search))).toBe(false);
  });
});

describe("a spoke that leaves", () => {
  const [payments = "", ...others] = spokeRoles;

  test.each<[string, ReferenceOptions]>([
    ["the file", { without: ["payments"] }],
    ["by being retired", { retired: ["payments"] }],
  ])("%s takes the permission along, and the role", async (_how, options) => {
    const after = world(options);
    expect(after.roles.has(payments)).toBe(false);
    const resources = after.roles.get(hubRole)?.policies.flatMap(({ Statement }) => Statement.map((s) => s.Resource));
    expect(resources).toEqual([[...others, lentRole]]);
    expect(new Set(await assumed(after, pods, others))).toEqual(new Set([true]));
    // Even while the role is there, with the trust that it had.
    const before = new Map([...world().roles, ...after.roles]);
    expect(new Set(await assumed({ ...after, roles: before }, pods, [payments]))).toEqual(new Set([false]));
  });

  test("as the last one leaves the hub's role without any permission", () => {
    const all = ["payments", "payments-away", "search", "adopted", "given"];
    expect(world({ retired: all }).roles.get(hubRole)?.policies).toEqual([]);
  });
});

const account = fc.oneof(fc.constantFrom(...Object.values(accounts)), fc.stringMatching(/^[0-9]{12}$/));
const name = fc.oneof(
  fc.constantFrom("hubspoke-prod-hub-argocd", "hubspoke-prod-hub-node", "deploy", "argocd-server"),
  fc.stringMatching(/^[\w+=,.@-]{1,40}$/),
);
const principal = fc.oneof(
  fc.tuple(account, name).map(([id, user]) => `arn:aws:iam::${id}:user/${user}`),
  fc.tuple(account, name).map(([id, user]) => `arn:aws:sts::${id}:assumed-role/${user}/argocd-server`),
  fc.tuple(account, name).map(([id, user]) => `arn:aws:sts::${id}:federated-user/${user}`),
  account.map((id) => `arn:aws:iam::${id}:root`),
  fc.constantFrom("eks.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com", "lambda.amazonaws.com"),
);
const tagValue = (...right: readonly string[]) => fc.oneof(fc.constantFrom(...right), fc.string({ maxLength: 20 }));
const tags = fc.record(
  {
    "eks-cluster-arn": tagValue(`arn:aws:eks:eu-west-1:${accounts.hub}:cluster/prod-hub`, "*"),
    "kubernetes-namespace": tagValue("argocd", "*", "Argocd"),
    "kubernetes-service-account": tagValue(...serviceAccounts, "*", "argocd-server "),
  },
  { requiredKeys: [] },
);

describe("property", () => {
  const targets = [hubRole, ...spokeRoles];

  function isRight(given: Tags): boolean {
    return serviceAccounts.some((serviceAccount) => JSON.stringify(given) === JSON.stringify(tagsOf(serviceAccount)));
  }

  function isTrusted(target: string, caller: Required<Caller>): boolean {
    return target === hubRole
      ? caller.principal === "pods.eks.amazonaws.com" && isRight(caller.requests)
      : caller.principal.startsWith(sessionOf(hubRole).replace(/session$/, "")) && isRight(caller.tags);
  }

  test("nobody but those trusted ever becomes Argo CD, whatever it is and has", async () => {
    const all = world();
    let granted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...targets), principal, tags, tags, async (target, who, has, requests) => {
        const caller = { principal: who, tags: has, requests };
        const trusted = isTrusted(target, caller);
        granted += trusted ? 1 : 0;
        expect(await mayAssume(all, caller, target)).toBe(trusted);
      }),
      {
        numRuns: 1_000,
        // One that is trusted, or the property would hold of a role that nobody may become.
        examples: [[targets[1] ?? "", sessionOf(hubRole), tagsOf("argocd-server"), {}]],
      },
    );
    expect(granted).toBeGreaterThan(0);
  });
});
