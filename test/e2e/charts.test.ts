import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { cacheDirectory } from "../../local/cache.js";
import { openToolchain } from "../../local/toolchain.js";
import { packageRoot } from "../../stacks/package-root.js";
import { temporaryFolder } from "../stacks/support.js";

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly finalizers?: string[] };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
}

let helm: string;

beforeAll(async () => {
  helm = process.env["HUBSPOKE_HELM"] ?? (await builtHelm());
});

async function builtHelm(): Promise<string> {
  const toolchain = await openToolchain({
    cacheDirectory: await cacheDirectory(process.env),
    goDirectory: join(packageRoot(), "local", "toolchain"),
    environment: process.env,
    programs: ["helm"],
  });
  return toolchain.program("helm");
}

function render(chart: string, values: unknown): KubernetesObject[] {
  const file = join(temporaryFolder(), "values.json");
  writeFileSync(file, JSON.stringify(values));
  const options = ["--namespace", "platform-system", "--values", file];
  const text = execFileSync(helm, ["template", "release", join(packageRoot(), chart), ...options], { stdio: "pipe" });
  const objects = parseAllDocuments(text.toString()).map((document) => document.toJS() as KubernetesObject | null);
  return objects.filter((object) => object !== null);
}

function named(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject | undefined {
  return objects.find((object) => object.kind === kind && object.metadata.name === name);
}

const rootApplication = {
  project: "platform",
  server: "https://kubernetes.default.svc",
  repoURL: "file:///a%20b/gitops.git",
  revision: "main",
  path: "environments/local",
};
const applicationSet = {
  name: "fleet",
  labels: { team: "platform" },
  annotations: {},
  spec: { goTemplate: true, template: { metadata: { name: '{{ index .metadata.labels "x" }}' } } },
};
const project = { name: "platform", labels: {}, annotations: {}, spec: { sourceRepos: [rootApplication.repoURL] } };
const values = { argocdNamespace: "gitops", projects: [project], applicationSets: [applicationSet], rootApplication };

test("gitops-root: projects, ApplicationSets and the root Application in Argo CD's namespace", () => {
  const objects = render("charts/gitops-root", values);
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
    "AppProject gitops/platform",
    "Application gitops/root",
    "ApplicationSet gitops/fleet",
  ]);
  expect(named(objects, "Application", "root")?.spec).toMatchObject({
    project: "platform",
    source: { repoURL: rootApplication.repoURL, targetRevision: "main", path: "environments/local" },
    destination: { server: "https://kubernetes.default.svc", namespace: "gitops" },
    syncPolicy: { automated: { prune: true, selfHeal: true } },
  });
});

test("gitops-root: what is in braces is left for Argo CD", () => {
  const objects = render("charts/gitops-root", values);
  expect(named(objects, "ApplicationSet", "fleet")?.spec).toEqual(applicationSet.spec);
});

test("gitops-root: finalizers on the root Application and its project, or on none", () => {
  const finalizers = (cascade: boolean) =>
    render("charts/gitops-root", { ...values, cascade }).flatMap(({ kind, metadata }) =>
      metadata.finalizers ? [[kind, ...metadata.finalizers]] : [],
    );
  const ours = "resources-finalizer.argocd.argoproj.io";
  expect(finalizers(true).sort()).toEqual([
    ["AppProject", ours],
    ["Application", ours],
  ]);
  expect(finalizers(false)).toEqual([]);
});

test("gitops-root: a root Application without a repository is refused", () => {
  const incomplete = { ...values, rootApplication: { ...rootApplication, repoURL: "" } };
  expect(() => render("charts/gitops-root", incomplete)).toThrowError("rootApplication.repoURL is required");
});

test("platform-baseline: cluster-info holds the labels of the spoke", () => {
  const labels = JSON.stringify({ tier: "gold", "hubspoke/role": "spoke" });
  const objects = render("gitops/platform-baseline", { cluster: { name: "payments", environment: "local", labels } });
  expect(named(objects, "ConfigMap", "cluster-info")?.data).toEqual({
    name: "payments",
    environment: "local",
    "label.tier": "gold",
    "label.hubspoke.role": "spoke",
  });
});

test("platform-baseline: every namespace has limits, policies and rights; its own quota goes over the default", () => {
  const namespaces = [
    { name: "one", group: "devs" },
    { name: "two", group: "devs", quota: { pods: "7" } },
  ];
  const objects = render("gitops/platform-baseline", { namespaces });
  const inNamespace = (name: string) =>
    objects
      .filter(({ metadata }) => metadata.namespace === name)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const expected = [
    "LimitRange baseline",
    "NetworkPolicy allow-dns",
    "NetworkPolicy default-deny",
    "ResourceQuota baseline",
    "RoleBinding devs-edit",
  ];
  expect(inNamespace("one").sort()).toEqual(expected);
  expect(inNamespace("two").sort()).toEqual(expected);
  const quota = objects.find(({ kind, metadata }) => kind === "ResourceQuota" && metadata.namespace === "two");
  expect(quota?.spec).toEqual({ hard: { pods: "7", "requests.cpu": "8", "requests.memory": "16Gi" } });
});
