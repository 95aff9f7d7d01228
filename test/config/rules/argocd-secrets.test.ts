import { expect, test } from "vitest";
import { valueAt } from "../../../config/path.js";
import { hubWith } from "../argocd/support.js";
import { saidOfRest } from "../said.js";

/** A map with one value in it. */
function nested(path: readonly string[], value: unknown): Record<string, unknown> {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
}

function refusal(path: string, fix: string, what = "a secret"): string {
  return `dev.yaml:7  hub.argocd.values.${path}
  ${what} in the values of the chart, expected none: they end up in Terraform's state
  fix: remove it, take it as leaked if the file was ever committed; ${fix}`;
}

const webhook = "put it in the Secret argocd-secret on the cluster, as webhook.<provider>.secret";
const repository = "create the repository's Secret on the cluster, with the label argocd.argoproj.io/secret-type";
const spoke = "make it a spoke: its registration makes the cluster Secret";
const tls = "create the TLS Secret on the cluster, or have cert-manager make it";

test.each([
  ["configs.secret.githubSecret", webhook],
  ["configs.secret.gitlabSecret", webhook],
  ["configs.secret.bitbucketServerSecret", webhook],
  ["configs.secret.bitbucketUUID", webhook],
  ["configs.secret.gogsSecret", webhook],
  ["configs.secret.azureDevops.password", webhook],
  [
    "configs.secret.extra.LDAP",
    "put it in a Secret of its own on the cluster, and write $<Secret>:<key> where it is used",
  ],
  ["configs.repositories.acme.password", repository],
  ["configs.repositories.acme.sshPrivateKey", repository],
  ["configs.repositories.acme.tlsClientCertKey", repository],
  ["configs.credentialTemplates.acme.githubAppPrivateKey", repository],
  ["configs.credentialTemplates.acme.bearerToken", repository],
  ["configs.clusterCredentials.spoke.config.bearerToken", spoke],
  ["configs.clusterCredentials.spoke.config.password", spoke],
  ["configs.clusterCredentials.spoke.config.tlsClientConfig.keyData", spoke],
  [
    "notifications.secret.items.slack-token",
    "set notifications.secret.create: false, and create argocd-notifications-secret on the cluster",
  ],
  ["externalRedis.password", "name the Secret that has it: externalRedis.existingSecret"],
  ["redis-ha.redisPassword", "name the Secret that has it: redis-ha.existingSecret"],
  ["server.certificateSecret.key", tls],
  ["repoServer.certificateSecret.key", tls],
  ["dex.certificateSecret.key", tls],
])("a secret at %s of the values is refused and not echoed", (path, fix) => {
  const steps = path.split(".");
  expect(saidOfRest(hubWith({ values: nested(steps, "canary-5") }))).toBe(refusal(path, fix));
  expect(saidOfRest(hubWith({ values: nested(steps, "") }))).toBe("");
  expect(valueAt(nested(steps, "canary-5"), steps)).toBe("canary-5");
});

test("the hash of an admin password is refused and not echoed", () => {
  const values = { configs: { secret: { argocdServerAdminPassword: "$2a$10$canary" } } };
  expect(saidOfRest(hubWith({ values }))).toBe(
    refusal(
      "configs.secret.argocdServerAdminPassword",
      "Argo CD makes a password of its own, in the Secret argocd-initial-admin-secret: change it after the first login",
      "the hash of the admin password",
    ),
  );
});

test.each([
  ["oidc.config", "name: Okta\nclientSecret: canary\n", false],
  ["dex.config", "connectors:\n  - type: ldap\n    config:\n      bindPW: 'canary'\n", false],
  ["oidc.config", "name: Okta\nclientSecret: $oidc:clientSecret\n", true],
  ["dex.config", 'connectors:\n  - config:\n      clientSecret: "$dex:secret"\n', true],
  ["url", "clientSecret: not where a login is configured", true],
])("the secret of a login in %s is a reference: %j", (key, text, taken) => {
  const said = saidOfRest(hubWith({ values: { configs: { cm: { [key]: text } } } }));
  const fix = "put it in a Secret on the cluster, and write $<Secret>:<key> in its place";
  expect(said).toBe(taken ? "" : refusal(key === "url" ? "configs.cm.url" : `configs.cm["${key}"]`, fix));
});

test("what is no secret may stand where others have one", () => {
  const values = {
    configs: { secret: { createSecret: false, labels: { a: "b" } }, repositories: { a: { url: "b" } } },
  };
  expect(saidOfRest(hubWith({ values }))).toBe("");
});

test("a secret of a connector is refused and not echoed", () => {
  const connector = (config: Record<string, unknown>) =>
    hubWith({
      domain: "argocd.example.com",
      sso: { provider: "dex", connectors: [{ type: "ldap", id: "ldap", name: "LDAP", config }] },
    });
  const refused = (path: string): string => `dev.yaml:7  hub.argocd.sso.connectors[0].config.${path}
  a secret in the settings of a connector, expected a reference such as $dex-github:clientSecret
  fix: put it in a Secret on the cluster, and take it as leaked if the file was ever committed`;
  expect(saidOfRest(connector({ bindPW: "canary", userSearch: { password: "canary" } }))).toBe(
    `${refused("bindPW")}\n${refused("userSearch.password")}`,
  );
  expect(saidOfRest(connector({ bindPW: "$dex-ldap:bindPW", clientID: "argocd" }))).toBe("");
});
