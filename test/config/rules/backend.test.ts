import { expect, test } from "vitest";
import { said, saidOfRest } from "../said.js";
import { localEnvironment } from "../support.js";

const name = "payments-and-everything-that-belongs-to-it";

function fleet(backend: string, spoke = name): string {
  return localEnvironment(`backend: ${backend}\nspokes:\n  - { name: ${spoke}, cluster: { provider: local } }\n`);
}

test.each([
  ["{ kubernetes: { namespace: a, configPath: k } }", 65, 63, "the label of its Secret"],
  ["{ pg: {} }", 65, 63, "the name of its schema"],
  [`{ remote: { organization: a, workspacePrefix: ${"p".repeat(30)} } }`, 95, 90, "the name of its workspace"],
  [`{ cloud: { organization: a, workspacePrefix: ${"p".repeat(30)} } }`, 95, 90, "the name of its workspace"],
])("a state in %s has a name that fits", (backend, length, most, what) => {
  expect(said(fleet(backend))).toBe(
    `dev.yaml:8  spokes[0].name
  the state of stack "dev-spoke-${name}-registration" has a name of ${length} characters, expected at most ${most}, which ${what} takes
  fix: shorten the name of the cluster or of the environment`,
  );
  expect(said(fleet(backend, name.slice(length - most)))).toBe("");
});

test("buckets take every name", () => {
  expect(said(fleet("{ s3: { bucket: acme, region: eu-west-1 } }"))).toBe("");
});

test("standalone clusters are counted by their own stacks", () => {
  const text = (cluster: string): string => `apiVersion: hubspoke/v1
name: dev
model: standalone
backend: { kubernetes: { namespace: a, configPath: k } }
clusters:
  - { name: ${cluster}, cluster: { provider: local } }
`;
  expect(saidOfRest(text("a".repeat(51)))).toBe("");
  expect(saidOfRest(text("a".repeat(52)))).toBe(
    `dev.yaml:6  clusters[0].name
  the state of stack "dev-${"a".repeat(52)}-cluster" has a name of 64 characters, expected at most 63, which the label of its Secret takes
  fix: shorten the name of the cluster or of the environment`,
  );
});

test("states without encryption are a warning", () => {
  expect(said(localEnvironment("backend: { s3: { bucket: acme, region: a, encrypt: false } }\n"))).toBe(
    `dev.yaml:6  backend.s3.encrypt
  warning: states are stored as they are, expected encrypt: true
  fix: remove encrypt: false`,
  );
});

test.each([
  ["s3.endpoint", "{ s3: { bucket: acme, region: a, endpoint: http://minio.example.com } }"],
  ["http.address", "{ http: { address: http://a.example.com, lockAddress: https://a.example.com } }"],
  ["http.lockAddress", "{ http: { address: https://a.example.com, lockAddress: http://a.example.com } }"],
])("a plain address at %s is a warning", (path, backend) => {
  expect(said(localEnvironment(`backend: ${backend}\n`))).toBe(
    `dev.yaml:6  backend.${path}
  warning: states and credentials go over the network as they are, expected an https address
  fix: give the server a certificate, and write https`,
  );
});

test.each(["http://127.0.0.1:8080/state", "http://localhost:8080", "http://[::1]:8080"])(
  "an address of this machine, %s, crosses no network",
  (address) => {
    expect(said(localEnvironment(`backend: { http: { address: "${address}", lockAddress: "${address}" } }\n`))).toBe(
      "",
    );
  },
);

test("states without a lock are a warning", () => {
  expect(said(localEnvironment("backend: { http: { address: https://a.example.com } }\n"))).toBe(
    `dev.yaml:6  backend.http
  warning: states are not locked: of two deploys at once, one loses what it made
  fix: write lockAddress, where the server has one`,
  );
});

const elsewhere =
  "\n  fix: keep it in s3, gcs, azurerm, http, kubernetes, pg, remote or cloud: hubspoke explain backend";

test("state on one machine is a warning where the environment is to be kept", () => {
  expect(said(localEnvironment("deletionProtection: true\n"))).toBe(
    `dev.yaml:6  backend.local
  warning: state on one machine, of an environment with deletionProtection${elsewhere}`,
  );
  expect(said(localEnvironment("deletionProtection: true\nbackend: { pg: {} }\n"))).toBe("");
  expect(said(localEnvironment())).toBe("");
});

test("state on one machine is a warning where a cluster is in AWS", () => {
  const text = `apiVersion: hubspoke/v1
name: dev
gitops: { repoURL: https://github.com/acme/gitops.git }
backend: { local: { path: state } }
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", version: "1.35", network: { create: { cidr: 10.0.0.0/16 } } }
`;
  expect(said(text)).toContain(
    `dev.yaml:7  backend.local
  warning: state on one machine, of cluster "hub" that is not on it${elsewhere}`,
  );
});

test("a kubeconfig of somebody else's home folder is not one", () => {
  expect(said(localEnvironment("backend: { kubernetes: { namespace: a, configPath: ~bob/config } }\n"))).toBe(
    `dev.yaml:6  backend.kubernetes.configPath
  path "~bob/config" starts with ~, expected ~/ or another path
  fix: write an absolute path`,
  );
});
