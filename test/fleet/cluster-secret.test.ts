import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { listClusterSecrets, parseClusterSecret } from "../../fleet/cluster-secret.js";
import { operatorClient } from "../../fleet/operator.js";
import { base64, certificate, startServer, writeKubeconfigFor } from "./support.js";

function secretOf(data: Record<string, string>, name = "cluster-local-a") {
  return {
    metadata: { name },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)])),
  };
}

const GOOD = { name: "a", server: "https://a:6443", config: "{}" };
let caData = "";
beforeAll(async () => {
  caData = base64((await certificate()).cert);
});

it("reads everything that Argo CD reads", () => {
  const config = JSON.stringify({ bearerToken: "t", tlsClientConfig: { insecure: false, caData } });
  const secret = parseClusterSecret(
    secretOf({
      name: "a",
      server: "https://a:6443/",
      config,
      namespaces: "x, y,",
      clusterResources: "true",
      project: "p",
      shard: "0",
    }),
  );
  expect(secret).toEqual({
    secretName: "cluster-local-a",
    name: "a",
    server: "https://a:6443",
    config: { bearerToken: "t", tlsClientConfig: { insecure: false, caData } },
    namespaces: ["x", "y"],
    clusterResources: true,
    project: "p",
    shard: "0",
    labels: {},
    annotations: {},
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    problems: [],
  });
});

describe("what is malformed", () => {
  const ofConfig = (config: unknown) => ({ ...GOOD, config: JSON.stringify(config) });
  it.each<[Record<string, string>, string[]]>([
    [{}, ["data.name is missing", "data.server is missing", "data.config is missing"]],
    [{ ...GOOD, server: "no url" }, ["data.server is no URL"]],
    [{ ...GOOD, shard: "one" }, ["data.shard is no number"]],
    [{ ...GOOD, config: '{"bearerToken": "canary"' }, ["data.config is not JSON, so Argo CD ignores this cluster"]],
    [{ ...GOOD, config: "[]" }, ["data.config is no JSON object"]],
    [
      ofConfig({ tlsClientConfig: { caData: "-----BEGIN CERTIFICATE-----" } }),
      ["config.tlsClientConfig.caData is not base64 of a PEM certificate"],
    ],
    [
      ofConfig({ tlsClientConfig: { caData: base64("no certificate") } }),
      ["config.tlsClientConfig.caData is not base64 of a PEM certificate"],
    ],
    [
      ofConfig({ tlsClientConfig: { certData: "x" } }),
      [
        "config.tlsClientConfig.certData is not base64 of a PEM certificate",
        "config.tlsClientConfig needs certData and keyData together",
      ],
    ],
    [ofConfig({ bearerToken: 1 }), ["config.bearerToken is no string"]],
    [
      ofConfig({ bearerToken: "t", awsAuthConfig: {} }),
      ["config has bearerToken and awsAuthConfig, and Argo CD ignores bearerToken"],
    ],
    [ofConfig({ proxyUrl: "ftp://p" }), ["config.proxyUrl is no http, https or socks5 URL"]],
  ])("%j", (data, problems) => {
    expect(parseClusterSecret(secretOf(data)).problems).toEqual(problems);
  });

  it("is insecure with a CA", () => {
    const data = ofConfig({ tlsClientConfig: { insecure: true, caData } });
    expect(parseClusterSecret(secretOf(data)).problems).toEqual([
      "config.tlsClientConfig has both insecure and caData, which Argo CD refuses",
    ]);
  });

  it("never throws, and never quotes config", () => {
    const config = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom("null", "1", '{"tlsClientConfig":null}', '{"tlsClientConfig":1}', '{"proxyUrl":1}'),
    );
    fc.assert(
      fc.property(config, fc.string(), (text, server) => {
        const { problems } = parseClusterSecret(secretOf({ name: "a", server, config: `${text}canary` }));
        expect(problems.join()).not.toContain("canary");
        parseClusterSecret(secretOf({ name: "a", server, config: text }));
      }),
    );
  });
});

it("lists a hub's cluster Secrets by name, with what is wrong between them", async () => {
  const items = [
    secretOf({ ...GOOD, name: "b" }, "z"),
    secretOf(GOOD, "y"),
    secretOf({ ...GOOD, server: "https://c" }, "x"),
  ];
  const server = await startServer(() => ({ items }));
  const hub = await operatorClient({
    provider: "existing",
    kubeconfig: await writeKubeconfigFor(server),
    context: "admin",
  });
  const secrets = await listClusterSecrets(hub, "argocd");
  expect(server.requests[0]?.path).toBe(
    "/api/v1/namespaces/argocd/secrets?labelSelector=argocd.argoproj.io%2Fsecret-type%3Dcluster",
  );
  expect(secrets.map(({ secretName, problems }) => [secretName, problems])).toEqual([
    ["x", ['Secret "y" has the same name "a"']],
    ["y", ['Secret "x" has the same name "a"', 'Secret "z" has the same server https://a:6443']],
    ["z", ['Secret "y" has the same server https://a:6443']],
  ]);
});
