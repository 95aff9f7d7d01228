import { describe, expect, test } from "vitest";
import type { PodIdentity } from "../../config/topology.js";
import { ArgoCdRole } from "../../constructs/argocd/identity.js";
import { EksCluster } from "../../constructs/cluster/index.js";
import { addresses, argocdIdentity, eksCluster } from "../stacks/support.js";
import { stackOf } from "./support.js";

interface Options {
  readonly kind?: PodIdentity["kind"];
  readonly created?: boolean;
  readonly spokes?: number;
}

function role({ kind = "pod-identity", created = true, spokes = 1 }: Options = {}) {
  const spokeRoles = Array.from(
    { length: spokes },
    (_, i) => `arn:aws:iam::444455556666:role/hubspoke-ref-s${i}-argocd`,
  );
  return stackOf((stack) => {
    const { aws } = new EksCluster("hub", eksCluster("hub")).connect(stack, "hub");
    if (aws === undefined) throw new Error("an EKS cluster is in AWS");
    new ArgoCdRole(stack, "ArgoCd", { aws, identity: { ...argocdIdentity, kind }, created, spokeRoles });
  });
}

function policyOf(
  resource: Record<string, unknown> | undefined,
  key: string,
): { Statement: Record<string, unknown>[] } {
  return JSON.parse(String(resource?.[key])) as { Statement: Record<string, unknown>[] };
}

describe("by Pod Identity", () => {
  test("the role is given to exactly three ServiceAccounts", () => {
    const { resource } = role();
    expect(addresses(role())).toEqual([
      "aws_eks_pod_identity_association.argocd-application-controller",
      "aws_eks_pod_identity_association.argocd-applicationset-controller",
      "aws_eks_pod_identity_association.argocd-server",
      "aws_iam_role.argocd",
      "aws_iam_role_policy.spokes",
    ]);
    expect(resource?.aws_eks_pod_identity_association?.["argocd-server"]).toMatchObject({
      provider: "aws.hub",
      cluster_name: "${data.aws_eks_cluster.hub.name}",
      namespace: "argocd",
      service_account: "argocd-server",
      role_arn: "${aws_iam_role.argocd.arn}",
    });
  });

  test("it may become exactly the spokes' roles", () => {
    expect(policyOf(role({ spokes: 2 }).resource?.aws_iam_role_policy?.spokes, "policy").Statement).toEqual([
      {
        Sid: "Spokes",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: [0, 1].map((i) => `arn:aws:iam::444455556666:role/hubspoke-ref-s${i}-argocd`),
      },
    ]);
    expect(addresses(role({ spokes: 0 }))).not.toContain("aws_iam_role_policy.spokes");
  });

  test("the roles of a large fleet are in as many policies as it takes, each within IAM's limit", () => {
    const { resource } = role({ spokes: 500 });
    const inline = policyOf(resource?.aws_iam_role_policy?.spokes, "policy");
    const managed = Object.values(resource?.aws_iam_policy ?? {});
    expect(Object.keys(resource?.aws_iam_role_policy_attachment ?? {})).toEqual(
      Object.keys(resource?.aws_iam_policy ?? {}),
    );
    const all = [inline, ...managed.map((policy) => policyOf(policy, "policy"))].flatMap(
      ({ Statement }) => Statement[0]?.Resource as string[],
    );
    expect(new Set(all).size).toBe(500);
    expect(all).toHaveLength(500);
    expect(JSON.stringify(inline).length).toBeLessThanOrEqual(10_240);
    managed.forEach(({ policy }) => expect(String(policy).length).toBeLessThanOrEqual(6_144));
  });
});

describe("by IAM roles for service accounts", () => {
  const expression = '${replace(data.aws_eks_cluster.hub.identity[0].oidc[0].issuer, "https://", "")}';
  const issuer = "ISSUER";

  test("the cluster's issuer vouches for exactly three ServiceAccounts", () => {
    const { resource } = role({ kind: "irsa" });
    expect(resource?.aws_eks_pod_identity_association).toBeUndefined();
    // What Terraform puts in is no JSON until it has.
    const policy = String(resource?.aws_iam_role?.argocd?.assume_role_policy).replaceAll(expression, issuer);
    expect(policyOf({ policy }, "policy").Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: argocdIdentity.serviceAccounts.map((name) => `system:serviceaccount:argocd:${name}`),
          },
        },
      },
    ]);
  });

  test("the issuer is made known to IAM for a cluster that is made, and is there for another", () => {
    expect(role({ kind: "irsa" }).resource?.aws_iam_openid_connect_provider?.issuer).toMatchObject({
      url: "${data.aws_eks_cluster.hub.identity[0].oidc[0].issuer}",
      client_id_list: ["sts.amazonaws.com"],
    });
    const adopted = role({ kind: "irsa", created: false });
    expect(adopted.resource?.aws_iam_openid_connect_provider).toBeUndefined();
    expect(Object.keys(adopted.data?.aws_iam_openid_connect_provider ?? {})).toEqual(["issuer"]);
  });
});
