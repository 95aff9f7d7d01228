import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { backendNames, backends, stateOf, type BackendName, type BackendSpec } from "../../../config/backend/index.js";
import { said } from "../said.js";
import { localEnvironment, parse } from "../support.js";

/** The backend of an environment, on line 6 of its file. */
function withBackend(backend: Record<string, unknown>): string {
  return localEnvironment(`backend: ${JSON.stringify(backend)}\n`);
}

const guid = "00000000-0000-0000-0000-000000000000";

/** The least and the most that each says, and what they come to. */
const written: Record<BackendName, readonly (readonly [Record<string, unknown>, BackendSpec])[]> = {
  local: [
    [{}, { type: "local", path: "/project/.hubspoke/state" }],
    [{ path: "~/state" }, { type: "local", path: "/home/ada/state" }],
  ],
  s3: [
    [
      { bucket: "acme", region: "eu-west-1" },
      { type: "s3", bucket: "acme", region: "eu-west-1", encrypt: true },
    ],
    same("s3", {
      bucket: "acme.state",
      region: "eu-west-1",
      prefix: "hubspoke/prod",
      encrypt: true,
      kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      roleArn: "arn:aws:iam::111122223333:role/terraform",
      endpoint: "https://minio.example.com:9000",
    }),
  ],
  gcs: [
    same("gcs", { bucket: "acme" }),
    same("gcs", {
      bucket: "acme",
      prefix: "a",
      kmsEncryptionKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
      impersonateServiceAccount: "terraform@acme.iam.gserviceaccount.com",
    }),
  ],
  azurerm: [
    same("azurerm", { storageAccountName: "acme", containerName: "state" }),
    same("azurerm", {
      storageAccountName: "acme",
      containerName: "tf-state",
      prefix: "a",
      resourceGroupName: "platform",
      subscriptionId: guid,
      tenantId: guid,
      clientId: guid,
      environment: "usgovernment",
      useAzureadAuth: true,
      useOidc: true,
      useMsi: false,
      useCli: false,
    }),
  ],
  http: [
    [
      { address: "https://state.example.com", lockAddress: "https://state.example.com/locks" },
      {
        type: "http",
        address: "https://state.example.com",
        lockAddress: "https://state.example.com/locks",
        updateMethod: "POST",
        lockMethod: "LOCK",
        unlockMethod: "UNLOCK",
      },
    ],
    same("http", {
      address: "https://gitlab.example.com/state/{stack}",
      updateMethod: "PUT",
      lockAddress: "https://gitlab.example.com/state/{stack}/lock",
      unlockAddress: "https://gitlab.example.com/state/{stack}/unlock",
      lockMethod: "POST",
      unlockMethod: "DELETE",
    }),
  ],
  kubernetes: [
    same("kubernetes", { namespace: "terraform", inClusterConfig: true }),
    [
      { namespace: "terraform", configPath: "kubeconfig", configContext: "hub", labels: { team: "platform" } },
      {
        type: "kubernetes",
        namespace: "terraform",
        configPath: "/project/kubeconfig",
        configContext: "hub",
        labels: { team: "platform" },
      },
    ],
  ],
  pg: [[{}, { type: "pg", schemaPrefix: "" }], same("pg", { schemaPrefix: "terraform_" })],
  remote: [
    [{ organization: "acme" }, { type: "remote", organization: "acme", workspacePrefix: "" }],
    same("remote", { hostname: "tfe.example.com", organization: "acme", workspacePrefix: "fleet-" }),
  ],
  cloud: [
    [{ organization: "acme" }, { type: "cloud", organization: "acme", workspacePrefix: "" }],
    same("cloud", { hostname: "tfe.example.com", organization: "acme", workspacePrefix: "fleet-", project: "fleet" }),
  ],
};

function same(type: BackendName, fields: Record<string, unknown>): readonly [Record<string, unknown>, BackendSpec] {
  return [fields, { type, ...fields } as unknown as BackendSpec];
}

describe.each(backendNames)("%s", (name) => {
  test.each(written[name])("takes %j", (fields, expected) => {
    const text = withBackend({ [name]: fields });
    expect(said(text)).toBe("");
    expect(parse(text).backend).toEqual(expected);
  });

  test("has a test with every field that there is", () => {
    const tested = written[name].flatMap(([fields]) => Object.keys(fields));
    expect([...new Set(tested)].sort()).toEqual(Object.keys(backends[name].schema.shape).sort());
  });

  test("takes a base in YAML as in JSON", () => {
    const [fields = {}, expected] = written[name].at(-1) ?? [];
    expect(parse(localEnvironment(stringify({ backend: { [name]: fields } }))).backend).toEqual(expected);
  });
});

test.each([
  [{ local: { path: "/state" } }, "/state/dev-hub-argocd.tfstate"],
  [{ s3: { bucket: "acme", region: "eu-west-1" } }, "dev-hub-argocd.tfstate"],
  [{ s3: { bucket: "acme", region: "eu-west-1", prefix: "a/b" } }, "a/b/dev-hub-argocd.tfstate"],
  [{ gcs: { bucket: "acme", prefix: "a" } }, "a/dev-hub-argocd"],
  [{ azurerm: { storageAccountName: "acme", containerName: "state" } }, "dev-hub-argocd.tfstate"],
  [{ http: { address: "https://state.example.com/v1/" } }, "https://state.example.com/v1/dev-hub-argocd"],
  [{ http: { address: "https://state.example.com/{stack}/v1" } }, "https://state.example.com/dev-hub-argocd/v1"],
  [{ kubernetes: { namespace: "terraform", configPath: "k" } }, "dev-hub-argocd"],
  [{ pg: { schemaPrefix: "tf_" } }, "tf_dev-hub-argocd"],
  [{ remote: { organization: "acme", workspacePrefix: "a-" } }, "a-dev-hub-argocd"],
  [{ cloud: { organization: "acme" } }, "dev-hub-argocd"],
])("the state of a stack in %j is called %s", (backend, state) => {
  expect(stateOf(parse(withBackend(backend)).backend, "dev-hub-argocd")).toBe(state);
});

