import { expect, test } from "vitest";
import { said, saidOfRest } from "../said.js";
import { hubWith } from "../argocd/support.js";

test.each<[string, Record<string, unknown>, string]>([
  [
    "highAvailability",
    { highAvailability: true },
    "set values.redis-ha.enabled and the replicas of server, repoServer and applicationSet",
  ],
  ["size", { size: "L" }, "set replicas and resources in values"],
  ["domain", { domain: "argocd.example.com" }, "set values.global.domain"],
  ["rbac", { rbac: {} }, "set values.configs.rbac"],
  [
    "repositories",
    { repositories: [{ name: "a", url: "https://example.com/a" }] },
    "create their Secrets on the cluster, with the label argocd.argoproj.io/secret-type: repository",
  ],
  ["selfManage", { selfManage: true }, "leave the release to Terraform"],
])("%s is not implemented yet, and what does it until then is said", (setting, argocd, meanwhile) => {
  expect(said(hubWith(argocd))).toBe(
    `dev.yaml:7  hub.argocd.${setting}
  "${setting}" is not implemented yet
  fix: until it is, ${meanwhile}`,
  );
});

test("settings that need others are refused beside them", () => {
  const sso = { provider: "google", clientId: "argocd" };
  const ingress = { tls: { secretName: "argocd-tls" } };
  expect(said(hubWith({ domain: "argocd.example.com", ingress, sso, admin: { enabled: false } }))).toBe(
    `dev.yaml:7  hub.argocd.admin
  "admin" is not implemented yet
  fix: until it is, set values.configs.cm."admin.enabled": "false"
dev.yaml:7  hub.argocd.domain
  "domain" is not implemented yet
  fix: until it is, set values.global.domain
dev.yaml:7  hub.argocd.ingress
  "ingress" is not implemented yet
  fix: until it is, set values.server.ingress
dev.yaml:7  hub.argocd.sso
  "sso" is not implemented yet
  fix: until it is, set "oidc.config" or "dex.config" in values.configs.cm`,
  );
});

test("what a setting is without being said is implemented", () => {
  const argocd = {
    highAvailability: false,
    size: "auto",
    ingress: { enabled: false },
    admin: { enabled: true },
    repositories: [],
    selfManage: false,
  };
  expect(said(hubWith(argocd))).toBe("");
});

test("names are unique among objects of a kind", () => {
  const twice = [
    { name: "a", url: "https://example.com/a" },
    { name: "a", url: "https://example.com/b" },
  ];
  const projects = [
    { name: "a", spec: {} },
    { name: "a", spec: {} },
  ];
  expect(saidOfRest(hubWith({ repositories: twice, projects, applicationSets: [{ name: "a", spec: {} }] }))).toBe(
    `dev.yaml:7  hub.argocd.projects[1].name
  duplicate name "a" among projects
dev.yaml:7  hub.argocd.repositories[1].name
  duplicate name "a" among repositories`,
  );
});

test("the project that Argo CD makes itself is left to it", () => {
  expect(said(hubWith({ projects: [{ name: "default", spec: {} }] }))).toBe(
    `dev.yaml:7  hub.argocd.projects[0].name
  project "default" is made by Argo CD itself, expected another name
  fix: name it after the team that uses it`,
  );
});

test("an ApplicationSet of a project that the file does not have is a warning", () => {
  const set = (project: unknown) => ({ name: "a", spec: { template: { spec: { project } } } });
  const argocd = (project: unknown) =>
    hubWith({ projects: [{ name: "team", spec: {} }], applicationSets: [set(project)] });
  expect(said(argocd("tema"))).toBe(
    `dev.yaml:7  hub.argocd.applicationSets[0].spec.template.spec.project
  warning: project "tema" is not one of the file: default, platform, team
  fix: add it to projects, or see to it that Git delivers it first`,
  );
  for (const project of ["team", "platform", "default", "{{ .values.project }}", undefined, 1]) {
    expect(said(argocd(project))).toBe("");
  }
});

test("people need an address to come to", () => {
  const sso = { provider: "google", clientId: "argocd" };
  expect(saidOfRest(hubWith({ sso, ingress: { tls: { secretName: "argocd-tls" } } }))).toBe(
    `dev.yaml:7  hub.argocd.ingress
  an ingress without a domain, expected argocd.domain
  fix: write domain: argocd.example.com
dev.yaml:7  hub.argocd.sso
  sso without a domain to come back to, expected argocd.domain
  fix: write domain: argocd.example.com`,
  );
});

test("an ingress without a certificate is a warning", () => {
  expect(saidOfRest(hubWith({ domain: "argocd.example.com", ingress: {} }))).toBe(
    `dev.yaml:7  hub.argocd.ingress
  warning: an ingress without tls: passwords and tokens go over the network as they are
  fix: write tls: { issuer: ... } or tls: { secretName: ... }`,
  );
  expect(saidOfRest(hubWith({ ingress: { enabled: false } }))).toBe("");
});

test("an Argo CD that nobody can log in to is a warning", () => {
  const admin = { enabled: false };
  expect(saidOfRest(hubWith({ admin }))).toBe(
    `dev.yaml:7  hub.argocd.admin.enabled
  warning: nobody can log in: the user admin is off, and there is no sso
  fix: add sso, or remove enabled: false`,
  );
  for (const key of ["accounts.ci", "oidc.config", "dex.config"]) {
    expect(saidOfRest(hubWith({ admin, values: { configs: { cm: { [key]: "login" } } } }))).toBe("");
  }
});

test("a chart by plain http is a warning", () => {
  expect(said(hubWith({ chart: { version: "9.5.22", repository: "http://charts.example.com" } }))).toBe(
    `dev.yaml:7  hub.argocd.chart.repository
  warning: a chart by http:, which anybody on the way can answer, expected https or oci
  fix: write https:// or oci://`,
  );
});
