import { expect, test } from "vitest";
import { clusterProviders } from "../../../config/cluster/index.js";
import { complaints, hubAndSpokes } from "../complaints.js";
import { place } from "./support.js";

const { schema, resolve, servers } = clusterProviders.existing;
const caData = Buffer.from("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n").toString("base64");
const byEndpoint = { provider: "existing", endpoint: "https://api.example.com", caData, exec: { command: "login" } };

test("a cluster by a context of a kubeconfig", () => {
  const spec = resolve(schema.parse({ provider: "existing", kubeconfig: "~/.kube/config", context: "shop" }), place);
  expect(spec).toEqual({ provider: "existing", kubeconfig: "/home/ada/.kube/config", context: "shop" });
  expect(servers(spec)).toEqual(['context "shop" of /home/ada/.kube/config']);
});

test("a cluster by its address", () => {
  const hubEndpoint = "https://10.1.2.3:6443";
  const spec = resolve(schema.parse({ ...byEndpoint, hubEndpoint, proxyUrl: "http://proxy:3128" }), place);
  expect(spec).toEqual({
    provider: "existing",
    endpoint: "https://api.example.com",
    caData,
    exec: { command: "login", args: [], env: {}, apiVersion: "client.authentication.k8s.io/v1beta1" },
    hubEndpoint,
    proxyUrl: "http://proxy:3128",
  });
  expect(servers(spec)).toEqual(["https://api.example.com", "https://10.1.2.3:6443"]);
});

test.each([
  ["login", "login"],
  ["./login", "/project/login"],
  ["bin/login", "/project/bin/login"],
  ["~/bin/login", "/home/ada/bin/login"],
  ["/opt/login", "/opt/login"],
])("command %s is %s, wherever it is run", (command, expected) => {
  const spec = resolve(schema.parse({ ...byEndpoint, exec: { command } }), place);
  expect("exec" in spec && spec.exec.command).toBe(expected);
});

test("a certificate that nobody checks needs no CA, and comes with its reason", () => {
  const accepted = { caData: undefined, insecure: true, acceptInsecure: "a lab" };
  const spec = resolve(schema.parse({ ...byEndpoint, ...accepted }), place);
  expect(spec).toMatchObject({ endpoint: "https://api.example.com", acceptInsecure: "a lab" });
  expect(spec).not.toHaveProperty("caData");
});

function hub(fields: string): readonly string[] {
  return complaints(hubAndSpokes(`provider: existing, ${fields}`));
}

test("one way is named, and whole", () => {
  expect(hub("proxyUrl: http://proxy:3128")).toEqual([
    "dev.yaml:6  hub.cluster\n  no way to reach the cluster, expected kubeconfig and context, or endpoint, caData and exec",
  ]);
  expect(hub("context: a, endpoint: https://a")).toEqual([
    "dev.yaml:6  hub.cluster\n  context beside endpoint, expected one way to reach the cluster: kubeconfig and context, " +
      "or endpoint, caData and exec",
  ]);
  expect(hub("context: a")).toEqual(['dev.yaml:6  hub.cluster\n  missing field "kubeconfig", expected beside context']);
  expect(hub("endpoint: https://a")).toEqual([
    'dev.yaml:6  hub.cluster\n  missing field "caData", expected beside endpoint',
    'dev.yaml:6  hub.cluster\n  missing field "exec", expected beside endpoint',
  ]);
});

test("the command's path starts at one's own home folder, or at none", () => {
  expect(hub(`endpoint: https://a, caData: ${caData}, exec: { command: ~ada/login }`)).toEqual([
    'dev.yaml:6  hub.cluster.exec.command\n  path "~ada/login" starts with ~, expected ~/ or another path\n  fix: write an absolute path',
  ]);
});

test("the CA is a certificate, and what stands in its place is not echoed", () => {
  expect(hub("endpoint: https://a, caData: canary, exec: { command: login, args: [] }")).toEqual([
    "dev.yaml:6  hub.cluster.caData\n  invalid caData (hidden), expected base64 of a PEM certificate, as " +
      "certificate-authority-data of a kubeconfig has it",
    "dev.yaml:6  hub.cluster.exec.args\n  invalid args (an empty list), expected at least one item",
  ]);
});
