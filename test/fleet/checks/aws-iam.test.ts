import { beforeEach, describe, expect, it } from "vitest";
import type { Access, AwsIamSpec } from "../../../config/registration/index.js";
import type { HubSpokeTopology, PodIdentity } from "../../../config/topology.js";
import { verify } from "../../../fleet/verify.js";
import { putTokens } from "../aws/aws-cli.js";
import { eksSpec } from "../aws/eks-spec.js";
import { startAws, type FakeAws } from "../aws/fake-aws.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64 } from "../support.js";

const roleArn = "arn:aws:iam::111122223333:role/hubspoke-dev-a-argocd";
const identity: PodIdentity = {
  kind: "pod-identity",
  roleName: "hubspoke-dev-hub-argocd",
  roleArn: "arn:aws:iam::444455556666:role/hubspoke-dev-hub-argocd",
  clusterArn: "arn:aws:eks:eu-west-1:444455556666:cluster/dev-hub",
  namespace: "argocd",
  serviceAccounts: ["argocd-application-controller", "argocd-applicationset-controller", "argocd-server"],
};
const registration: AwsIamSpec = { mode: "aws-iam", clusterName: "prod-a", roleArn, role: "created", access: "admin" };
const trustOfHub = {
  Effect: "Allow",
  Principal: { AWS: identity.roleArn },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: {
    StringEquals: {
      "aws:PrincipalTag/eks-cluster-arn": identity.clusterArn,
      "aws:PrincipalTag/kubernetes-namespace": "argocd",
      "aws:PrincipalTag/kubernetes-service-account": identity.serviceAccounts,
    },
  },
};
const admin = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

let fleet: FakeFleet;
let aws: FakeAws;
let topology: HubSpokeTopology;
beforeEach(async () => {
  [fleet, aws] = await Promise.all([startFleet(), startAws()]);
  topology = fleetWith({});
  aws.clusters["prod-a"] = {
    status: "ACTIVE",
    endpoint: fleet.spoke.url,
    certificateAuthority: { data: base64(fleet.spoke.ca) },
    accessConfig: { authenticationMode: "API" },
  };
  aws.roles["hubspoke-dev-a-argocd"] = { Statement: [trustOfHub] };
  aws.accessEntries[roleArn] = { principalArn: roleArn };
  aws.accessPolicies[roleArn] = [{ policyArn: admin, accessScope: { type: "cluster" } }];
  putSecret({ awsAuthConfig: { clusterName: "prod-a", roleARN: roleArn } });
  await putTokens("t");
});

function fleetWith(change: Partial<AwsIamSpec>): HubSpokeTopology {
  const spoke = withSpoke(fleet.topology, { cluster: eksSpec, registration: { ...registration, ...change } });
  return { ...spoke, hub: { ...spoke.hub, identity } };
}

/** The config of the spoke's cluster Secret. */
function putSecret(config: object): void {
  const secret = fleet.objects.secrets[1] as unknown as { data: Record<string, string> };
  secret.data["config"] = base64(JSON.stringify({ tlsClientConfig: { insecure: false }, ...config }));
}

async function checkOf(id: string, changed = topology) {
  const { checks } = await verify(changed, { argocdServer: fleet.argocd.url });
  const { status, message, fix } = checks.find((check) => check.id === id) ?? {};
  return [`${status}: ${message}`, ...(fix === undefined ? [] : [fix])];
}

it("a spoke whose role is as it should be passes, without a check of tokens", async () => {
  const { checks } = await verify(topology, { argocdServer: fleet.argocd.url });
  const ofSpoke = checks.filter(({ subject }) => subject === "a");
  expect(ofSpoke.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "cluster-answers passed",
    "cluster-secret passed",
    "aws-iam-secret passed",
    "aws-iam-role passed",
    "aws-iam-access passed",
    "argocd-connection passed",
  ]);
});