test("what hubspoke sets itself is refused with the field that steers it", () => {
  expect(said(withBackend({ s3: { bucket: "acme", region: "eu-west-1", key: "x", use_lockfile: false } }))).toBe(
    `dev.yaml:6  backend.s3.key
  "key" is set for every stack, expected no such field
  fix: write prefix: a stack's key is <prefix>/<stack id>.tfstate
dev.yaml:6  backend.s3.use_lockfile
  "use_lockfile" is set for every stack, expected no such field
  fix: remove it: a lock file in the bucket locks every state`,
  );
});

test("Terraform's spelling of a field is not taken, and ours is named", () => {
  expect(said(withBackend({ azurerm: { storage_account_name: "acme", containerName: "state" } }))).toBe(
    `dev.yaml:6  backend.azurerm
  missing field "storageAccountName", expected a string
dev.yaml:6  backend.azurerm
  unknown field "storage_account_name", expected one of: storageAccountName, containerName, prefix, resourceGroupName, subscriptionId, tenantId, clientId, environment, useAzureadAuth, useOidc, useMsi, useCli
  fix: did you mean "storageAccountName"?`,
  );
});

test("several backends are named", () => {
  const backend = { local: {}, s3: { bucket: "acme", region: "eu-west-1" }, pg: {} };
  expect(said(withBackend(backend))).toBe(
    `dev.yaml:6  backend
  names 3 backends: local, s3, pg, expected exactly one
  fix: keep the one that holds the state`,
  );
});

test("no backend at all is an error, and no backend field is the local one", () => {
  expect(said(withBackend({}))).toBe(
    `dev.yaml:6  backend
  names no backend, expected one of: local, s3, gcs, azurerm, http, kubernetes, pg, remote, cloud
  fix: write local: {}`,
  );
  expect(parse(localEnvironment()).backend).toEqual({ type: "local", path: "/project/.hubspoke/state" });
});

test("an unknown backend is told once", () => {
  expect(said(withBackend({ s4: { bucket: "acme" } }))).toBe(
    `dev.yaml:6  backend
  unknown field "s4", expected one of: local, s3, gcs, azurerm, http, kubernetes, pg, remote, cloud
  fix: did you mean "s3"?`,
  );
});

test.each([
  ["/a/b/", "\n  fix: write a/b"],
  ["a//b", ""],
  ["../a", ""],
  ["a b", ""],
])("a prefix %j is refused", (prefix, fix) => {
  expect(said(withBackend({ s3: { bucket: "acme", region: "eu-west-1", prefix } }))).toBe(
    `dev.yaml:6  backend.s3.prefix
  invalid prefix ${JSON.stringify(prefix)}, expected a folder such as hubspoke/prod: letters, digits, and - _ . between single slashes${fix}`,
  );
});

test("an address with a token in it is refused and not echoed", () => {
  expect(said(withBackend({ http: { address: "https://state.example.com/v1?private_token=canary-3" } }))).toContain(
    `dev.yaml:6  backend.http.address
  the address has a query or a fragment, expected none
  fix: write the address of the states alone`,
  );
  expect(said(withBackend({ http: { address: "https://ada:canary-4@state.example.com" } }))).not.toContain("canary");
});

test("fields that contradict each other are refused", () => {
  const s3 = { bucket: "acme", region: "eu-west-1", encrypt: false, kmsKeyId: "alias/state" };
  expect(said(withBackend({ s3 }))).toContain(
    `dev.yaml:6  backend.s3.kmsKeyId
  kmsKeyId has no effect beside encrypt: false
  fix: remove one of them`,
  );
  expect(said(withBackend({ kubernetes: { namespace: "a", configPath: "b", inClusterConfig: true } }))).toBe(
    `dev.yaml:6  backend.kubernetes.configPath
  configPath beside inClusterConfig: true, expected one of them`,
  );
  expect(said(withBackend({ kubernetes: { namespace: "a", configContext: "b" } }))).toBe(
    `dev.yaml:6  backend.kubernetes
  names no cluster, expected configPath, or inClusterConfig: true`,
  );
  expect(
    said(withBackend({ http: { address: "https://a.example.com", unlockAddress: "https://a.example.com" } })),
  ).toBe(
    `dev.yaml:6  backend.http.unlockAddress
  unlockAddress without lockAddress, expected both
  fix: write lockAddress`,
  );
});

test("certificates of the server are checked, and there is no way around it", () => {
  const address = "https://a.example.com";
  expect(said(withBackend({ http: { address, lockAddress: address, skip_cert_verification: true } }))).toBe(
    `dev.yaml:6  backend.http.skip_cert_verification
  "skip_cert_verification" would take anybody for the server, expected no such field
  fix: export TF_HTTP_CLIENT_CA_CERTIFICATE_PEM, the CA of the server's certificate, where Terraform runs`,
  );
});
