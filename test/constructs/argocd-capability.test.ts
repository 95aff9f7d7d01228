import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { expect, test } from "vitest";
import type { CapabilitySpec } from "../../config/index.js";
import type { CapabilityIdentity } from "../../config/topology.js";
import { ArgoCdCapability, type ArgoCdCapabilityProps } from "../../constructs/argocd/capability.js";
import { EksCluster } from "../../constructs/cluster/index.js";
import { eksCluster } from "../stacks/support.js";
import { stackOf } from "./support.js";

const spec: CapabilitySpec = {
  identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", region: "eu-west-1" },
  roles: [{ role: "ADMIN", identities: [{ group: "686103e0-f051-7068-b225-e6392b959d9e" }] }],
  vpcEndpoints: [],
  settings: {},
};

type Options = Partial<CapabilitySpec> & Partial<Pick<ArgoCdCapabilityProps, "limited" | "deletionProtection">>;

function resources({ limited = false, deletionProtection = false, ...over }: Options = {}) {
  const identity: CapabilityIdentity = {
    kind: "capability",
    roleName: "hubspoke-ref-hub-argocd",
    roleArn: "arn:aws:iam::444455556666:role/hubspoke-ref-hub-argocd",
    clusterArn: "arn:aws:eks:eu-west-1:444455556666:cluster/ref-hub",
    capability: { ...spec, ...over },
  };
  const { resource } = stackOf((stack) => {
    const { aws } = new EksCluster("hub", eksCluster("hub")).connect(stack, "hub");
    if (aws === undefined) throw new Error("an EKS cluster is in AWS");
    const kubernetesProvider = new KubernetesProvider(stack, "Hub", { alias: "hub" });
    const props = { kubernetesProvider, aws, identity, namespace: "argocd", limited, deletionProtection };
    new ArgoCdCapability(stack, "ArgoCd", props);
  });
  return {
    capability: resource?.aws_eks_capability?.argocd,
    namespace: resource?.kubernetes_namespace_v1?.argocd,
    settings: resource?.kubernetes_config_map_v1?.argocd_cm,
  };
}

test("a capability is reached from the Internet, or from VPC endpoints alone", () => {
  expect(JSON.stringify(resources().capability)).not.toContain("network_access");
  const vpcEndpoints = ["vpce-0123456789abcdef0", "vpce-0123456789abcdef1"];
  expect(resources({ vpcEndpoints }).capability).toMatchObject({
    configuration: [{ argo_cd: [{ network_access: [{ vpce_ids: vpcEndpoints }] }] }],
  });
});

test("a cluster that knows no access entries is refused before anything is made", () => {
  expect(resources().capability?.lifecycle).toEqual({
    precondition: [
      {
        condition: '${data.aws_eks_cluster.hub.access_config[0].authentication_mode != "CONFIG_MAP"}',
        error_message:
          'EKS cluster "ref-hub" is in authentication mode "CONFIG_MAP", expected "API" or "API_AND_CONFIG_MAP": run ' +
          '"aws eks update-cluster-config --name ref-hub --region eu-west-1 --access-config ' +
          "authenticationMode=API_AND_CONFIG_MAP\", which cannot be undone, or use Argo CD's chart",
      },
    ],
  });
});

test("a capability is kept where the environment is protected, with its namespace", () => {
  const { capability, namespace } = resources({ deletionProtection: true });
  expect(capability?.lifecycle).toMatchObject({ prevent_destroy: true });
  expect(namespace?.lifecycle).toEqual({ prevent_destroy: true });
  expect(resources().namespace).not.toHaveProperty("lifecycle");
});

test("a capability is told settings of argocd-cm, before it starts", () => {
  expect(resources().settings).toBeUndefined();
  const { capability, settings } = resources({ settings: { "ui.bannercontent": "costs ${money}" } });
  expect(settings).toMatchObject({
    provider: "kubernetes.hub",
    metadata: { name: "argocd-cm", namespace: "argocd", labels: { "app.kubernetes.io/part-of": "argocd" } },
    data: { "ui.bannercontent": "costs $${money}" },
    depends_on: ["kubernetes_namespace_v1.argocd"],
  });
  expect(capability?.depends_on).toEqual(["kubernetes_namespace_v1.argocd", "kubernetes_config_map_v1.argocd_cm"]);
});

test("where it may not read all of a spoke it looks at no more, unless the file says otherwise", () => {
  expect(resources({ limited: true }).settings?.data).toEqual({ "resource.respectRBAC": "normal" });
  const settings = { "resource.respectRBAC": "strict" };
  expect(resources({ limited: true, settings }).settings?.data).toEqual(settings);
});
