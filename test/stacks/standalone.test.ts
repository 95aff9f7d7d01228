import { expect, test } from "vitest";
import { parseEnvironment, stackIds } from "../../config/index.js";
import { addresses, synthesized } from "./support.js";

const file = `apiVersion: hubspoke/v1
name: edge
model: standalone
gitops: { repoURL: https://git.example.com/fleet.git, path: fleets/edge }
defaults:
  cluster: { provider: existing, kubeconfig: /kube/config }
  labels: { team: platform }
  argocd: { namespace: gitops, values: { global: { domain: a.example.com } } }
clusters:
  - name: berlin
    cluster: { context: berlin }
    argocd: { values: { server: { replicas: 2 } } }
  - name: oslo
    cluster: { context: oslo }
    labels: { tier: gold }
    gitops: { path: fleets/oslo, revision: v2 }
`;

const topology = parseEnvironment(file, { file: "environments/edge.yaml", projectDirectory: "/project" });

test("every cluster has a stack with an Argo CD of its own, and waits for no other", () => {
  const { stacks, dependencies } = synthesized(topology);
  expect(dependencies).toEqual({ "edge-berlin-argocd": [], "edge-oslo-argocd": [] });
  expect(Object.values(stacks).map(addresses)).toEqual(
    ["berlin", "oslo"].map(() => [
      "helm_release.argo_cd",
      "helm_release.gitops_root",
      "kubernetes_namespace_v1.argocd",
      "kubernetes_secret_v1.cluster",
    ]),
  );
});

test("a cluster reaches itself alone, with its own labels", () => {
  const stack = synthesized(topology).stacks["edge-oslo-argocd"];
  expect(stack?.provider?.kubernetes).toMatchObject([{ config_context: "oslo" }]);
  expect(stack?.resource?.kubernetes_secret_v1?.cluster).toMatchObject({
    metadata: {
      name: "cluster-edge-oslo",
      namespace: "gitops",
      labels: {
        team: "platform",
        tier: "gold",
        "hubspoke/environment": "edge",
        "hubspoke/role": "standalone",
        "hubspoke/name": "oslo",
      },
      annotations: { "hubspoke/gitops-revision": "v2" },
    },
  });
});

test("what it delivers is the environment's, unless it says otherwise", () => {
  const { stacks } = synthesized(topology);
  const root = (id: string): string => JSON.stringify(stacks[id]?.resource?.helm_release?.gitops_root);
  expect(root("edge-berlin-argocd")).toContain("fleets/edge");
  expect(root("edge-oslo-argocd")).toContain("fleets/oslo");
});

test("defaults reach the values of every Argo CD", () => {
  const { stacks } = synthesized(topology);
  const values = (id: string): string => JSON.stringify(stacks[id]?.resource?.helm_release?.argo_cd);
  expect(values("edge-berlin-argocd")).toMatch(/a\.example\.com[^]*replicas/);
  expect(values("edge-oslo-argocd")).toContain("a.example.com");
});

test("the ids that it may use are all known before", () => {
  expect(stackIds(topology)).toEqual([
    "edge-berlin-cluster",
    "edge-berlin-argocd",
    "edge-oslo-cluster",
    "edge-oslo-argocd",
  ]);
});
