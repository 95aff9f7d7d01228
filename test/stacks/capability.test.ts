import { describe, expect, test } from "vitest";
import { parseEnvironment } from "../../config/index.js";
import { addresses, synthesized, type Synthesized } from "./support.js";

const group = "686103e0-f051-7068-b225-e6392b959d9e";
const user = "786203e0-f051-7068-b225-e6392b959d9f";
const roleArn = "arn:aws:iam::111122223333:role/hubspoke-prod-hub-argocd";
const hubArn = "arn:aws:eks:eu-west-1:111122223333:cluster/prod-hub";
const spokeArn = "arn:aws:eks:us-east-1:444455556666:cluster/payments";

interface Options {
  /** Fields of the hub's Argo CD. */
  readonly argocd?: string;
  readonly registration?: string;
  readonly spoke?: string;
}

/** A hub that is created in one account, and a spoke that is there in another and in another region. */
function environment({ argocd = "", registration = "{}", spoke = "" }: Options = {}) {
  const text = `apiVersion: hubspoke/v1
name: prod
gitops: { repoURL: https://github.com/acme/gitops.git }
hub:
  name: hub
  cluster:
    provider: eks
    region: eu-west-1
    account: "111122223333"
    version: "1.35"
    network: { create: { cidr: 10.0.0.0/16 } }
  argocd:
    capability:
      identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", region: us-east-1 }
      admins: [{ group: ${group} }]
      viewers: [{ user: ${user} }, { group: ${group} }]
${argocd}
spokes:
  - name: payments
    cluster: { provider: eks, region: us-east-1, account: "444455556666", existing: payments${spoke} }
    registration: ${registration}
`;
  return parseEnvironment(text, { file: "environments/prod.yaml", projectDirectory: "/project" });
}

/** A resource of a stack, by type and name. */
function resource({ stacks }: Synthesized, stack: string, type: string, name = "argocd"): Record<string, unknown> {
  const found = stacks[stack]?.resource?.[type]?.[name];
  if (found === undefined) throw new Error(`${stack} has no ${type}.${name}`);
  return found;
}

function rootValues(synth: Synthesized): Record<string, unknown> {
  const { values } = resource(synth, "prod-hub-argocd", "helm_release", "gitops_root");
  return JSON.parse((values as string[])[0] ?? "") as Record<string, unknown>;
}

const identity = "prod-hub-identity";
const argocd = "prod-hub-argocd";
const registration = "prod-spoke-payments-registration";

test("nothing of Argo CD is installed; names and addresses are for life", () => {
  const { stacks, dependencies } = synthesized(environment());
  expect(dependencies).toEqual({
    "prod-hub-cluster": [],
    [identity]: ["prod-hub-cluster"],
    [argocd]: ["prod-hub-cluster", identity],
    [registration]: [argocd],
  });
  expect([identity, argocd, registration].map((id) => stacks[id] && addresses(stacks[id]))).toEqual([
    ["aws_iam_role.argocd"],
    [
      "aws_eks_access_policy_association.argocd",
      "aws_eks_capability.argocd",
      "helm_release.gitops_root",
      "kubernetes_namespace_v1.argocd",
      "kubernetes_secret_v1.cluster",
    ],
    [
      "aws_eks_access_entry.argocd",
      "aws_eks_access_policy_association.argocd",
      "kubernetes_secret_v1.cluster",
      "terraform_data.applications",
    ],
  ]);
});

test("EKS's capabilities become the role, which may do nothing in AWS", () => {
  const role = resource(synthesized(environment()), identity, "aws_iam_role");
  expect(role).toMatchObject({ provider: "aws.hub", name: "hubspoke-prod-hub-argocd", force_detach_policies: true });
  expect(JSON.parse(String(role.assume_role_policy))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "capabilities.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ],
  });
});

