import { expect, test } from "vitest";
import { normalUrl } from "../../../config/fields/urls.js";
import {
  clusterSecretName,
  maxClusterName,
  maxEnvironmentName,
  spokeRegistrationStackId,
} from "../../../config/names.js";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";

function spoke(name: string, cluster: string): string {
  return `name: ${name}, cluster: { ${cluster} }`;
}

test("a name stands for one cluster", () => {
  const spokes = ["a", "hub", "a"].map((name, index) => spoke(name, existing(`c${index}`)));
  expect(complaints(hubAndSpokes(existing("hub"), ...spokes))).toEqual([
    'dev.yaml:9  spokes[1].name\n  duplicate name "hub", the hub has it too',
    'dev.yaml:10  spokes[2].name\n  duplicate name "a", spokes[0] has it too',
  ]);
});

test("the name that Argo CD gives to the hub is taken", () => {
  expect(complaints(hubAndSpokes(existing("hub"), spoke("in-cluster", existing("a"))))).toEqual([
    'dev.yaml:8  spokes[0].name\n  name "in-cluster" is reserved, Argo CD calls the hub so',
  ]);
});

test("a retired spoke still keeps its name", () => {
  const spokes = [`${spoke("a", existing("a"))}, retired: true`, spoke("a", existing("b"))];
  expect(complaints(hubAndSpokes(existing("hub"), ...spokes))).toEqual([
    'dev.yaml:9  spokes[1].name\n  duplicate name "a", spokes[0] has it too',
  ]);
});

test("one API server is one cluster, the hub's too, however its URL is written", () => {
  const at = (context: string, hubEndpoint: string) => `${existing(context)}, hubEndpoint: "${hubEndpoint}"`;
  const text = hubAndSpokes(
    at("hub", "https://[2001:DB8:0:0::1]:443/"),
    spoke("a", at("a", "https://[2001:db8::1]")),
    spoke("b", at("b", "https://API.example.com.:443//")),
    spoke("c", at("c", "https://api.example.com")),
    spoke("d", existing("hub")),
  );
  const fix = "fix: give each entry a cluster of its own";
  expect(complaints(text)).toEqual([
    `dev.yaml:8  spokes[0].cluster\n  same API server as cluster "hub": https://[2001:db8::1]\n  ${fix}`,
    `dev.yaml:10  spokes[2].cluster\n  same API server as cluster "b": https://api.example.com\n  ${fix}`,
    `dev.yaml:11  spokes[3].cluster\n  same API server as cluster "hub": context "hub" of /k\n  ${fix}`,
  ]);
});

test("URLs that differ in more than spelling are different servers", () => {
  const urls = [
    "https://a.example.com",
    "https://a.example.com:6443",
    "https://a.example.com/x",
    "https://b.example.com",
  ];
  expect(new Set(urls.map(normalUrl)).size).toBe(urls.length);
});

test("an existing cluster at a local one's address is the same cluster", () => {
  const text = hubAndSpokes("provider: local", spoke("a", `${existing("a")}, hubEndpoint: https://127.0.0.1:16443/`));
  expect(complaints(text)).toEqual([
    'dev.yaml:8  spokes[0].cluster\n  same API server as cluster "hub": https://127.0.0.1:16443\n' +
      "  fix: give each entry a cluster of its own",
  ]);
});

test("EKS clusters of one name are two in two regions or accounts, and one in one", () => {
  const there = (account: string, region: string) =>
    `provider: eks, existing: shop, endpoint: public, region: ${region}, account: "${account}"`;
  const text = hubAndSpokes(
    eks("10.0.0.0/16"),
    spoke("a", there("111122223333", "eu-west-1")),
    spoke("b", there("444455556666", "eu-west-1")),
    spoke("c", there("111122223333", "eu-west-2")),
    spoke("d", there("111122223333", "eu-west-1")),
  );
  expect(complaints(text)).toEqual([
    'dev.yaml:11  spokes[3].cluster\n  same API server as cluster "a": EKS cluster "shop" of eu-west-1 in account 111122223333\n' +
      "  fix: give each entry a cluster of its own",
  ]);
});

test("a spoke is not at the address of the cluster that Argo CD runs in", () => {
  const text = hubAndSpokes(
    existing("hub"),
    spoke("a", `${existing("a")}, hubEndpoint: https://Kubernetes.default.svc:443`),
  );
  expect(complaints(text)).toEqual([
    "dev.yaml:8  spokes[0].cluster\n  server https://kubernetes.default.svc is the cluster that Argo CD runs in, expected the spoke's own\n" +
      "  fix: write the address that the hub reaches the spoke by",
  ]);
});

test("a kind cluster whose containers would have too long names is warned of", () => {
  const long = "a".repeat(47);
  expect(complaints(hubAndSpokes("provider: kind", spoke(long, "provider: kind")))).toEqual([
    `dev.yaml:8  spokes[0].name\n  warning: kind cluster "dev-${long}" has 51 characters, kind advises at most 50\n  fix: choose a shorter name`,
  ]);
  expect(complaints(hubAndSpokes("provider: kind", spoke(long.slice(1), "provider: kind")))).toEqual([]);
});

test("a certificate that nobody checks takes a reason", () => {
  const hub = (fields: string) => complaints(hubAndSpokes(`${existing("hub")}, ${fields}`));
  expect(hub("insecure: true")).toEqual([
    "dev.yaml:6  hub.cluster.insecure\n  insecure: true lets whoever answers have Argo CD's credential\n" +
      "  fix: give the cluster's CA instead, or say why it is acceptable: acceptInsecure: ...",
  ]);
  expect(hub("insecure: true, acceptInsecure: a lab")).toEqual([
    "dev.yaml:6  hub.cluster.insecure\n  warning: nobody checks the API server's certificate: a lab",
  ]);
  expect(hub("acceptInsecure: a lab")).toEqual([
    "dev.yaml:6  hub.cluster.acceptInsecure\n  warning: acceptInsecure has no effect without insecure: true\n  fix: remove it",
  ]);
  expect(hub("insecure: false")).toEqual([]);
});

test("the longest names that are taken compose to names that Kubernetes and file systems take", () => {
  const names = ["e".repeat(maxEnvironmentName), "c".repeat(maxClusterName)] as const;
  expect(clusterSecretName(...names).length).toBeLessThanOrEqual(253);
  expect(spokeRegistrationStackId(...names).length).toBeLessThanOrEqual(255);
  const text = hubAndSpokes(existing("hub"), spoke(names[1], existing("a"))).replace("name: dev", `name: ${names[0]}`);
  expect(complaints(text)).toEqual([]);
  const longer = complaints(text.replace(names[1], `${names[1]}c`));
  expect(longer).toEqual([
    `dev.yaml:8  spokes[0].name\n  invalid name "${"c".repeat(57)}...", expected a DNS label: lowercase letters, digits and "-", at most 63 characters\n` +
      `  fix: for example ${names[1]}`,
  ]);
});
