import { describe, expect, test } from "vitest";
import { argocdSchema, resolveArgoCd, type ArgoCdSpec } from "../../../config/argocd/index.js";
import { said, saidOfRest } from "../said.js";
import { hubWith } from "./support.js";

const place = { projectDirectory: "/project", environment: "dev", nodes: true };

function resolved(argocd: Record<string, unknown>): ArgoCdSpec {
  return resolveArgoCd(argocdSchema.parse(argocd), place);
}

test("a hub without settings has the tested chart, and its admin", () => {
  expect(resolved({})).toEqual({
    existing: false,
    chart: { repository: "https://argoproj.github.io/argo-helm", version: "9.5.22" },
    namespace: "argocd",
    highAvailability: false,
    size: "auto",
    admin: { enabled: true },
    identity: "pod-identity",
    repositories: [],
    values: {},
    projects: [],
    applicationSets: [],
    selfManage: false,
  });
  expect(said(hubWith({}))).toBe("");
});

const full = {
  chart: { version: "10.9.5", repository: "oci://ghcr.io/argoproj/argo-helm" },
  namespace: "gitops",
  highAvailability: true,
  size: "L",
  domain: "argocd.example.com",
  ingress: {
    className: "nginx",
    annotations: { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS" },
    tls: { issuer: "letsencrypt" },
    grpc: true,
  },
  sso: {
    provider: "entra",
    issuer: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
    clientId: "argocd",
    clientSecret: { name: "argocd-oidc", key: "clientSecret" },
    scopes: ["openid", "email"],
    groupsClaim: "roles",
  },
  rbac: { policy: ["p, role:dev, applications, sync, a/*, allow", "g, dev, role:dev"], default: "role:readonly" },
  repositories: [
    { name: "gitops", url: "https://github.com/acme/gitops.git", credentials: { secretName: "github" } },
    {
      name: "acme",
      url: "https://github.com/acme",
      prefix: true,
      githubApp: { appId: 1, installationId: 2, enterpriseUrl: "https://github.example.com/api/v3" },
      credentials: { externalSecret: { store: "vault", key: "argocd/github" } },
    },
    { name: "charts", url: "oci://ghcr.io/acme/charts", type: "helm", project: "team-a" },
    { name: "ssh", url: "git@github.com:acme/gitops.git", credentials: { secretName: "deploy-key" } },
  ],
  values: { controller: { replicas: 3 } },
  projects: [{ name: "team-a", spec: {} }],
  applicationSets: [{ name: "podinfo", spec: { template: { spec: { project: "team-a" } } } }],
  selfManage: true,
};

test("a full Argo CD is taken as written", () => {
  expect(saidOfRest(hubWith(full))).toBe("");
  expect(resolved(full)).toEqual({
    existing: false,
    ...full,
    identity: "pod-identity",
    ingress: { ...full.ingress, tls: { issuer: "letsencrypt", issuerKind: "ClusterIssuer" } },
    sso: { ...full.sso, name: "Microsoft Entra ID" },
    rbac: { policy: "p, role:dev, applications, sync, a/*, allow\ng, dev, role:dev", default: "role:readonly" },
    admin: { enabled: false },
    repositories: [
      { type: "git", prefix: false, ...full.repositories[0] },
      {
        type: "git",
        ...full.repositories[1],
        credentials: { externalSecret: { store: "vault", storeKind: "ClusterSecretStore", key: "argocd/github" } },
      },
      { prefix: false, ...full.repositories[2] },
      { type: "git", prefix: false, ...full.repositories[3] },
    ],
    projects: [{ labels: {}, annotations: {}, ...full.projects[0] }],
    applicationSets: [{ labels: {}, annotations: {}, ...full.applicationSets[0] }],
  });
});

test("the admin goes once people log in by SSO, unless the file says otherwise", () => {
  const sso = { provider: "google", clientId: "argocd" };
  expect(resolved({ sso }).admin).toEqual({ enabled: false });
  expect(resolved({ sso, admin: { enabled: true } }).admin).toEqual({ enabled: true });
  expect(resolved({ admin: { enabled: false } }).admin).toEqual({ enabled: false });
});

test("an ingress that is switched off is none", () => {
  expect(resolved({ ingress: { enabled: false, className: "nginx" } })).not.toHaveProperty("ingress");
  expect(resolved({ ingress: {} }).ingress).toEqual({ annotations: {}, grpc: false });
});

test("Google needs no issuer, and Dex has its connectors", () => {
  expect(resolved({ sso: { provider: "google", clientId: "argocd" } }).sso).toEqual({
    provider: "google",
    name: "Google",
    issuer: "https://accounts.google.com",
    clientId: "argocd",
    scopes: ["openid", "profile", "email"],
    groupsClaim: "groups",
  });
  const connectors = [{ type: "ldap", id: "ldap", name: "LDAP", config: { bindPW: "$dex-ldap:bindPW" } }];
  expect(resolved({ sso: { provider: "dex", connectors } }).sso).toEqual({
    provider: "dex",
    connectors,
    groupsClaim: "groups",
  });
});

test("what the parts of defaults.argocd say is enough where an entry says the rest", () => {
  const defaults = "defaults: { argocd: { namespace: gitops, values: { a: 1 } } }\n";
  expect(said(hubWith({ chart: { version: "9.5.22" } }, defaults))).toBe("");
});

describe("is refused", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "a range of charts",
      { chart: { version: "9.x" } },
      `chart.version
  invalid version "9.x", expected an exact version such as 9.5.22`,
    ],
    [
      "a version with a v",
      { chart: { version: "v9.5.22" } },
      `chart.version
  invalid version "v9.5.22", expected an exact version such as 9.5.22
  fix: write 9.5.22`,
    ],
    [
      "an unknown size",
      { size: "XXL" },
      `size
  unknown size "XXL", expected one of: S, M, L, XL, auto
  fix: did you mean "XL"?`,
    ],
    [
      "a domain that is a URL",
      { domain: "https://argocd.example.com/" },
      `domain
  invalid domain "https://argocd.example.com/", expected a host name such as argocd.example.com, without scheme, port and path
  fix: write argocd.example.com`,
    ],
    [
      "a domain without a dot",
      { domain: "argocd" },
      `domain
  invalid domain "argocd", expected a host name such as argocd.example.com, without scheme, port and path`,
    ],
    [
      "a certificate from two places",
      { domain: "argocd.example.com", ingress: { tls: { issuer: "letsencrypt", secretName: "argocd-tls" } } },
      `ingress.tls.secretName
  secretName beside issuer, expected one of them`,
    ],
    [
      "a certificate from nowhere",
      { domain: "argocd.example.com", ingress: { tls: {} } },
      `ingress.tls
  names no certificate, expected issuer or secretName`,
    ],
    [
      "a kind of no issuer",
      { domain: "argocd.example.com", ingress: { tls: { secretName: "a", issuerKind: "Issuer" } } },
      `ingress.tls.issuerKind
  issuerKind without issuer, expected both`,
    ],
    [
      "an unknown SSO provider",
      { sso: { provider: "entraa", issuer: "https://x.example.com" } },
      `sso.provider
  unknown SSO provider "entraa", expected one of: oidc, entra, okta, keycloak, google, dex
  fix: did you mean "entra"?`,
    ],
    [
      "SSO of nobody",
      { sso: { clientId: "argocd" } },
      `sso
  missing field "provider", expected one of: oidc, entra, okta, keycloak, google, dex`,
    ],
    [
      "an issuer by http",
      { sso: { provider: "oidc", issuer: "http://x.example.com", clientId: "argocd" } },
      `sso.issuer
  invalid issuer "http://x.example.com", expected a URL with https, for example https://login.example.com`,
    ],
    [
      "a client secret in the file",
      { sso: { provider: "google", clientId: "argocd", clientSecret: "canary-1" } },
      `sso.clientSecret
  invalid clientSecret (hidden), expected a map with name and key of a Kubernetes Secret, or with externalSecret: the value itself never belongs in the file`,
    ],
    [
      "a connector that Dex does not have",
      { sso: { provider: "dex", connectors: [{ type: "githb", id: "github", name: "GitHub" }] } },
      `sso.connectors[0].type
  unknown type "githb", expected one of: atlassian-crowd, authproxy, bitbucket-cloud, gitea, github, gitlab, google, keystone, ldap, linkedin, microsoft, oauth, oidc, openshift, saml
  fix: did you mean "github"?`,
    ],
    [
      "a policy that is neither lines nor text",
      { rbac: { policy: 1 } },
      `rbac.policy
  invalid policy "1" (a number), expected a list of lines, or text`,
    ],
  ])("%s", (_, argocd, message) => {
    expect(saidOfRest(hubWith(argocd))).toBe(`dev.yaml:7  hub.argocd.${message}`);
  });
});
