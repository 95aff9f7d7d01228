import { expect, test } from "vitest";
import { existing, plans } from "../complaints.js";

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
    'dev.yaml:6  clusters[0].cluster.provider\n  provider "local" in a standalone environment is not implemented yet, expected one of: existing, kind, eks',
  ]);
});
