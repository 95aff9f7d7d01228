import { describe, expect, test } from "vitest";
import type { Access, AwsIamSpec } from "../../config/registration/index.js";
import { addresses } from "../stacks/support.js";
import { jsonOf, registered } from "./registration-support.js";

const roleArn = "arn:aws:iam::444455556666:role/hubspoke-ref-alpha-argocd";

function spec(over: Partial<AwsIamSpec> = {}): AwsIamSpec {
  return { mode: "aws-iam", access: "admin", clusterName: "ref-alpha", roleArn, role: "created", ...over };
}

function association(access: Access): unknown {
  return registered(spec({ access })).json.resource?.aws_eks_access_policy_association?.argocd;
}

test("a spoke gets a role, its access entry and a policy; the hub a Secret without a secret", () => {
  const { json, data } = registered(spec());
  expect(addresses(json)).toEqual([
    "aws_eks_access_entry.argocd",
    "aws_eks_access_policy_association.argocd",
    "aws_iam_role.argocd",
    "kubernetes_secret_v1.cluster",
    "terraform_data.argocd",
  ]);
  expect(jsonOf(data.config)).toBe(
    '{"tlsClientConfig":{"insecure":false,"caData":"Y2E="},' +
      `"awsAuthConfig":{"clusterName":"ref-alpha","roleARN":"${roleArn}"}}`,
  );
});

test("the role is of the spoke's account, and trusts the hub's role alone, for Argo CD's own pods", () => {
  const role = registered(spec()).json.resource?.aws_iam_role?.argocd;
  expect(role).toMatchObject({ provider: "aws.spoke", name: "hubspoke-ref-alpha-argocd" });
  expect(JSON.parse(String(role?.assume_role_policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/hubspoke-ref-hub-argocd" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:PrincipalTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:111122223333:cluster/ref-hub",
            "aws:PrincipalTag/kubernetes-namespace": "argocd",
            "aws:PrincipalTag/kubernetes-service-account": [
              "argocd-application-controller",
              "argocd-applicationset-controller",
              "argocd-server",
            ],
          },
        },
      },
    ],
  });
});

test("a role that is replaced takes its access entry and its policy with it", () => {
  const { aws_eks_access_entry: entry, aws_eks_access_policy_association: policy } =
    registered(spec()).json.resource ?? {};
  expect(registered(spec()).json.resource?.terraform_data?.argocd?.triggers_replace).toEqual({
    role: "${aws_iam_role.argocd.unique_id}",
  });
  const lifecycle = { replace_triggered_by: ["terraform_data.argocd"] };
  expect(entry?.argocd).toMatchObject({
    provider: "aws.spoke",
    cluster_name: "ref-alpha",
    principal_arn: "${aws_iam_role.argocd.arn}",
    type: "STANDARD",
    depends_on: ["aws_iam_role.argocd"],
    lifecycle,
  });
  expect(policy?.argocd).toMatchObject({ depends_on: ["aws_eks_access_entry.argocd"], lifecycle });
});

test("a cluster that knows no access entries is refused before anything is made", () => {
  const { lifecycle } = registered(spec()).json.resource?.aws_eks_access_entry?.argocd ?? {};
  expect(lifecycle).toMatchObject({
    precondition: [
      {
        condition: '${data.aws_eks_cluster.spoke.access_config[0].authentication_mode != "CONFIG_MAP"}',
        error_message:
          'EKS cluster "ref-alpha" is in authentication mode "CONFIG_MAP", expected "API" or "API_AND_CONFIG_MAP": run ' +
          '"aws eks update-cluster-config --name ref-alpha --region eu-west-1 --access-config ' +
          'authenticationMode=API_AND_CONFIG_MAP", which cannot be undone, or use mode bearer-token',
      },
    ],
  });
});

describe("what Argo CD may do", () => {
  const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

  test("is a policy of EKS, for the whole cluster or for namespaces", () => {
    expect(association("admin")).toMatchObject({
      policy_arn: policy("AmazonEKSClusterAdminPolicy"),
      access_scope: { type: "cluster" },
    });
    expect(association("read-only")).toMatchObject({
      policy_arn: policy("AmazonEKSAdminViewPolicy"),
      access_scope: { type: "cluster" },
    });
    expect(association({ namespaces: ["shop", "jobs"] })).toMatchObject({
      policy_arn: policy("AmazonEKSAdminPolicy"),
      access_scope: { type: "namespace", namespaces: ["shop", "jobs"] },
    });
  });

  test("is, as rules, a group with rights of ours on the spoke", () => {
    const rules = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["*"] }];
    const { json, secret } = registered(spec({ access: { rules } }));
    expect(addresses(json)).toEqual([
      "aws_eks_access_entry.argocd",
      "aws_iam_role.argocd",
      "kubernetes_cluster_role_binding_v1.argocd_manager",
      "kubernetes_cluster_role_v1.argocd_manager",
      "kubernetes_secret_v1.cluster",
      "terraform_data.argocd",
    ]);
    expect(json.resource?.aws_eks_access_entry?.argocd?.kubernetes_groups).toEqual(["hubspoke:argocd-manager"]);
    // None, and not nothing said, where EKS would keep those of before.
    expect(registered(spec()).json.resource?.aws_eks_access_entry?.argocd?.kubernetes_groups).toEqual([]);
    expect(json.resource?.kubernetes_cluster_role_binding_v1?.argocd_manager).toMatchObject({
      provider: "kubernetes.spoke",
      subject: [{ kind: "Group", name: "hubspoke:argocd-manager", api_group: "rbac.authorization.k8s.io" }],
    });
    expect(secret.depends_on).toContain("kubernetes_cluster_role_binding_v1.argocd_manager");
  });
});

test("a role that is there is used as it is", () => {
  const { json, data } = registered(spec({ role: "given", profile: "spokes" }));
  expect(addresses(json)).toEqual(["kubernetes_secret_v1.cluster"]);
  expect(jsonOf(data.config)).toContain(`"roleARN":"${roleArn}","profile":"spokes"`);
});
