import { expect, test } from "vitest";
import { capabilitiesOf, defaultChart } from "../../config/index.js";
import { withoutUnreachable } from "../../config/topology.js";
import { localEnvironment, parse, readFixture } from "./support.js";

test("a minimal file comes to a whole topology", () => {
  expect(parse(readFixture("valid-minimal.yaml"))).toEqual({
    name: "dev",
    file: "environments/dev.yaml",
    projectDirectory: "/project",
    model: "hub-spoke",
    backend: { type: "local", path: "/project/.hubspoke/state" },
    deletionProtection: false,
    gitops: {
      repoURL: "file:///project/.hubspoke/local/dev/gitops.git",
      revision: "main",
      path: "environments/dev",
    },
    hub: {
      name: "hub",
      argocdName: "in-cluster",
      secretName: "cluster-dev-hub",
      cluster: {
        provider: "local",
        port: 16443,
        version: "1.34.4",
        kubeconfig: "/project/.hubspoke/local/dev/clusters/hub/kubeconfig",
        context: "dev-hub",
        endpoint: "https://127.0.0.1:16443",
      },
      labels: { "hubspoke/environment": "dev", "hubspoke/role": "hub", "hubspoke/name": "hub" },
      annotations: {
        "hubspoke/gitops-repo-url": "file:///project/.hubspoke/local/dev/gitops.git",
        "hubspoke/gitops-revision": "main",
      },
      argocd: {
        existing: false,
        chart: { path: "/project/.hubspoke/local/dev/argocd/chart" },
        namespace: "argocd",
        values: {},
        projects: [],
        applicationSets: [],
        highAvailability: false,
        size: "auto",
        admin: { enabled: true },
        identity: "pod-identity",
        repositories: [],
        selfManage: false,
      },
    },
    spokes: [],
  });
});

test("defaults are merged under hub and spokes", () => {
  const { hub, spokes } = parse(readFixture("valid-defaults.yaml"));
  expect(hub.cluster).toEqual({ provider: "existing", kubeconfig: "/home/ada/.kube/config", context: "hub" });
  expect(hub.argocd.chart).toEqual(defaultChart);
  expect(hub.labels).toMatchObject({ team: "platform", tier: "silver" });
  expect(spokes[0]?.labels).toMatchObject({ team: "platform", tier: "gold" });
  expect(spokes[0]?.annotations).toMatchObject({ "example.com/note": "a" });
  expect(spokes[0]?.registration).toEqual({
    mode: "bearer-token",
    access: { namespaces: ["shop"] },
    lifetime: "720h",
    revision: 1,
    namespaces: ["shop"],
  });
});

test("defaults of another provider are left out, and access is replaced as a whole", () => {
  const search = parse(readFixture("valid-defaults.yaml")).spokes[1];
  expect(search?.cluster).toMatchObject({ provider: "local", port: 16463 });
  expect(search?.cluster).not.toHaveProperty("proxyUrl");
  expect(search?.registration.access).toEqual({
    rules: [{ apiGroups: ["", "apps"], resources: ["*"], verbs: ["get", "list", "watch"] }],
  });
  expect(search?.retired).toBe(true);
});

test.each([
  ["false", undefined],
  ["true", { applications: "refuse", unreachable: false }],
  ["{ applications: delete }", { applications: "delete", unreachable: false }],
  ["{ unreachable: true }", { applications: "orphan", unreachable: true }],
  ["{ applications: refuse, unreachable: true }", { applications: "refuse", unreachable: true }],
])("retired: %s says how a spoke leaves", (retired, leaving) => {
  const fleet = `hub: { name: hub, cluster: { provider: local } }\nspokes: [{ name: a, cluster: { provider: local }, retired: ${retired} }]\n`;
  const topology = parse(`apiVersion: hubspoke/v1\nname: dev\n${fleet}`);
  const [spoke] = topology.spokes;
  expect(spoke?.leaving).toEqual(leaving);
  expect(spoke?.retired).toBe(leaving !== undefined);
  expect(withoutUnreachable(topology).spokes).toEqual(leaving?.unreachable ? [] : [spoke]);
});

test("a full file is taken as written", () => {
  const { backend, hub, spokes } = parse(readFixture("valid-full.yaml"));
  expect(backend).toEqual({ type: "local", path: "/project/state" });
  expect(hub.argocd).toMatchObject({
    chart: { repository: "oci://ghcr.io/argoproj/argo-helm", version: "9.5.22" },
    namespace: "argo",
    values: { configs: { params: { "controller.status.processors": 50 } } },
  });
  expect(hub.argocd.projects).toEqual([
    { name: "team-a", labels: { tier: "gold" }, annotations: { a: "b" }, spec: { sourceRepos: ["*"] } },
  ]);
  expect(spokes[0]?.cluster).toMatchObject({ kubeconfig: "/project/kubeconfigs/payments" });
  expect(spokes[0]?.registration).toMatchObject({
    shard: 0,
    quarantine: true,
    proxyUrl: "http://proxy.example.com:3128",
  });
});

test("ports follow the position in the file", () => {
  const spoke = (name: string) => `  - name: ${name}\n    cluster: { provider: local }\n`;
  const { spokes } = parse(localEnvironment(`spokes:\n${spoke("a")}${spoke("b")}${spoke("c")}`));
  expect(spokes.map(({ cluster }) => cluster.provider === "local" && cluster.port)).toEqual([16453, 16463, 16473]);
});

test("a chart and a state folder start at the project, too", () => {
  const { hub, backend } = parse(
    localEnvironment("  argocd: { chart: { path: charts/argo-cd/ } }\nbackend: { local: { path: ~/state } }\n"),
  );
  expect(hub.argocd.chart).toEqual({ path: "/project/charts/argo-cd" });
  expect(backend).toEqual({ type: "local", path: "/home/ada/state" });
});

test("nothing of a topology can be changed", () => {
  const topology = parse(readFixture("valid-full.yaml"));
  expect(() => Object.assign(topology.hub.argocd.values, { a: 1 })).toThrow(TypeError);
  expect(() => (topology.spokes as unknown[]).push({})).toThrow(TypeError);
});

test("only local clusters have no nodes", () => {
  const { spokes } = parse(readFixture("valid-full.yaml"));
  expect(spokes.map(({ cluster }) => capabilitiesOf(cluster).nodes)).toEqual([true, false]);
});

test("a thousand spokes get a thousand names and ports", () => {
  const spokes = Array.from({ length: 1000 }, (_, index) => `  - { name: s${index}, cluster: { provider: local } }\n`);
  const topology = parse(localEnvironment(`spokes:\n${spokes.join("")}`));
  expect(new Set(topology.spokes.map(({ cluster }) => "kubeconfig" in cluster && cluster.kubeconfig)).size).toBe(1000);
  expect(topology.spokes.at(-1)?.cluster).toMatchObject({ port: 26443 });
});

test("a cluster Secret says what its certificate is issued for, so that another wish is noticed", () => {
  const issue = "issue: { lifetime: 24h, revision: 2 }";
  const variables = "variables: { certificate: c, key: k }";
  const spoke = (name: string, fields: string) =>
    `  - { name: ${name}, cluster: { provider: local }, registration: { mode: client-certificate, ${fields} } }\n`;
  const { spokes } = parse(localEnvironment(`spokes:\n${spoke("a", issue)}${spoke("b", variables)}`));
  expect(spokes.map(({ annotations }) => annotations["hubspoke/certificate-issue"])).toEqual([
    '{"lifetime":"24h","revision":2}',
    undefined,
  ]);
});
