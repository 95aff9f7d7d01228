import { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { expect, test } from "vitest";
import { inClusterServer } from "../../config/names.js";
import type { ArgoCdSpec } from "../../config/topology.js";
import { ArgoCd, type ArgoCdProps } from "../../constructs/argocd/argocd.js";
import { GitOpsRoot } from "../../constructs/argocd/gitops-root.js";
import { gitopsRootChart } from "../../stacks/package-root.js";
import { stackOf } from "./support.js";

const spec: ArgoCdSpec = {
  existing: false,
  chart: { repository: "https://argoproj.github.io/argo-helm", version: "9.5.22" },
  namespace: "argocd",
  values: {},
  projects: [],
  applicationSets: [],
  highAvailability: false,
  size: "auto",
  admin: { enabled: true },
  repositories: [],
  identity: "pod-identity",
  selfManage: false,
};
const gitops = { repoURL: "https://git.example.com/fleet.git", revision: "main", path: "environments/ref" };

function releases(over: Partial<ArgoCdProps> = {}) {
  const json = stackOf((stack) => {
    const helmProvider = new HelmProvider(stack, "Helm", {});
    const kubernetesProvider = new KubernetesProvider(stack, "Hub", { alias: "hub" });
    const fixed = { helmProvider, kubernetesProvider };
    const props = { ...fixed, spec, capabilities: { nodes: true }, deletionProtection: false, ...over };
    const argocd = new ArgoCd(stack, "ArgoCd", props);
    const dependsOn = [argocd.release];
    const server = inClusterServer;
    new GitOpsRoot(stack, "GitOpsRoot", { ...props, gitops, server, chart: gitopsRootChart(), dependsOn });
  });
  const { argo_cd: argoCd, gitops_root: gitopsRoot } = json.resource?.helm_release ?? {};
  return { argoCd, gitopsRoot, namespace: json.resource?.kubernetes_namespace_v1?.argocd };
}

function valuesOf(release: Record<string, unknown> | undefined): Record<string, unknown> {
  return JSON.parse((release?.values as string[])[0] ?? "") as Record<string, unknown>;
}

test("Argo CD is the chart of the environment file in a namespace of its own", () => {
  const { argoCd, namespace } = releases({ spec: { ...spec, namespace: "gitops" } });
  expect(namespace).toMatchObject({ metadata: { name: "gitops" }, provider: "kubernetes.hub" });
  expect(argoCd).toMatchObject({
    name: "argo-cd",
    namespace: "gitops",
    chart: "argo-cd",
    repository: "https://argoproj.github.io/argo-helm",
    version: "9.5.22",
    upgrade_install: true,
    timeout: 600,
    depends_on: ["kubernetes_namespace_v1.argocd"],
  });
});

test("a chart on this machine has the version that its folder says, so that a changed one is seen", () => {
  const { argoCd } = releases({ spec: { ...spec, chart: { path: "/charts/${x}/argo-cd" } } });
  expect(argoCd).toMatchObject({ chart: "/charts/$${x}/argo-cd" });
  expect(argoCd).not.toHaveProperty("repository");
  expect(argoCd).toMatchObject({
    version: '${try(yamldecode(file("/charts/$${x}/argo-cd/Chart.yaml")).version, null)}',
  });
});

test("values reach the chart as they are, whatever looks like a template in them", () => {
  const values = { configs: { cm: { url: "https://argocd.example.com", note: "a" } } };
  expect(valuesOf(releases({ spec: { ...spec, values } }).argoCd)).toEqual(values);
  const tricky = { template: "${cluster} %{if}" };
  expect((releases({ spec: { ...spec, values: tricky } }).argoCd?.values as string[])[0]).toContain(
    '"$${cluster} %%{if}"',
  );
});

test("Helm waits for pods where there are nodes", () => {
  expect(releases().argoCd?.wait).toBe(true);
  expect(releases({ capabilities: { nodes: false } }).argoCd?.wait).toBe(false);
});

test("removing the root Application removes what it delivered only where Argo CD is sure to be running", () => {
  const withNodes = releases().gitopsRoot;
  expect(withNodes?.wait).toBe(true);
  expect(valuesOf(withNodes).cascade).toBe(true);
  const withoutNodes = releases({ capabilities: { nodes: false } }).gitopsRoot;
  expect(withoutNodes?.wait).toBe(false);
  expect(valuesOf(withoutNodes).cascade).toBe(false);
});

test("deletion protection covers Argo CD and its namespace", () => {
  const { argoCd, namespace } = releases({ deletionProtection: true });
  expect(argoCd?.lifecycle).toEqual({ prevent_destroy: true });
  expect(namespace?.lifecycle).toEqual({ prevent_destroy: true });
});

test("the root Application syncs the GitOps repository in the project that allows that repository alone", () => {
  const values = valuesOf(releases().gitopsRoot);
  expect(values.rootApplication).toEqual({
    project: "platform",
    server: "https://kubernetes.default.svc",
    ...gitops,
  });
  expect(values.projects).toMatchObject([
    { name: "platform", spec: { sourceRepos: ["https://git.example.com/fleet.git"] } },
  ]);
});

test("projects and ApplicationSets of the environment file are passed on; one named platform replaces ours", () => {
  const object = (name: string) => ({ name, labels: {}, annotations: {}, spec: { description: "{{ .name }}" } });
  const first = valuesOf(
    releases({ spec: { ...spec, projects: [object("team")], applicationSets: [object("set")] } }).gitopsRoot,
  );
  expect((first.projects as { name: string }[]).map(({ name }) => name)).toEqual(["platform", "team"]);
  expect(first.applicationSets).toEqual([object("set")]);
  expect(valuesOf(releases({ spec: { ...spec, projects: [object("platform")] } }).gitopsRoot).projects).toEqual([
    object("platform"),
  ]);
});

test("the chart is referenced inside the output, by its content", () => {
  expect(releases().gitopsRoot?.chart).toMatch(/^\.\/assets\/GitOpsRoot_Chart_[0-9A-F]{8}\/[0-9A-F]{32}$/);
});

test("a hub without nodes looks at Git every 30 seconds, unless the file says otherwise", () => {
  const { argoCd } = releases({ capabilities: { nodes: false } });
  const [quick, own] = argoCd?.values as string[];
  expect(JSON.parse(quick ?? "")).toEqual({
    configs: { cm: { "timeout.reconciliation": "30s", "timeout.reconciliation.jitter": "0s" } },
  });
  expect(JSON.parse(own ?? "")).toEqual(spec.values);
});
