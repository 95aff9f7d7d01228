import { expect, test } from "vitest";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { parse } from "../support.js";

const group = "686103e0-f051-7068-b225-e6392b959d9e";
const user = "906768b1a4-786203e0-f051-7068-b225-e6392b959d9f";
const instanceArn = "arn:aws:sso:::instance/ssoins-1234567890abcdef";

function topology(capability: Record<string, unknown>): HubSpokeTopology {
  return parse(`apiVersion: hubspoke/v1
name: dev
gitops: { repoURL: https://github.com/acme/gitops.git }
hub:
  name: hub
  cluster: { provider: eks, region: eu-west-1, account: "111122223333", existing: hub }
  argocd: { namespace: gitops, capability: ${JSON.stringify(capability)} }
spokes:
  - name: shop
    cluster: { provider: eks, region: us-east-1, account: "444455556666", existing: shop }
`);
}

const minimal = { identityCenter: { instanceArn }, admins: [{ group }] };

test("a capability is what the hub's role is for, and logs people in where the hub is", () => {
  expect(topology(minimal).hub.identity).toEqual({
    kind: "capability",
    roleName: "hubspoke-dev-hub-argocd",
    roleArn: "arn:aws:iam::111122223333:role/hubspoke-dev-hub-argocd",
    clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/hub",
    capability: {
      identityCenter: { instanceArn, region: "eu-west-1" },
      roles: [{ role: "ADMIN", identities: [{ group }] }],
      vpcEndpoints: [],
      settings: {},
    },
  });
});

test("what an Argo CD has beside it stays with the Argo CD", () => {
  const { argocd } = topology(minimal).hub;
  expect(argocd).toMatchObject({ namespace: "gitops", projects: [], applicationSets: [] });
  expect(argocd).not.toHaveProperty("capability");
});

test("groups and users have roles, and Identity Center a region of its own", () => {
  const { identity } = topology({
    identityCenter: { instanceArn, region: "us-east-1" },
    viewers: [{ user }, { group }],
    editors: [{ user }],
    networkAccess: { vpcEndpoints: ["vpce-0123456789abcdef0"] },
    settings: { "kustomize.buildOptions": "--enable-helm" },
  }).hub;
  expect(identity).toMatchObject({
    capability: {
      identityCenter: { region: "us-east-1" },
      roles: [
        { role: "EDITOR", identities: [{ user }] },
        { role: "VIEWER", identities: [{ user }, { group }] },
      ],
      vpcEndpoints: ["vpce-0123456789abcdef0"],
      settings: { "kustomize.buildOptions": "--enable-helm" },
    },
  });
});

test("a spoke gives access to the hub's role itself", () => {
  expect(topology(minimal).spokes[0]?.registration).toEqual({
    mode: "aws-iam",
    access: "admin",
    clusterName: "shop",
    roleArn: "arn:aws:iam::111122223333:role/hubspoke-dev-hub-argocd",
    role: "argocd",
  });
});

test.each([
  "resource.customizations.health.example.com_Database",
  "resource.customizations.ignoreDifferences.all",
  "resource.customizations.ignoreResourceUpdates.apps_Deployment",
  "resource.customizations.knownTypeFields.example.com_*",
  "resource.exclusions",
  "ui.bannercontent",
])("a capability takes %s", (key) => {
  const { identity } = topology({ ...minimal, settings: { [key]: "|" } }).hub;
  expect(identity).toMatchObject({ capability: { settings: { [key]: "|" } } });
});

test.each(["resource.customizations.actions.apps_Deployment", "resource.customizations.health.", "accounts.ci"])(
  "a capability takes no %s",
  (key) => {
    expect(() => topology({ ...minimal, settings: { [key]: "|" } })).toThrow(
      `an EKS capability ignores "${key}" of argocd-cm`,
    );
  },
);
