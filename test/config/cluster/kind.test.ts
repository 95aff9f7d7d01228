import { expect, test } from "vitest";
import { clusterProviders } from "../../../config/cluster/index.js";
import { complaints, hubAndSpokes } from "../complaints.js";
import { place } from "./support.js";

const { schema, resolve, servers } = clusterProviders.kind;

test("a minimal cluster is one node", () => {
  const spec = resolve(schema.parse({ provider: "kind" }), place);
  expect(spec).toEqual({
    provider: "kind",
    clusterName: "dev-shop",
    nodes: 1,
    kubeconfig: "/project/.hubspoke/local/dev/clusters/shop/kubeconfig",
    hubKubeconfig: "/project/.hubspoke/local/dev/clusters/shop/kubeconfig",
    context: "kind-dev-shop",
  });
  expect(servers(spec)).toEqual(['kind cluster "dev-shop"']);
});

test("nodes, image and configuration are taken as written", () => {
  expect(resolve(schema.parse({ provider: "kind", nodes: 3, image: "kindest/node:v1.34.0" }), place)).toMatchObject({
    nodes: 3,
    image: "kindest/node:v1.34.0",
  });
  expect(resolve(schema.parse({ provider: "kind", config: "kind.yaml" }), place)).toMatchObject({
    config: "/project/kind.yaml",
  });
});

test("kind's own file does not lie in the home of another user", () => {
  expect(complaints(hubAndSpokes("provider: kind, config: ~ada/kind.yaml"))).toEqual([
    'dev.yaml:6  hub.cluster.config\n  path "~ada/kind.yaml" starts with ~, expected ~/ or another path\n  fix: write an absolute path',
  ]);
});

test("nodes are counted here, or listed in kind's own file", () => {
  expect(complaints(hubAndSpokes("provider: kind, nodes: 2, config: kind.yaml"))).toEqual([
    "dev.yaml:6  hub.cluster.nodes\n  nodes beside config, expected one of them: config lists the nodes itself",
  ]);
});

test("a kind hub reaches it in the containers' network, a local one as the operator does", () => {
  const hubKubeconfig = (hub?: string) => resolve(schema.parse({ provider: "kind" }), { ...place, hub }).hubKubeconfig;
  expect(hubKubeconfig("kind")).toBe("/project/.hubspoke/local/dev/clusters/shop/kubeconfig.internal");
  expect(hubKubeconfig("local")).toBe("/project/.hubspoke/local/dev/clusters/shop/kubeconfig");
  expect(hubKubeconfig()).toBe("/project/.hubspoke/local/dev/clusters/shop/kubeconfig");
});

test("where the hub reaches it can be said, and tells it from other servers", () => {
  const spec = resolve(schema.parse({ provider: "kind", hubEndpoint: "https://Shop.example.com:443/" }), place);
  expect(spec.hubEndpoint).toBe("https://Shop.example.com:443/");
  expect(servers(spec)).toEqual(['kind cluster "dev-shop"', "https://shop.example.com"]);
});
