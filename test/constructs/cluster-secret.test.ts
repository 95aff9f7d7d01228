import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import { expect, test } from "vitest";
import type { RegistrationSpec } from "../../config/registration/index.js";
import { HubClusterSecret } from "../../constructs/registration/index.js";
import { registered } from "./registration-support.js";
import { stackOf } from "./support.js";

const spec: RegistrationSpec = { mode: "bearer-token", access: "admin", lifetime: "8760h", revision: 1 };
const identity = 'kubernetes_service_account_v1.argocd_manager.metadata[0].uid, "8760h", 1';

test("a spoke's Secret has Argo CD's label, the spoke's labels and annotations, and only write-only data", () => {
  const { secret } = registered(spec);
  expect(secret).toMatchObject({
    provider: "kubernetes.hub",
    type: "Opaque",
    metadata: {
      name: "cluster-ref-alpha",
      namespace: "argocd",
      labels: { tier: "gold", "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { note: "costs $${money}" },
    },
    depends_on: ["kubernetes_cluster_role_binding_v1.argocd_manager"],
    lifecycle: { precondition: [{ condition: "${true}", error_message: "never" }] },
  });
  expect(secret).not.toHaveProperty("data");
  expect(secret).not.toHaveProperty("binary_data");
});

test("the least that is registered: name, server and config", () => {
  expect(registered(spec).data).toEqual({
    name: '${"alpha"}',
    server: '${"https://spoke.example.com:6443"}',
    config:
      '${jsonencode({"bearerToken" = ephemeral.kubernetes_token_request_v1.argocd_manager.token, ' +
      '"tlsClientConfig" = {"insecure" = false, "caData" = "Y2E="}})}',
  });
});

test("everything that can be said about a registration is in the keys that Argo CD reads", () => {
  const all = { namespaces: ["a", "b"], clusterResources: true, project: "team", shard: 0 };
  const connection = { serverName: "api.internal", proxyUrl: "http://proxy:3128", disableCompression: true };
  const { data, secret } = registered({ ...spec, ...all, ...connection, quarantine: true });
  expect(data).toMatchObject({
    namespaces: '${"a,b"}',
    clusterResources: '${"true"}',
    project: '${"team"}',
    shard: '${"0"}',
  });
  expect(data.config).toContain('"serverName" = "api.internal"');
  expect(data.config).toContain('"disableCompression" = true, "proxyUrl" = "http://proxy:3128"');
  expect(secret.metadata).toMatchObject({ annotations: { "argocd.argoproj.io/skip-reconcile": "true" } });
});

test("access to some namespaces puts Argo CD in namespaced mode for them", () => {
  const access = { namespaces: ["team-a", "team-b"] };
  expect(registered({ ...spec, access }).data.namespaces).toBe('${"team-a,team-b"}');
  expect(registered({ ...spec, access, namespaces: ["team-a"] }).data.namespaces).toBe('${"team-a"}');
});

test("a cluster's own proxy is used where the registration names none", () => {
  const proxyUrl = "socks5://10.0.0.9:1080";
  expect(registered(spec, { proxyUrl }).data.config).toContain('"proxyUrl" = "socks5://10.0.0.9:1080"');
  expect(registered({ ...spec, proxyUrl: "http://other:1" }, { proxyUrl }).data.config).toContain('"http://other:1"');
});

test("where the certificate is not checked Argo CD is told no CA, which it would refuse", () => {
  const { data, secret } = registered({ ...spec, serverName: "api.internal" }, { insecure: true });
  expect(data.config).toContain('"tlsClientConfig" = {"insecure" = true, "serverName" = "api.internal"}');
  expect(secret.data_wo_revision).not.toBe(registered({ ...spec, serverName: "api.internal" }).secret.data_wo_revision);
});

test("the revision is a number made from everything in the Secret but the token", () => {
  expect(registered(spec).secret.data_wo_revision).toBe(
    '${parseint(substr(sha256(jsonencode([{"name" = "alpha", "server" = "https://spoke.example.com:6443"}, ' +
      `{"tlsClientConfig" = {"insecure" = false, "caData" = "Y2E="}}, ${identity}])), 0, 7), 16) + 1}`,
  );
});

test("a digest of all but the credential is an annotation, so that an edit of what Terraform cannot read is found", () => {
  const server = 'trimsuffix("https://spoke.example.com:6443", "/")';
  const digest = (fields: string, connection: string) =>
    `\${sha256(jsonencode([{${fields}"server" = ${server}}, {${connection}}]))}`;
  const connection = '"tlsClientConfig" = {"insecure" = false, "caData" = "Y2E="}';
  expect(digestOf(spec)).toBe(digest('"name" = "alpha", ', connection));
  // Argo CD leaves out what is off when it writes a Secret anew.
  expect(digestOf({ ...spec, clusterResources: false, disableCompression: false })).toBe(digestOf(spec));
  const on = `{"name" = "alpha", "clusterResources" = "true", "server" = ${server}}`;
  expect(digestOf({ ...spec, clusterResources: true, disableCompression: true })).toBe(
    `\${sha256(jsonencode([${on}, {${connection}, "disableCompression" = true}]))}`,
  );
  expect(digestOf({ ...spec, revision: 2, lifetime: "24h" })).toBe(digestOf(spec));
});

function digestOf(of: RegistrationSpec): unknown {
  const { annotations } = registered(of).secret.metadata as { annotations: Readonly<Record<string, unknown>> };
  return annotations["hubspoke/config-digest"];
}

test("a Secret without a credential is ordinary data, and has none", () => {
  const exec = { command: "true", args: [], env: {}, apiVersion: "client.authentication.k8s.io/v1beta1" } as const;
  expect(digestOf({ mode: "exec", access: "admin", ...exec })).toBeUndefined();
});

test.each([
  ["server", spec, { server: '"https://other:6443"' }],
  ["CA", spec, { caData: '"b3RoZXI="' }],
  ["revision", { ...spec, revision: 2 }, {}],
  ["lifetime", { ...spec, lifetime: "24h" }, {}],
  ["project", { ...spec, project: "team" }, {}],
  ["shard", { ...spec, shard: 1 }, {}],
  ["proxy", { ...spec, proxyUrl: "http://proxy:3128" }, {}],
  ["server name", { ...spec, serverName: "api.internal" }, {}],
])("another %s writes the Secret again", (_what, changed, endpoint) => {
  const before = registered(spec).secret.data_wo_revision;
  expect(registered(changed, endpoint).secret.data_wo_revision).not.toBe(before);
});

test("what is no part of the data does not write it again", () => {
  const before = registered(spec).secret.data_wo_revision;
  expect(registered({ ...spec, quarantine: true, access: "read-only" }).secret.data_wo_revision).toBe(before);
});

test("the hub's own Secret holds no credential, so its data is ordinary data", () => {
  const json = stackOf((stack) => {
    const provider = new KubernetesProvider(stack, "Hub", { alias: "hub", configPath: "/hub" });
    const namespace = new NamespaceV1(stack, "Namespace", { provider, metadata: { name: "argocd" } });
    const names = { secretName: "cluster-ref-hub", namespace: "argocd", name: "in-cluster", adopted: false };
    const metadata = { labels: { "hubspoke/role": "hub" }, annotations: {} };
    new HubClusterSecret(stack, "HubCluster", {
      provider,
      ...names,
      ...metadata,
      facts: { aws_vpc_id: "data.a.b" },
      dependsOn: [namespace],
    });
  });
  expect(json.resource?.kubernetes_secret_v1?.cluster).toMatchObject({
    data: {
      name: "in-cluster",
      server: "https://kubernetes.default.svc",
      config: '{"tlsClientConfig":{"insecure":false}}',
    },
    metadata: { labels: { "hubspoke/role": "hub", "argocd.argoproj.io/secret-type": "cluster" } },
  });
});
