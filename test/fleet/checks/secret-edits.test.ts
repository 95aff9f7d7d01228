import { beforeEach, expect, it } from "vitest";
import type { RegistrationSpec } from "../../../config/topology.js";
import { verify } from "../../../fleet/verify.js";
import { checksOf, optionsFor } from "../checks-of.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64, certificate } from "../support.js";

const id = "cluster-secret-edited";
let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

interface SpokeSecret {
  readonly data: Record<string, string>;
  readonly metadata: { annotations: Record<string, string> };
}

function spokeSecret(): SpokeSecret {
  return fleet.objects.secrets[1] as unknown as SpokeSecret;
}

interface Config {
  readonly tlsClientConfig: Record<string, unknown>;
  readonly [field: string]: unknown;
}

/** Edits the spoke's Secret by hand. */
function edit(change: (config: Config) => object, fields: Readonly<Record<string, string>> = {}): void {
  const { data } = spokeSecret();
  const config = JSON.parse(Buffer.from(data["config"] ?? "", "base64").toString("utf8")) as Config;
  for (const [field, value] of Object.entries(fields)) data[field] = base64(value);
  data["config"] = base64(JSON.stringify(change(config)));
}

const unchanged = (config: Config) => config;

it.each<[string, (config: Config) => object, Record<string, string>, string]>([
  ["its name and server", unchanged, { name: "b", server: "https://10.0.0.1:6443" }, "name, server"],
  ["its project and shard", unchanged, { project: "team", shard: "1" }, "project, shard"],
  ["its proxy", (config) => ({ ...config, proxyUrl: "http://ada:canary@proxy:3128" }), {}, "config.proxyUrl"],
  ["its compression", (config) => ({ ...config, disableCompression: true }), {}, "config.disableCompression"],
  ["another credential", (config) => ({ ...config, awsAuthConfig: {} }), {}, "config.awsAuthConfig"],
  ["what is nobody's", (config) => ({ ...config, canary: 1 }), {}, "config, which has fields of no use"],
  [
    "how the server is checked",
    (config) => ({ ...config, tlsClientConfig: { insecure: true, serverName: "x" } }),
    {},
    "config.tlsClientConfig.insecure, config.tlsClientConfig.serverName",
  ],
])("names what was edited: %s", async (_what, change, fields, named) => {
  edit(change, fields);
  expect(await checksOf(fleet, id)).toEqual([`failed a: Terraform wrote another ${named}`]);
});

it("finds another CA, which nothing but the digest tells", async () => {
  const ca = base64((await certificate()).cert);
  edit((config) => ({ ...config, tlsClientConfig: { ...config.tlsClientConfig, caData: ca } }));
  expect(await checksOf(fleet, id)).toEqual(["failed a: Terraform wrote another config.tlsClientConfig.caData"]);
  expect(await checksOf(fleet, "cluster-secret")).toEqual([
    'passed hub: Secret "cluster-dev-hub" names https://kubernetes.default.svc',
    `passed a: Secret "cluster-dev-a" names ${fleet.spoke.url}`,
  ]);
});

it("says how it is put back: a new deploy alone would not see it", async () => {
  edit(unchanged, { server: "https://10.0.0.1:6443" });
  const { checks } = await verify(fleet.topology, optionsFor(fleet));
  const fixes = checks.filter((check) => check.subject === "a" && check.id.startsWith("cluster-secret"));
  expect(fixes.map(({ id: check, fix }) => [check, fix])).toEqual([
    ["cluster-secret", "hubspoke rotate dev a, then hubspoke up dev"],
    [id, "hubspoke rotate dev a, then hubspoke up dev"],
  ]);
});

it("finds a config that is spoilt altogether", async () => {
  spokeSecret().data["config"] = base64("{");
  expect(await checksOf(fleet, id)).toEqual(["failed a: Terraform wrote another config"]);
});

it("warns where nothing is written down to compare with", async () => {
  spokeSecret().metadata.annotations = {};
  expect(await checksOf(fleet, id)).toEqual([
    "warning a: it has no annotation hubspoke/config-digest, by which an edit would be seen",
  ]);
});

it("is not asked of a Secret without a credential, which Terraform reads itself", async () => {
  const registration: RegistrationSpec = {
    mode: "exec",
    access: "admin",
    command: "gke-gcloud-auth-plugin",
    args: [],
    env: {},
    apiVersion: "client.authentication.k8s.io/v1beta1",
  };
  expect(await checksOf(fleet, id, { topology: withSpoke(fleet.topology, { registration }) })).toEqual([]);
});
