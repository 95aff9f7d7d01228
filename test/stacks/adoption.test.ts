import { expect, test } from "vitest";
import type { HubSpokeTopology } from "../../config/topology.js";
import { addresses, existingCluster, spoke, synthesized, topology, type TerraformJson } from "./support.js";

const adoption = { manager: true };
const names = { secretName: "cluster-alpha.example.com-1", argocdName: "admin@alpha", adoption };
const registration = { access: "admin", mode: "bearer-token", lifetime: "8760h", revision: 1 } as const;

interface Adopting extends TerraformJson {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly removed?: readonly { readonly from: string; readonly lifecycle: object }[];
}

function stackOf(id: string, over: Partial<HubSpokeTopology>): Adopting {
  return synthesized(topology(over)).stacks[id] as Adopting;
}

function registered(over: Parameters<typeof spoke>[1]): Adopting {
  return stackOf("ref-spoke-alpha-registration", { spokes: [spoke("alpha", { ...names, ...over })] });
}

test("what `argocd cluster add` made is imported, each into a resource that is there", () => {
  const stack = registered({ registration });
  expect(stack.import).toEqual([
    { to: "kubernetes_service_account_v1.argocd_manager", id: "kube-system/argocd-manager" },
    { to: "kubernetes_cluster_role_v1.argocd_manager", id: "argocd-manager-role" },
    { to: "kubernetes_cluster_role_binding_v1.argocd_manager", id: "argocd-manager-role-binding" },
  ]);
  expect(addresses(stack)).toEqual(expect.arrayContaining(stack.import?.map(({ to }) => to) ?? []));
});

test("in namespaces it is a role of each", () => {
  const stack = registered({ registration: { ...registration, access: { namespaces: ["web", "jobs"] } } });
  expect(stack.import?.map(({ id }) => id)).toEqual([
    "kube-system/argocd-manager",
    "web/argocd-manager-role",
    "web/argocd-manager-role-binding",
    "jobs/argocd-manager-role",
    "jobs/argocd-manager-role-binding",
  ]);
  expect(addresses(stack)).toEqual(expect.arrayContaining(stack.import?.map(({ to }) => to) ?? []));
});

test("a Secret keeps its names, and a plan that would make it anew is an error", () => {
  const secret = registered({ registration }).resource?.kubernetes_secret_v1?.cluster;
  expect(secret).toMatchObject({
    metadata: { name: "cluster-alpha.example.com-1", namespace: "argocd" },
    data_wo: { name: '${"admin@alpha"}' },
    lifecycle: { prevent_destroy: true },
  });
});

test("a Secret with a credential is not imported, for that would be in the state for good", () => {
  expect(registered({ registration, adoption: { manager: false } }).import).toBeUndefined();
});

test("a Secret without one is", () => {
  const exec = { command: "login", args: [], env: {}, apiVersion: "client.authentication.k8s.io/v1" } as const;
  const stack = registered({ registration: { mode: "exec", access: "admin", ...exec }, adoption: { manager: false } });
  expect(stack.import).toEqual([{ to: "kubernetes_secret_v1.cluster", id: "argocd/cluster-alpha.example.com-1" }]);
});

test("retired, nothing is imported and nothing protected", () => {
  const stack = registered({ registration, retired: true });
  expect(stack.import).toBeUndefined();
  expect(addresses(stack)).not.toContain("kubernetes_secret_v1.cluster");
});

const { hub } = topology();
const external = { ...hub, cluster: existingCluster("hub"), argocd: { ...hub.argocd, existing: true } };

test("an Argo CD of somebody else's is left alone, and forgotten where it was ours", () => {
  const stack = stackOf("ref-hub-argocd", { hub: external, gitops: undefined, spokes: [] });
  expect(addresses(stack)).toEqual([]);
  expect(stack.removed).toEqual(
    ["helm_release.argo_cd", "kubernetes_namespace_v1.argocd", "kubernetes_secret_v1.cluster"].map((from) => ({
      from,
      lifecycle: { destroy: false },
    })),
  );
});

test("with a repository the root Application is delivered, and the hub gets its Secret", () => {
  const stack = stackOf("ref-hub-argocd", { hub: external, spokes: [] });
  expect(addresses(stack)).toEqual(["helm_release.gitops_root", "kubernetes_secret_v1.cluster"]);
  expect(stack.import).toBeUndefined();
});

test("the hub's Secret is imported where there is one", () => {
  const adopted = { ...external, secretName: "in-cluster", argocdName: "central", adoption: { manager: false } };
  const stack = stackOf("ref-hub-argocd", { hub: adopted, gitops: undefined, spokes: [] });
  expect(stack.import).toEqual([{ to: "kubernetes_secret_v1.cluster", id: "argocd/in-cluster" }]);
  expect(stack.resource?.kubernetes_secret_v1?.cluster).toMatchObject({
    metadata: { name: "in-cluster" },
    data: { name: "central" },
    lifecycle: { prevent_destroy: true },
  });
});