describe("the cluster Secret", () => {
  it("names cluster and role", async () => {
    putSecret({ awsAuthConfig: { clusterName: "prod-b", profile: "x" } });
    expect(await checkOf("aws-iam-secret")).toEqual([
      'failed: awsAuthConfig.clusterName is "prod-b", expected "prod-a"; ' +
        `awsAuthConfig.roleARN is missing, expected "${roleArn}"; awsAuthConfig.profile is "x", expected missing`,
      "hubspoke up dev",
    ]);
  });

  it("holds no secret, and none is shown", async () => {
    putSecret({ awsAuthConfig: { clusterName: "prod-a", roleARN: roleArn }, bearerToken: "canary" });
    const [message, fix] = await checkOf("aws-iam-secret");
    expect(message).toBe("failed: it holds bearerToken, expected no secret");
    expect(fix).toBe("hubspoke up dev");
  });

  it("of an EKS capability is an ARN and nothing else", async () => {
    const secret = fleet.objects.secrets[1] as unknown as { data: Record<string, string> };
    secret.data = { name: base64("a"), server: base64(eksSpec.clusterArn) };
    const capability = fleetWith({ role: "argocd", roleArn: identity.roleArn });
    expect(await checkOf("aws-iam-secret", capability)).toEqual([`passed: no secret: Argo CD is ${identity.roleArn}`]);
    const { checks } = await verify(capability, { argocdServer: fleet.argocd.url });
    const found = checks.find(({ id, subject }) => id === "cluster-secret" && subject === "a");
    expect(found?.message).toBe(`Secret "cluster-dev-a" names ${eksSpec.clusterArn}`);
  });
});

describe("the role", () => {
  const trusts = (...statements: object[]) => (aws.roles["hubspoke-dev-a-argocd"] = { Statement: statements });

  it("trusts the hub's role", async () => {
    expect(await checkOf("aws-iam-role")).toEqual([`passed: ${roleArn} trusts ${identity.roleArn}`]);
  });

  it.each([
    ["arn:aws:iam::444455556666:root", `it trusts arn:aws:iam::444455556666:root, expected ${identity.roleArn}`],
    ["AROAEXAMPLE", `it trusts AROAEXAMPLE, a role or user that was deleted, expected ${identity.roleArn}`],
    [
      [identity.roleArn, "arn:aws:iam::444455556666:user/eve"],
      `it also trusts arn:aws:iam::444455556666:user/eve, expected ${identity.roleArn} alone`,
    ],
    ["*", `it trusts *, expected ${identity.roleArn}`],
  ])("trusts %j", async (AWS, problem) => {
    trusts({ ...trustOfHub, Principal: { AWS } });
    expect(await checkOf("aws-iam-role")).toEqual([`failed: ${roleArn}: ${problem}`, "hubspoke up dev"]);
  });

  it("trusts it in sessions of Argo CD's pods alone", async () => {
    trusts({ ...trustOfHub, Condition: undefined });
    expect(await checkOf("aws-iam-role")).toEqual([
      `failed: ${roleArn}: it trusts the hub's role in any session, expected those of Argo CD's pods`,
      "hubspoke up dev",
    ]);
    const irsa = { ...topology, hub: { ...topology.hub, identity: { ...identity, kind: "irsa" as const } } };
    expect(await checkOf("aws-iam-role", irsa)).toEqual([`passed: ${roleArn} trusts ${identity.roleArn}`]);
  });

  it("that was there may trust others too", async () => {
    trusts({ ...trustOfHub, Principal: { AWS: [identity.roleArn, "arn:aws:iam::111122223333:root"] } });
    expect(await checkOf("aws-iam-role", fleetWith({ role: "given" }))).toEqual([
      `passed: ${roleArn} trusts ${identity.roleArn}`,
    ]);
    trusts();
    expect(await checkOf("aws-iam-role", fleetWith({ role: "given" }))).toEqual([
      `failed: ${roleArn}: it trusts nobody, expected ${identity.roleArn}`,
      'make registration.roleArn of "a" trust it',
    ]);
  });

  it("is not there, or not to be seen", async () => {
    aws.roles = {};
    expect(await checkOf("aws-iam-role")).toEqual([`failed: role ${roleArn} is not there`, "hubspoke up dev"]);
    const message = "User: x is not authorized to perform: iam:GetRole on resource: y";
    aws.fail = (action) => (action === "iam:GetRole" ? { status: 403, code: "AccessDenied", message } : undefined);
    expect(await checkOf("aws-iam-role")).toEqual(["skipped: iam:GetRole: the AWS credentials may not iam:GetRole"]);
  });

  it("is assumed by a profile of the pods, and not looked at", async () => {
    expect(await checkOf("aws-iam-role", fleetWith({ profile: "spokes" }))).toEqual([
      'skipped: it is assumed by profile "spokes" of Argo CD\'s pods',
    ]);
  });
});

