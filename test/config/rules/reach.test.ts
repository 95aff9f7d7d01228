import { expect, test } from "vitest";
import { complaints, existing, hubAndSpokes } from "../complaints.js";

const near = "name: a, cluster: { provider: kind }";

test("a kind cluster is reached by a hub of this machine", () => {
  expect(complaints(hubAndSpokes("provider: kind", near))).toEqual([]);
  expect(complaints(hubAndSpokes("provider: local", near))).toEqual([]);
});

test("any other hub has to be told how", () => {
  const told = "name: b, cluster: { provider: kind, hubEndpoint: https://192.168.1.2:6443 }";
  expect(complaints(hubAndSpokes(existing("hub"), near, told))).toEqual([
    'dev.yaml:8  spokes[0].cluster.provider\n  Argo CD on a hub of provider "existing" does not reach a cluster of provider "kind"\n' +
      "  fix: use provider: kind for the hub too, or say how the hub reaches it: hubEndpoint: https://...",
  ]);
});

test("pods do not reach a control plane on the loopback of their machine", () => {
  expect(complaints(hubAndSpokes("provider: kind", "name: a, cluster: { provider: local }"))).toEqual([
    'dev.yaml:8  spokes[0].cluster.provider\n  Argo CD on a hub of provider "kind" does not reach a cluster of provider "local"\n' +
      "  fix: use provider: kind for both, or local for both",
  ]);
});

test("clusters that stand alone reach themselves", () => {
  const text = `apiVersion: hubspoke/v1
name: dev
model: standalone
gitops: { repoURL: https://github.com/acme/gitops.git }
clusters:
  - { name: a, cluster: { provider: kind } }
`;
  expect(complaints(text)).toEqual([]);
});
