import { beforeEach, expect, it } from "vitest";
import type { ArgoCdIdentity, HubSpokeTopology, PodIdentity } from "../../../config/topology.js";
import { verify } from "../../../fleet/verify.js";
import { putTokens } from "../aws/aws-cli.js";
import { eksSpec } from "../aws/eks-spec.js";
import { startAws, type FakeAws } from "../aws/fake-aws.js";
import { startFleet, type FakeFleet } from "../fake-fleet.js";
import { base64 } from "../support.js";

const identity: PodIdentity = {
  kind: "pod-identity",
  roleName: "hubspoke-dev-hub-argocd",
  roleArn: "arn:aws:iam::111122223333:role/hubspoke-dev-hub-argocd",
  clusterArn: eksSpec.clusterArn,
  namespace: "argocd",
  serviceAccounts: ["argocd-application-controller", "argocd-server"],
};

let fleet: FakeFleet;
let aws: FakeAws;
beforeEach(async () => {
  [fleet, aws] = await Promise.all([startFleet(), startAws()]);
  aws.clusters["prod-a"] = {
    status: "ACTIVE",
    endpoint: fleet.hub.url,
    certificateAuthority: { data: base64(fleet.hub.ca) },
  };
  aws.podIdentities = {
    "argocd-application-controller": identity.roleArn,
    "argocd-server": identity.roleArn,
    other: "arn:aws:iam::111122223333:role/other",
  };
  fleet.objects.pods = [
    pod("argocd-application-controller-0", "argocd-application-controller", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    pod("argocd-redis-0", "argocd-redis"),
  ];
  await putTokens("operator");
});

function pod(name: string, serviceAccountName: string, variable?: string) {
  const env = variable === undefined ? undefined : [{ name: variable }];
  return { metadata: { name }, spec: { serviceAccountName, containers: [{}, { env }] } };
}

async function checksOfHub(changed: ArgoCdIdentity = identity): Promise<string[]> {
  const { topology } = fleet;
  const hub = { ...topology.hub, cluster: eksSpec, identity: changed };
  const onEks: HubSpokeTopology = { ...topology, hub };
  const { checks } = await verify(onEks);
  const ids = ["pod-identity-association", "argocd-pod-role", "eks-capability"];
  return checks
    .filter(({ id }) => ids.includes(id))
    .map(({ id, status, message, fix }) => `${status} ${id}: ${message}${fix === undefined ? "" : ` | ${fix}`}`);
}

it("passes where each ServiceAccount and each pod has the role", async () => {
  expect(await checksOfHub()).toEqual([
    `passed pod-identity-association: ${identity.roleArn} for argocd-application-controller, argocd-server`,
    "passed argocd-pod-role: every pod that speaks to spokes has it",
  ]);
});

it("names the ServiceAccounts that have none or another", async () => {
  aws.podIdentities = { "argocd-server": "arn:aws:iam::111122223333:role/other" };
  expect((await checksOfHub())[0]).toBe(
    'failed pod-identity-association: ServiceAccount "argocd-application-controller" has none; ' +
      `ServiceAccount "argocd-server" has arn:aws:iam::111122223333:role/other, expected ${identity.roleArn} | hubspoke up dev`,
  );
});

it("names the pods that started before", async () => {
  fleet.objects.pods = [pod("argocd-server-1", "argocd-server"), pod("argocd-server-2", "argocd-server")];
  expect((await checksOfHub())[1]).toBe(
    "failed argocd-pod-role: started before it had the role: argocd-server-1, argocd-server-2 | " +
      'kubectl --kubeconfig "$(hubspoke kubeconfig dev)" --context dev-hub -n argocd delete pod argocd-server-1 argocd-server-2',
  );
  fleet.objects.pods = [];
  expect((await checksOfHub())[1]).toBe(
    "failed argocd-pod-role: no pod of Argo CD has one of the ServiceAccounts with the role",
  );
});

it("looks at the pods alone where the role comes by a web identity", async () => {
  fleet.objects.pods = [pod("argocd-server-1", "argocd-server", "AWS_WEB_IDENTITY_TOKEN_FILE")];
  expect(await checksOfHub({ ...identity, kind: "irsa" })).toEqual([
    "passed argocd-pod-role: every pod that speaks to spokes has it",
  ]);
});

it("asks EKS for a capability", async () => {
  const { roleName, roleArn, clusterArn } = identity;
  const capability = {
    identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef", region: "eu-west-1" },
    roles: [],
    vpcEndpoints: [],
    settings: {},
  };
  const changed: ArgoCdIdentity = { kind: "capability", roleName, roleArn, clusterArn, capability };
  expect(await checksOfHub(changed)).toEqual([
    "failed eks-capability: the capability argocd is not there | hubspoke up dev",
  ]);
  aws.capability = { status: "ACTIVE" };
  expect(await checksOfHub(changed)).toEqual(["passed eks-capability: ACTIVE"]);
  aws.capability = { status: "DEGRADED", health: { issues: [{ code: "AccessDenied", message: "no" }] } };
  expect(await checksOfHub(changed)).toEqual(["failed eks-capability: DEGRADED; AccessDenied: no | hubspoke up dev"]);
});

it("skips what the operator may not see", async () => {
  const message = "User: x is not authorized to perform: eks:ListPodIdentityAssociations on resource: y";
  aws.fail = (action) =>
    action === "eks:ListPodIdentityAssociations" ? { status: 403, code: "AccessDeniedException", message } : undefined;
  expect((await checksOfHub())[0]).toBe(
    "skipped pod-identity-association: eks:ListPodIdentityAssociations: " +
      "the AWS credentials may not eks:ListPodIdentityAssociations",
  );
});
