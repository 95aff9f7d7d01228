import { expect, test } from "vitest";
import { configDigest, terraformJson } from "../../../config/registration/digest.js";

const tlsClientConfig = { insecure: false, caData: "Y2E=", serverName: 'api\u2028"\\ü' };
const config = { bearerToken: "secret", tlsClientConfig, proxyUrl: "http://proxy:3128" };
const data = {
  name: "a<b>&c",
  server: "https://spoke.example.com:6443/",
  namespaces: "a,b",
  shard: "0",
  config: JSON.stringify(config),
};

function digestWith(change: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, string>> = {}) {
  return configDigest({ ...data, ...fields, config: JSON.stringify({ ...config, ...change }) });
}

test("it is what Terraform makes of the same", () => {
  expect(configDigest(data)).toBe("f04d5baeadbf628b93abef9c9bb5c635ed5be199f93d6929ae3df28717dc1866");
});

test("JSON is written as Terraform writes it", () => {
  expect(terraformJson({ b: [{ d: 1, c: null }], a: "<&>\u2028\u2029" })).toBe(
    '{"a":"\\u003c\\u0026\\u003e\\u2028\\u2029","b":[{"c":null,"d":1}]}',
  );
});

test("a credential is no part of it", () => {
  const tls = { ...tlsClientConfig, certData: "Y2VydA==", keyData: "a2V5" };
  expect(digestWith({ bearerToken: "another" })).toBe(configDigest(data));
  expect(digestWith({ bearerToken: undefined, tlsClientConfig: tls })).toBe(configDigest(data));
});

test("what Argo CD leaves out when it writes a Secret anew is no part of it either", () => {
  expect(digestWith({}, { server: "https://spoke.example.com:6443" })).toBe(configDigest(data));
  expect(digestWith({ disableCompression: false }, { clusterResources: "false" })).toBe(configDigest(data));
});

test("no CA is the same as an empty one", () => {
  const withoutCa = { insecure: false, serverName: tlsClientConfig.serverName };
  expect(digestWith({ tlsClientConfig: { ...withoutCa, caData: "" } })).toBe(
    digestWith({ tlsClientConfig: withoutCa }),
  );
  expect(digestWith({ tlsClientConfig: withoutCa })).not.toBe(configDigest(data));
});

test.each([
  ["a name", {}, { name: "b" }],
  ["a server", {}, { server: "https://elsewhere.example.com:6443" }],
  ["a project", {}, { project: "team" }],
  ["cluster resources", {}, { clusterResources: "true" }],
  ["a CA", { tlsClientConfig: { ...tlsClientConfig, caData: "b3RoZXI=" } }, {}],
  ["no check of the certificate", { tlsClientConfig: { ...tlsClientConfig, insecure: true } }, {}],
  ["a proxy", { proxyUrl: "http://other:3128" }, {}],
  ["no compression", { disableCompression: true }, {}],
  ["another credential", { username: "admin" }, {}],
  ["a way to authenticate that wins", { awsAuthConfig: { clusterName: "a" } }, {}],
])("%s is another digest", (_what, change, fields) => {
  expect(digestWith(change, fields)).not.toBe(configDigest(data));
});

test.each(["", "{", "[]", '"x"'])("there is none of a config that is no object: %s", (text) => {
  expect(configDigest({ ...data, config: text })).toBeUndefined();
});
