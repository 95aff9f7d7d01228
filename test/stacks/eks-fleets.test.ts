import { describe, expect, test } from "vitest";
import { cluster, created, only, parse, strings } from "./eks-text.js";
import { addresses, synthesized, type TerraformJson } from "./support.js";

describe("a retired spoke", () => {
  const text = (retired: boolean) =>
    parse(
      `hub: { name: hub, cluster: ${created("eu-west-1", "111122223333", "10.0.0.0/16")} }\n` +
        `spokes:\n  - { name: a, cluster: ${created("eu-west-1", "444455556666", "10.1.0.0/16")}, retired: ${retired} }\n`,
    );

  test("keeps its providers and gates and nothing to make, and loses registration, network and cluster in this order", () => {
    const { stacks, dependencies } = synthesized(text(true));
    const left = ["registration", "network", "cluster"].map((stack) =>
      addresses(stacks[`ref-spoke-a-${stack}`] as TerraformJson),
    );
    expect(left).toEqual([["terraform_data.applications"], [], ["terraform_data.leftovers"]]);
    expect(stacks["ref-spoke-a-cluster"]?.provider?.aws).toEqual(
      synthesized(text(false)).stacks["ref-spoke-a-cluster"]?.provider?.aws,
    );
    for (const stack of ["registration", "network"]) {
      expect(stacks[`ref-spoke-a-${stack}`]?.data).toMatchObject({
        aws_eks_clusters: { spoke: { provider: "aws.spoke" } },
        aws_eks_cluster: {
          spoke: {
            for_each: '${toset([for name in data.aws_eks_clusters.spoke.names : name if name == "ref-a"])}',
            name: "${each.value}",
          },
        },
      });
    }
    expect(dependencies["ref-spoke-a-network"]).toContain("ref-spoke-a-registration");
    expect(dependencies["ref-spoke-a-cluster"]).toEqual(["ref-spoke-a-registration", "ref-spoke-a-network"]);
  });

  test("is one that Argo CD's role may no longer become", () => {
    expect(addresses(synthesized(text(true)).stacks["ref-hub-identity"] as TerraformJson)).not.toContain(
      "aws_iam_role_policy.spokes",
    );
  });
});

test("two clusters of one name, in two accounts, are two", () => {
  const adopted = (account: string) => cluster("eu-west-1", account, "existing: shop, endpoint: public");
  const { stacks } = synthesized(
    parse(
      `hub: { name: hub, cluster: ${created("eu-west-1", "111122223333", "10.0.0.0/16")} }\nspokes:\n` +
        `  - { name: a, cluster: ${adopted("444455556666")} }\n  - { name: b, cluster: ${adopted("777788889999")} }\n`,
    ),
  );
  const roles = ["a", "b"].map((name) => {
    const stack = stacks[`ref-spoke-${name}-registration`];
    return [only(stack, "aws_eks_access_entry").cluster_name, stack?.provider?.aws?.[1]?.allowed_account_ids];
  });
  expect(roles).toEqual([
    ["shop", ["444455556666"]],
    ["shop", ["777788889999"]],
  ]);
  expect(Object.keys(stacks)).not.toContain("ref-spoke-a-cluster");
});

test("three regions have three providers", () => {
  const regions = ["eu-west-1", "us-east-1", "ap-south-1"];
  const spokes = regions.map(
    (region, index) =>
      `  - { name: ${region}, cluster: ${created(region, "444455556666", `10.${index + 1}.0.0/16`)} }\n`,
  );
  const { stacks } = synthesized(
    parse(
      `hub: { name: hub, cluster: ${created("eu-west-1", "111122223333", "10.0.0.0/16")} }\nspokes:\n${spokes.join("")}`,
    ),
  );
  const used = regions.map((region) => stacks[`ref-spoke-${region}-cluster`]?.provider?.aws?.map((aws) => aws.region));
  expect(used).toEqual(regions.map((region) => [region]));
});

test.each([
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
])("every ARN in %s is of its partition", (region, partition) => {
  const groups = created(region, "444455556666", "10.1.0.0/16").replace(
    "reach: peering",
    "reach: peering, nodes: { groups: [{ name: workers, instanceTypes: [m6i.large] }] }, addons: { aws-ebs-csi-driver: default }",
  );
  const { stacks } = synthesized(
    parse(
      `hub: { name: hub, cluster: ${created(region, "111122223333", "10.0.0.0/16")}, argocd: { identity: irsa } }\n` +
        `spokes:\n  - { name: a, cluster: ${groups} }\n  - { name: b, cluster: ${groups.replace("10.1.", "10.2.")}, registration: { access: { namespaces: [shop] } } }\n`,
    ),
  );
  const arns = Object.values(stacks).flatMap(({ resource, data, provider }) =>
    strings({ resource, data, provider }).flatMap((value) => value.match(/arn:[\w${}.-]*:/g) ?? []),
  );
  expect(arns.length).toBeGreaterThan(20);
  expect(new Set(arns.map((arn) => arn.split(":")[1]))).toEqual(new Set([partition]));
});

/** For life, as in `reference.test.ts`. Add to this list; never change a line of it. */
const reference = {
  "ref-hub-identity": [
    "aws_eks_pod_identity_association.argocd-application-controller",
    "aws_eks_pod_identity_association.argocd-applicationset-controller",
    "aws_eks_pod_identity_association.argocd-server",
    "aws_iam_role.argocd",
    "aws_iam_role_policy.spokes",
  ],
  "ref-spoke-a-registration": [
    "aws_eks_access_entry.argocd",
    "aws_eks_access_policy_association.argocd",
    "aws_iam_role.argocd",
    "kubernetes_secret_v1.cluster",
    "terraform_data.applications",
    "terraform_data.argocd",
  ],
};

test("stack ids and Terraform addresses are what they were", () => {
  const { stacks } = synthesized(
    parse(
      `hub: { name: hub, cluster: ${created("eu-west-1", "111122223333", "10.0.0.0/16")} }\n` +
        `spokes:\n  - { name: a, cluster: ${created("eu-west-1", "444455556666", "10.1.0.0/16")} }\n`,
    ),
  );
  expect(Object.keys(stacks).sort()).toEqual([
    "ref-hub-argocd",
    "ref-hub-cluster",
    "ref-hub-identity",
    "ref-spoke-a-cluster",
    "ref-spoke-a-network",
    "ref-spoke-a-registration",
  ]);
  const found = Object.keys(reference).map((id) => [id, addresses(stacks[id] as TerraformJson)]);
  expect(Object.fromEntries(found)).toEqual(reference);
});
