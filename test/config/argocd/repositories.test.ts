import { expect, test } from "vitest";
import { saidOfRest } from "../said.js";
import { hubWith } from "./support.js";

test.each<[string, Record<string, unknown>, string]>([
  [
    "a URL with credentials",
    { url: "https://ada:canary@example.com/a" },
    `.url
  the URL holds credentials, expected one without user and password
  fix: remove them here, and take them as leaked if the file was ever committed`,
  ],
  [
    "an OCI URL with credentials",
    { url: "oci://ada:canary@example.com/a", type: "oci" },
    `.url
  the URL holds credentials, expected one without user and password
  fix: remove them here, and take them as leaked if the file was ever committed`,
  ],
  [
    "a password",
    { url: "https://example.com/a", password: "canary" },
    `.password
  "password" is a credential, expected none in the file
  fix: remove it, take it as leaked if the file was ever committed, and put it in a Kubernetes Secret, which credentials names`,
  ],
  [
    "credentials as a value",
    { url: "https://example.com/a", credentials: "canary" },
    `.credentials
  invalid credentials (hidden), expected a map with secretName, or with externalSecret: the values themselves never belong in the file`,
  ],
  [
    "the key of a GitHub App",
    { url: "https://example.com/a", githubApp: { appId: 1, installationId: 2, privateKey: "canary" } },
    `
  githubApp has no credentials, expected its private key's
  fix: name the Secret that has them: credentials: { secretName: ... }
dev.yaml:7  hub.argocd.repositories[0].githubApp.privateKey
  "privateKey" is a credential, expected none in the file
  fix: remove it, take it as leaked if the file was ever committed, and put it in a Secret as githubAppPrivateKey, which credentials names`,
  ],
  [
    "a GitHub App over ssh",
    { url: "git@github.com:a/b", githubApp: { appId: 1, installationId: 2 }, credentials: { secretName: "a" } },
    `.url
  githubApp reads by https, expected a URL with https
  fix: write https://...`,
  ],
  [
    "an OCI URL of Git",
    { url: "oci://ghcr.io/acme/charts" },
    `.type
  type "git" of an oci: URL, expected helm or oci`,
  ],
  [
    "another URL of OCI",
    { url: "https://ghcr.io/acme/charts", type: "oci" },
    `.type
  type "oci" of another URL, expected one that starts with oci://`,
  ],
  [
    "a prefix without credentials",
    { url: "https://github.com/acme", prefix: true },
    `
  prefix shares credentials, and there are none
  fix: name the Secret that has them: credentials: { secretName: ... }`,
  ],
  [
    "no URL at all",
    { url: "github" },
    `.url
  invalid url "github", expected a Git URL, for example https://github.com/acme/gitops.git`,
  ],
])("%s is refused", (_, repository, message) => {
  expect(saidOfRest(hubWith({ repositories: [{ name: "a", ...repository }] }))).toBe(
    `dev.yaml:7  hub.argocd.repositories[0]${message}`,
  );
});
