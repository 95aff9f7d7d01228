import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pastedSecrets } from "../../../config/rules/secrets.js";
import { hideSecrets, secretKindOf } from "../../../config/messages/secrets.js";
import { looksSecret } from "../../../config/messages/values.js";
import { parse, refusal } from "../support.js";

const body = "canary".repeat(20);

const pem = `-----BEGIN EC PRIVATE KEY-----\n${body}\n-----END EC PRIVATE KEY-----\n`;

const certificate = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

/** Put together here, so that no scanner takes this file for a leak. */
const secrets: readonly (readonly [what: string, text: string])[] = [
  ["a private key", pem],
  ["a private key", `-----BEGIN PRIVATE KEY-----\\n${body}\\n`],
  ["a private key", `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${body}`],
  ["a private key", Buffer.from(pem).toString("base64")],
  ["a private key", Buffer.from(certificate + pem).toString("base64")],
  ["an age key", `AGE-SECRET-KEY-1${body.toUpperCase().slice(0, 58)}`],
  ["an AWS access key", `AKIA${body.toUpperCase().slice(0, 16)}`],
  ["an AWS access key", `export AWS_ACCESS_KEY_ID=ASIA${body.toUpperCase().slice(0, 16)}`],
  ["a GitHub token", `ghp_${body.slice(0, 36)}`],
  ["a GitHub token", `github_pat_${body.slice(0, 82)}`],
  ["a GitLab token", `glpat-${body.slice(0, 20)}`],
  ["a Bitbucket token", `ATBB${body.slice(0, 32)}`],
  ["a Slack token", `xoxb-${body.slice(0, 24)}`],
  ["a Slack webhook", `https://hooks.slack.com/services/T0000000/B0000000/${body.slice(0, 24)}`],
  ["an npm token", `npm_${body.slice(0, 36)}`],
  ["a PyPI token", `pypi-AgE${body.slice(0, 60)}`],
  ["a Docker Hub token", `dckr_pat_${body.slice(0, 27)}`],
  ["a Google API key", `AIza${body.slice(0, 35)}`],
  ["a Google access token", `ya29.${body.slice(0, 60)}`],
  ["an Azure storage key", `AccountName=a;AccountKey=${body.slice(0, 86)}==`],
  ["an Azure client secret", `abc8Q~${body.slice(0, 34)}`],
  ["an Azure shared access signature", `https://a.blob.core.windows.net/b?sv=1&sig=${body.slice(0, 43)}`],
  ["a Vault token", `hvs.${body.slice(0, 24)}`],
  ["an HCP Terraform token", `${body.slice(0, 14)}.atlasv1.${body.slice(0, 67)}`],
  ["a token of an EKS cluster", `k8s-aws-v1.${body.slice(0, 40)}`],
  ["a JSON Web Token", `eyJ${body.slice(0, 20)}.eyJ${body.slice(0, 40)}.${body.slice(0, 43)}`],
  ["a password hash", `$2a$10$${body.slice(0, 53)}`],
  ["a password hash", `$argon2id$v=19$m=65536,t=2,p=1$${body.slice(0, 22)}$${body.slice(0, 43)}`],
  ["a kubeconfig with credentials", `users:\n- name: a\n  user:\n    token: ${body}`],
  ["a kubeconfig with credentials", `users: [{ user: { "client-key-data": "${body}" } }]`],
];

test.each(secrets)("refuses %s, as a value and as a key, and shows nothing of it", (what, text) => {
  const findings = pastedSecrets({ spokes: [{ labels: { [text]: 1 } }, { a: ["b", text] }] });
  expect(findings).toHaveLength(2);
  expect(findings[0]).toMatchObject({
    path: ["spokes", 0, "labels"],
    at: ["spokes", 0, "labels", text],
    message: `a key looks like ${what}, expected no secret in the file`,
  });
  expect(findings[1]).toMatchObject({
    path: ["spokes", 1, "a", 1],
    message: `looks like ${what}, expected no secret in the file`,
  });
  for (const { message, fix } of findings) expect(`${message} ${fix}`).not.toContain("canary");
});

test.each(secrets)("hides %s where a value is echoed", (_, text) => {
  expect(looksSecret(text)).toBe(true);
});

test("tells each kind where it belongs", () => {
  const keepOut = "remove it, and take it as leaked if the file was ever committed";
  expect(pastedSecrets([pem, `ghp_${body}`, `AKIA${"A".repeat(16)}`, { user: { password: "x" } }])).toEqual([
    {
      path: [0],
      message: "looks like a private key, expected no secret in the file",
      fix: `${keepOut}; it belongs in a Secret of the cluster`,
    },
    {
      path: [1],
      message: "looks like a GitHub token, expected no secret in the file",
      fix: `${keepOut}; it belongs in a repository Secret of Argo CD`,
    },
    {
      path: [2],
      message: "looks like an AWS access key, expected no secret in the file",
      fix: `${keepOut}; it belongs in the process environment or a profile of its tool`,
    },
    {
      path: [3, "user", "password"],
      message: "looks like a kubeconfig with credentials, expected no secret in the file",
      fix: `${keepOut}; registration makes the credentials of a cluster`,
    },
  ]);
});

