import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { checkEnvironments } from "../../config/index.js";
import { only, strings } from "./eks-text.js";
import { synthesized, type Synthesized, type TerraformJson } from "./support.js";
import { jsonOf } from "../constructs/registration-support.js";

const root = resolve(import.meta.dirname, "../..");

let read: Synthesized | undefined;

function prod(): Synthesized {
  const file = resolve(root, "environments/prod.yaml");
  read ??= synthesized(...checkEnvironments([file], { home: "/home/ada", variables: {} }).topologies);
  return read;
}

describe("prod, a hub and spokes in three accounts and two regions", () => {
  test("is made in this order", () => {
    const { dependencies } = prod();
    const of = (spoke: string, ...stacks: string[]) => stacks.map((stack) => `prod-spoke-${spoke}-${stack}`);
    expect(dependencies).toMatchObject({
      "prod-hub-cluster": [],
      "prod-hub-identity": ["prod-hub-cluster"],
      "prod-hub-argocd": ["prod-hub-cluster", "prod-hub-identity"],
      "prod-hub-network": ["prod-hub-cluster"],
      "prod-spoke-payments-cluster": [],
      "prod-spoke-payments-network": ["prod-hub-cluster", "prod-hub-network", ...of("payments", "cluster")],
      "prod-spoke-payments-registration": ["prod-hub-argocd", ...of("payments", "cluster", "network")],
      "prod-spoke-checkout-registration": ["prod-hub-argocd", ...of("checkout", "network")],
    });
    expect(Object.keys(dependencies)).not.toContain("prod-spoke-checkout-cluster");
    expect(Object.keys(dependencies)).not.toContain("prod-spoke-reports-network");
  });

  test("each stack has a provider for each account and region that it speaks to, and stops in any other account", () => {
    const { stacks } = prod();
    const aws = (id: string) =>
      stacks[`prod-${id}`]?.provider?.aws?.map((provider) => ({ ...provider, default_tags: undefined }));
    const provider = (alias: string, region: string, account: string) => ({
      default_tags: undefined,
      alias,
      region,
      allowed_account_ids: [account],
      assume_role: [{ role_arn: `arn:aws:iam::${account}:role/hubspoke-deploy`, session_name: "hubspoke" }],
    });
    const hub = ["eu-west-1", "111122223333"] as const;
    expect(aws("hub-cluster")).toEqual([provider("cluster", ...hub)]);
    expect(aws("hub-argocd")).toEqual([provider("hub", ...hub)]);
    expect(aws("spoke-payments-us-registration")).toEqual([
      provider("hub", ...hub),
      provider("spoke", "us-east-1", "444455556666"),
    ]);
    expect(aws("spoke-reports-registration")).toEqual([provider("hub", ...hub)]);
  });

  test("clusters are reached by a command, by names and data sources, and never by a token", () => {
    const { stacks } = prod();
    const stack = stacks["prod-spoke-payments-us-registration"];
    const access = (alias: string, region: string, account: string, name: string) => ({
      host: `\${data.aws_eks_cluster.${alias}.endpoint}`,
      cluster_ca_certificate: `\${base64decode(data.aws_eks_cluster.${alias}.certificate_authority[0].data)}`,
      exec: {
        api_version: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: [
          ...["eks", "get-token", "--cluster-name", name, "--region", region],
          ...["--role-arn", `arn:aws:iam::${account}:role/hubspoke-deploy`, "--output", "json"],
        ],
      },
    });
    const hub = access("hub", "eu-west-1", "111122223333", "prod-hub");
    const spoke = access("spoke", "us-east-1", "444455556666", "prod-payments-us");
    expect(stack?.provider?.kubernetes).toMatchObject([
      { alias: "hub", ...hub, exec: [hub.exec] },
      { alias: "spoke", ...spoke, exec: [spoke.exec] },
    ]);
    expect(stacks["prod-hub-argocd"]?.provider?.helm).toEqual([{ kubernetes: hub }]);
    expect(stack?.data?.aws_eks_cluster).toMatchObject({
      hub: { provider: "aws.hub", name: "prod-hub" },
      spoke: { provider: "aws.spoke", name: "prod-payments-us" },
    });
    const types = Object.values(stacks).flatMap(({ resource, data }) => Object.keys({ ...resource, ...data }));
    expect(types).not.toContain("aws_eks_cluster_auth");
    expect(types).not.toContain("terraform_remote_state");
  });

  test("Argo CD's role may become the roles of the registered spokes, and of no other", () => {
    const { policy } = only(prod().stacks["prod-hub-identity"], "aws_iam_role_policy");
    expect((JSON.parse(String(policy)) as { Statement: { Resource: string[] }[] }).Statement[0]?.Resource).toEqual([
      "arn:aws:iam::444455556666:role/hubspoke-prod-payments-argocd",
      "arn:aws:iam::777788889999:role/hubspoke-prod-search-argocd",
      "arn:aws:iam::444455556666:role/hubspoke-prod-payments-us-argocd",
      "arn:aws:iam::777788889999:role/hubspoke-prod-checkout-argocd",
    ]);
  });

  test("spokes are reached by peering, or through the hub's transit gateway", () => {
    const { stacks } = prod();
    expect(only(stacks["prod-spoke-payments-us-network"], "aws_vpc_peering_connection")).toMatchObject({
      provider: "aws.hub",
      peer_owner_id: "444455556666",
      peer_region: "us-east-1",
    });
    expect(only(stacks["prod-hub-network"], "aws_ec2_transit_gateway_vpc_attachment")).toMatchObject({
      provider: "aws.hub",
      transit_gateway_id: "tgw-0a1b2c3d4e5f60718",
    });
    for (const spoke of ["payments", "payments-us", "search", "checkout"]) {
      expect(only(stacks[`prod-spoke-${spoke}-network`], "aws_vpc_security_group_ingress_rule")).toMatchObject({
        provider: "aws.spoke",
        security_group_id: "${data.aws_eks_cluster.spoke.vpc_config[0].cluster_security_group_id}",
        cidr_ipv4: "10.0.0.0/16",
        from_port: 443,
        to_port: 443,
        ip_protocol: "tcp",
      });
    }
  });

  test("the cluster Secret says where the spoke is, for add-ons, and holds no secret", () => {
    const secret = only(prod().stacks["prod-spoke-payments-us-registration"], "kubernetes_secret_v1");
    expect(secret.metadata).toMatchObject({
      labels: { enable_cert_manager: "true", "hubspoke/name": "payments-us" },
      annotations: {
        aws_cluster_name: '${"prod-payments-us"}',
        aws_region: '${"us-east-1"}',
        aws_account_id: '${"444455556666"}',
        aws_partition: '${"aws"}',
        aws_vpc_id: "${data.aws_eks_cluster.spoke.vpc_config[0].vpc_id}",
        aws_oidc_issuer: "${data.aws_eks_cluster.spoke.identity[0].oidc[0].issuer}",
        argocd_namespace: '${"argocd"}',
        argocd_iam_role_arn: '${"arn:aws:iam::444455556666:role/hubspoke-prod-payments-us-argocd"}',
      },
    });
    expect(secret).not.toHaveProperty("data_wo");
    expect(jsonOf((secret.data as Record<string, string>).config)).toBe(
      '{"tlsClientConfig":{"insecure":false,"caData":data.aws_eks_cluster.spoke.certificate_authority[0].data},' +
        '"awsAuthConfig":{"clusterName":"prod-payments-us",' +
        '"roleARN":"arn:aws:iam::444455556666:role/hubspoke-prod-payments-us-argocd"}}',
    );
  });

  test("Argo CD knows its region, and passes over what it may not list", () => {
    const { values } = only(
      { ...prod().stacks["prod-hub-argocd"], resource: argocdOnly() } as TerraformJson,
      "helm_release",
    );
    expect((values as string[]).map((text) => JSON.parse(text) as unknown)).toEqual([
      { configs: { cm: { "resource.respectRBAC": "normal" } } },
      expect.anything(),
      Object.fromEntries(
        ["controller", "applicationSet", "server"].map((name) => [
          name,
          { env: [{ name: "AWS_REGION", value: "eu-west-1" }] },
        ]),
      ),
    ]);

    function argocdOnly() {
      const { argo_cd } = prod().stacks["prod-hub-argocd"]?.resource?.helm_release ?? {};
      return { helm_release: { argo_cd } };
    }
  });

  test("everything is protected from deletion, and says what it belongs to", () => {
    const { stacks } = prod();
    expect(only(stacks["prod-spoke-search-cluster"], "aws_eks_cluster")).toMatchObject({
      deletion_protection: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(stacks["prod-spoke-search-cluster"]?.provider?.aws?.[0]?.default_tags).toEqual([
      { tags: { team: "platform", "hubspoke:environment": "prod", "hubspoke:cluster": "search" } },
    ]);
  });

  test("every reference is to something of the same stack", () => {
    const reference = /(?<![\w.:/-])(data\.)?((?:aws|kubernetes)_\w+|helm_release)\.([A-Za-z_][\w-]*)/g;
    for (const [id, stack] of Object.entries(prod().stacks)) {
      const { resource = {}, data = {}, provider, locals } = stack;
      const values = strings({ resource, data, provider, locals }).filter((value) => value.includes("${"));
      const depends = Object.values(resource).flatMap((named) =>
        Object.values(named).flatMap((r) => strings(r.depends_on)),
      );
      for (const [, isData, type = "", name = ""] of [...values, ...depends].flatMap((v) => [
        ...v.matchAll(reference),
      ])) {
        const there: Record<string, Record<string, unknown>> = isData === undefined ? resource : data;
        expect([id, type, name, Object.keys(there[type] ?? {})]).toEqual([
          id,
          type,
          name,
          expect.arrayContaining([name]),
        ]);
      }
    }
  });
});