describe("the access entry", () => {
  type Policy = [name: string, namespaces?: string[]];
  const has = (...policies: readonly Policy[]) => {
    aws.accessPolicies[roleArn] = policies.map(([name, namespaces]) => ({
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${name}`,
      accessScope: namespaces ? { type: "namespace", namespaces } : { type: "cluster" },
    }));
  };

  it.each<[Access, Policy, string]>([
    ["admin", ["AmazonEKSClusterAdminPolicy"], "AmazonEKSClusterAdminPolicy"],
    ["read-only", ["AmazonEKSAdminViewPolicy"], "AmazonEKSAdminViewPolicy"],
    [{ namespaces: ["b", "a"] }, ["AmazonEKSAdminPolicy", ["a", "b"]], "AmazonEKSAdminPolicy in a, b"],
  ])("has the policy of access %j, and no other", async (access, policy, shown) => {
    has(policy);
    expect(await checkOf("aws-iam-access", fleetWith({ access }))).toEqual([`passed: its access entry has ${shown}`]);
    has(["AmazonEKSViewPolicy"]);
    expect(await checkOf("aws-iam-access", fleetWith({ access }))).toEqual([
      `failed: its access entry has AmazonEKSViewPolicy, expected ${shown}`,
      "hubspoke up dev",
    ]);
    has(policy, ["AmazonEKSEditPolicy"]);
    expect(await checkOf("aws-iam-access", fleetWith({ access }))).toEqual([
      `failed: its access entry also has AmazonEKSEditPolicy, expected ${shown} alone`,
      `aws eks disassociate-access-policy --cluster-name prod-a --region eu-west-1 --principal-arn ${roleArn} ` +
        "--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
    ]);
  });

  it("has our group where the rights are rules", async () => {
    const rules = fleetWith({ access: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] } });
    has();
    expect(await checkOf("aws-iam-access", rules)).toEqual([
      "failed: its access entry has no policy, expected group hubspoke:argocd-manager",
      "hubspoke up dev",
    ]);
    aws.accessEntries[roleArn] = { kubernetesGroups: ["hubspoke:argocd-manager"] };
    expect(await checkOf("aws-iam-access", rules)).toEqual([
      "passed: its access entry has group hubspoke:argocd-manager",
    ]);
  });

  it("is not there", async () => {
    aws.accessEntries = {};
    expect(await checkOf("aws-iam-access")).toEqual([`failed: no access entry for ${roleArn}`, "hubspoke up dev"]);
    expect(await checkOf("aws-iam-access", fleetWith({ role: "given" }))).toEqual([
      `failed: no access entry for ${roleArn}`,
      `aws eks create-access-entry --cluster-name prod-a --region eu-west-1 --principal-arn ${roleArn}`,
    ]);
  });

  it("of a role that was there is its owner's matter", async () => {
    has(["AmazonEKSViewPolicy"]);
    expect(await checkOf("aws-iam-access", fleetWith({ role: "given" }))).toEqual([
      "passed: its access entry has AmazonEKSViewPolicy",
    ]);
  });

  it("cannot be, on a cluster of before access entries", async () => {
    aws.clusters["prod-a"] = { ...aws.clusters["prod-a"], accessConfig: { authenticationMode: "CONFIG_MAP" } };
    expect(await checkOf("aws-iam-access")).toEqual([
      'failed: EKS cluster "prod-a" is in authentication mode "CONFIG_MAP", expected API or API_AND_CONFIG_MAP: ' +
        "Argo CD is let in by an access entry",
      "aws eks update-cluster-config --name prod-a --region eu-west-1 --access-config " +
        "authenticationMode=API_AND_CONFIG_MAP, which cannot be undone (aws-auth goes on working), " +
        "or registration.mode: bearer-token",
    ]);
  });
});