test("takes an AWS secret key for one beside its key id only", () => {
  const secret = "canary/+".repeat(5);
  const id = `AKIA${"B".repeat(16)}`;
  expect(pastedSecrets({ secret })).toEqual([]);
  expect(pastedSecrets({ id, secret }).map(({ path }) => path)).toEqual([["id"], ["secret"]]);
});

test.each([
  "https://ada:canary@example.com/x.git",
  "see postgres://app:canary@db/app for it",
  "redis://:canary@cache:6379",
  `https://ghp_${"a".repeat(36)}@github.com/acme/gitops.git`,
])("refuses a URL with a password", (url) => {
  expect(pastedSecrets({ url })).toEqual([
    {
      path: ["url"],
      message: "the URL holds credentials, expected one without user and password",
      fix: "remove them here, and take them as leaked if the file was ever committed",
    },
  ]);
});

test("says of a Git URL with a password the same as its field, once", () => {
  const error = refusal(() =>
    parse(
      "apiVersion: hubspoke/v1\nname: dev\nhub: { name: hub, cluster: { provider: local } }\ngitops:\n  repoURL: https://a:canary@b.c/d\n",
    ),
  );
  expect(error.message).toBe(
    "environments/dev.yaml:5  gitops.repoURL\n" +
      "  the URL holds credentials, expected one without user and password\n" +
      "  fix: remove them here, and take them as leaked if the file was ever committed\n" +
      "1 problem in 1 file",
  );
});

const harmless = [
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "ghcr.io/acme/app:v1.2.3@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "registry.example.com:5000/acme/app",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "arn:aws:iam::123456789012:role/AROAEXAMPLEROLENAME12",
  "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "AROAJQABLZS4A3QDU576Q",
  Buffer.from(certificate).toString("base64"),
  certificate,
  "git@github.com:acme/gitops.git",
  "ssh://git@github.com/acme/gitops.git",
  "https://proxy.example.com:3128",
  "https://example.com/path@1.2.3/file?x=a:b@c",
  "https://argocd.example.com/login?return_url=https%3A%2F%2Fa%40b",
  "vpc-0123456789abcdef0",
  "subnet-0123456789abcdef0",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJustAPublicKeyThatAnybodyMayHave ada@example.com",
  "$argocd-secret:oidc.entra.clientSecret",
  "vault:secret/data/argocd#password",
  "{{ .Values.token }}",
  "token",
  "password: {{ secret }}",
  "eyJhbGciOiJub25lIn0",
  "projects/acme/secrets/argocd/versions/latest",
];

test.each(harmless)("takes %.60s", (text) => {
  expect(pastedSecrets({ [text]: text, list: [text] })).toEqual([]);
});

test("takes identifiers, digests and encoded certificates of all kinds", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 96 }).map((array) => Buffer.from(array));
  const text = fc.oneof(
    bytes.map((buffer) => buffer.toString("hex")),
    bytes.map((buffer) => `sha256:${buffer.toString("hex")}`),
    bytes.map((buffer) => buffer.toString("base64")),
    bytes.map((buffer) =>
      Buffer.from(`-----BEGIN CERTIFICATE-----\n${buffer.toString("base64")}\n`).toString("base64"),
    ),
    fc.uuid(),
    fc.domain(),
    fc.webUrl(),
    fc.emailAddress(),
    fc.ipV6(),
    fc.lorem(),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(pastedSecrets({ value })).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test("looks once at what aliases put in many places", () => {
  let shared: unknown = ["x"];
  for (let depth = 0; depth < 40; depth++) shared = [shared, shared];
  expect(pastedSecrets(shared)).toEqual([]);
});

test.each(["://", "eyJ", "-----BEGIN ", "AKIA", "://a:", "user: {", "client-key-data: ", "a ", "glpat-", "hvs."])(
  "comes to an end for a megabyte of %s",
  (start) => {
    const text = start.repeat(1_000_000 / start.length);
    expect(pastedSecrets({ text }).length).toBeLessThanOrEqual(1);
    expect(hideSecrets(text.slice(0, 10_000)).length).toBeLessThanOrEqual(10_000);
    expect(secretKindOf(`${text} ghp_${"a".repeat(36)}`)).toBeDefined();
  },
);

test("hides secrets that a sentence quotes, and leaves other sentences as they are", () => {
  expect(hideSecrets(`invalid name "ghp_${body}", expected a name`)).toBe('invalid name "(hidden)", expected a name');
  expect(hideSecrets("cannot reach https://a:canary@b")).toBe("cannot reach https://(hidden)@b");
  const sentence = `image app@sha256:${randomBytes(32).toString("hex")} of ${randomUUID()}`;
  expect(hideSecrets(sentence)).toBe(sentence);
});