describe("the capability", () => {
  test("is of the hub, and knows who has which role", () => {
    expect(resource(synthesized(environment()), argocd, "aws_eks_capability")).toMatchObject({
      provider: "aws.hub",
      cluster_name: "${data.aws_eks_cluster.hub.name}",
      capability_name: "argocd",
      type: "ARGOCD",
      role_arn: roleArn,
      delete_propagation_policy: "RETAIN",
      configuration: [
        {
          argo_cd: [
            {
              namespace: "argocd",
              aws_idc: [
                { idc_instance_arn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", idc_region: "us-east-1" },
              ],
              rbac_role_mapping: [
                { role: "ADMIN", identity: [{ id: group, type: "SSO_GROUP" }] },
                {
                  role: "VIEWER",
                  identity: [
                    { id: user, type: "SSO_USER" },
                    { id: group, type: "SSO_GROUP" },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("comes after its namespace, and before all that it acts on", () => {
    const synth = synthesized(environment({ argocd: "    namespace: gitops" }));
    const dependencies = (type: string, name?: string) => resource(synth, argocd, type, name).depends_on;
    expect(resource(synth, argocd, "kubernetes_namespace_v1")).toMatchObject({ metadata: { name: "gitops" } });
    expect(dependencies("aws_eks_capability")).toEqual(["kubernetes_namespace_v1.argocd"]);
    expect(dependencies("aws_eks_access_policy_association")).toEqual(["aws_eks_capability.argocd"]);
    const ready = ["aws_eks_capability.argocd", "aws_eks_access_policy_association.argocd"];
    expect(dependencies("kubernetes_secret_v1", "cluster")).toEqual(ready);
    expect(dependencies("helm_release", "gitops_root")).toEqual([...ready, "kubernetes_secret_v1.cluster"]);
  });
});

describe("the hub", () => {
  test("is a cluster of its own Argo CD by its ARN, with the rights that a chart's Argo CD has", () => {
    const synth = synthesized(environment());
    const secret = resource(synth, argocd, "kubernetes_secret_v1", "cluster");
    expect(secret.data).toEqual({ name: "in-cluster", server: hubArn });
    expect(secret.metadata).toMatchObject({
      labels: { "argocd.argoproj.io/secret-type": "cluster", "hubspoke/role": "hub" },
      annotations: { argocd_iam_role_arn: `\${"${roleArn}"}`, argocd_namespace: '${"argocd"}' },
    });
    expect(resource(synth, argocd, "aws_eks_access_policy_association")).toMatchObject({
      provider: "aws.hub",
      cluster_name: "${data.aws_eks_cluster.hub.name}",
      principal_arn: roleArn,
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      access_scope: { type: "cluster" },
      lifecycle: { replace_triggered_by: ["aws_eks_capability.argocd.arn"] },
    });
  });

  test("is what the root Application targets, by ARN, and projects take it from the one namespace", () => {
    const team = "    projects: [{ name: team-a, spec: { sourceRepos: [https://github.com/acme/a.git] } }]";
    const values = rootValues(synthesized(environment({ argocd: team })));
    expect(values).toMatchObject({
      argocdNamespace: "argocd",
      rootApplication: { project: "platform", server: hubArn, path: "environments/prod" },
      projects: [
        { name: "platform", spec: { sourceNamespaces: ["argocd"], destinations: [{ server: "*", namespace: "*" }] } },
        { name: "team-a", spec: { sourceNamespaces: ["argocd"], sourceRepos: ["https://github.com/acme/a.git"] } },
      ],
    });
  });
});

describe("a spoke", () => {
  test("gives access to the hub's role, and is known by its ARN alone", () => {
    const synth = synthesized(environment());
    expect(resource(synth, registration, "aws_eks_access_entry")).toMatchObject({
      provider: "aws.spoke",
      cluster_name: "payments",
      principal_arn: roleArn,
      type: "STANDARD",
    });
    expect(resource(synth, registration, "aws_eks_access_policy_association")).toMatchObject({
      provider: "aws.spoke",
      principal_arn: roleArn,
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      depends_on: ["aws_eks_access_entry.argocd"],
    });
    const secret = resource(synth, registration, "kubernetes_secret_v1", "cluster");
    expect(secret.data).toEqual({ name: '${"payments"}', server: `\${"${spokeArn}"}` });
    expect(secret.depends_on).toEqual(["aws_eks_access_entry.argocd", "aws_eks_access_policy_association.argocd"]);
  });

  test("limits it to namespaces, and the capability is told to look at no others", () => {
    const synth = synthesized(environment({ registration: "{ access: { namespaces: [shop] }, project: team-a }" }));
    expect(resource(synth, registration, "aws_eks_access_policy_association")).toMatchObject({
      policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
      access_scope: { type: "namespace", namespaces: ["shop"] },
    });
    expect(resource(synth, registration, "kubernetes_secret_v1", "cluster").data).toEqual({
      name: '${"payments"}',
      server: `\${"${spokeArn}"}`,
      namespaces: '${"shop"}',
      project: '${"team-a"}',
    });
    expect(resource(synth, argocd, "kubernetes_config_map_v1", "argocd_cm").data).toEqual({
      "resource.respectRBAC": "normal",
    });
  });

  test("limits it by rules to a group, with rights of ours", () => {
    const rules = '{ access: { rules: [{ apiGroups: [apps], resources: [deployments], verbs: ["*"] }] } }';
    const synth = synthesized(environment({ registration: rules }));
    expect(resource(synth, registration, "aws_eks_access_entry").kubernetes_groups).toEqual([
      "hubspoke:argocd-manager",
    ]);
    expect(addresses(synth.stacks[registration] ?? { terraform: {} })).toContain(
      "kubernetes_cluster_role_binding_v1.argocd_manager",
    );
  });

  test("takes no route, whatever its reach says", () => {
    const spoke =
      ", network: { vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], cidr: 10.1.0.0/16 }, reach: peering";
    expect(Object.keys(synthesized(environment({ spoke })).stacks)).not.toContain("prod-spoke-payments-network");
  });
});
