import { expect, test } from "vitest";
import { existing, hubAndSpokes, plans } from "../complaints.js";

test("a provider that no stack is defined for is refused", () => {
  expect(plans(hubAndSpokes("provider: kind", "name: a, cluster: { provider: kind }"))).toEqual([
    'dev.yaml:6  hub.cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
    'dev.yaml:8  spokes[0].cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
  ]);
});

test("a certificate that the spoke issues is refused, unless its provider is already", () => {
  const spoke = (name: string, registration: string) =>
    `name: ${name}, cluster: { ${existing(name)} }, registration: { mode: client-certificate${registration} }`;
  const text = hubAndSpokes(
    existing("hub"),
    spoke("a", ""),
    spoke("b", ", issue: { lifetime: 24h }"),
    spoke("c", ", variables: { certificate: c_certificate, key: c_key }"),
    "name: d, cluster: { provider: kind }, registration: { mode: client-certificate }",
  );
  const said =
    "a certificate that the spoke issues is not implemented yet, expected variables\n" +
    "  fix: have one signed (docs/client-certificate.md): Terraform would keep the key that it makes in its state";
  expect(plans(text)).toEqual([
    `dev.yaml:8  spokes[0].registration.mode\n  ${said}`,
    `dev.yaml:9  spokes[1].registration.mode\n  ${said}`,
    'dev.yaml:11  spokes[3].cluster.provider\n  provider "kind" is not implemented yet, expected one of: local, existing, eks',
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
