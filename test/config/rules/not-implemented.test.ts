import { expect, test } from "vitest";
import { existing, hubAndSpokes, plans } from "../complaints.js";

const caData = Buffer.from("-----BEGIN CERTIFICATE-----\n").toString("base64");

test("a provider that no stack is defined for is refused", () => {
  expect(plans(hubAndSpokes("provider: kind", "name: a, cluster: { provider: kind }"))).toEqual([
    'dev.yaml:6  hub.cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
    'dev.yaml:8  spokes[0].cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
  ]);
});

test("a mode that no stack is defined for is refused, unless its provider is already", () => {
  const spoke = (name: string, registration: string) =>
    `name: ${name}, cluster: { ${existing(name)} }, registration: { ${registration} }`;
  const text = hubAndSpokes(
    existing("hub"),
    spoke("a", "mode: exec, command: login"),
    spoke("b", "mode: client-certificate"),
    "name: c, cluster: { provider: kind }, registration: { mode: exec, command: login }",
  );
  expect(plans(text)).toEqual([
    'dev.yaml:8  spokes[0].registration.mode\n  mode "exec" is not implemented yet, expected one of: bearer-token, aws-iam',
    'dev.yaml:9  spokes[1].registration.mode\n  mode "client-certificate" is not implemented yet, expected one of: bearer-token, aws-iam',
    'dev.yaml:10  spokes[2].cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
  ]);
});

test("other ways to an existing cluster are refused", () => {
  const endpoint = `provider: existing, endpoint: https://a, caData: ${caData}, exec: { command: login }`;
  expect(
    plans(hubAndSpokes(endpoint, `name: a, cluster: { ${existing("a")}, insecure: true, acceptInsecure: lab }`)),
  ).toEqual([
    "dev.yaml:6  hub.cluster.endpoint\n  access by endpoint is not implemented yet, expected kubeconfig and context",
    "dev.yaml:8  spokes[0].cluster.insecure\n  insecure: true is not implemented yet, expected false",
  ]);
});

test("standalone clusters on this machine are refused", () => {
  const text = `apiVersion: hubspoke/v1
name: dev
model: standalone
gitops: { repoURL: https://github.com/acme/gitops.git }
clusters:
  - { name: a, cluster: { provider: local } }
  - { name: b, cluster: { ${existing("b")} } }
`;
  expect(plans(text)).toEqual([
    'dev.yaml:6  clusters[0].cluster.provider\n  provider "local" in a standalone environment is not implemented yet, expected existing',
  ]);
});
