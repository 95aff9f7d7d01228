import { beforeEach, describe, expect, it } from "vitest";
import type { ExecSpec } from "../../../config/registration/index.js";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { verify } from "../../../fleet/verify.js";
import { checksOf, optionsFor } from "../checks-of.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64 } from "../support.js";

const command = {
  command: "kubelogin",
  args: ["get-token"],
  env: { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c" },
  apiVersion: "client.authentication.k8s.io/v1beta1",
} as const;
const subject = { kind: "User", name: "argocd@acme.com" } as const;

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
  putConfig({ execProviderConfig: { ...command, env: { AZURE_CLIENT_ID: "c", AZURE_TENANT_ID: "t" } } });
});

function registeredBy(change: Partial<ExecSpec> = {}): HubSpokeTopology {
  return withSpoke(fleet.topology, { registration: { mode: "exec", access: "admin", ...command, ...change } });
}

function putConfig(config: object): void {
  const secret = fleet.objects.secrets[1] as unknown as { data: Record<string, string> };
  secret.data["config"] = base64(JSON.stringify({ tlsClientConfig: { insecure: false }, ...config }));
}

const found = (id: string, change: Partial<ExecSpec> = {}) => checksOf(fleet, id, { topology: registeredBy(change) });

it("a spoke whose command is as it should be passes, and says what cannot be tried from here", async () => {
  const { checks } = await verify(registeredBy(), optionsFor(fleet));
  const ofSpoke = checks.filter(({ subject: name }) => name === "a");
  expect(ofSpoke.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "cluster-answers passed",
    "cluster-secret passed",
    "exec-secret passed",
    "credential-authenticates skipped",
    "credential-permissions skipped",
    "argocd-connection passed",
  ]);
  expect(await found("exec-secret")).toEqual(["passed a: no secret: Argo CD runs kubelogin"]);
  expect(await found("credential-authenticates")).toEqual([
    "skipped a: the command runs in Argo CD's pods, not here: argocd-connection says whether it works",
  ]);
  expect(await found("credential-permissions")).toEqual([
    "skipped a: no subject is named: whom the spoke takes the credential for is not known",
  ]);
});

describe("the cluster Secret", () => {
  it("has the command of the file", async () => {
    putConfig({ execProviderConfig: { ...command, args: ["--canary"], installHint: "canary" } });
    expect(await found("exec-secret")).toEqual([
      "failed a: execProviderConfig.args is not what the environment file says; " +
        "execProviderConfig.installHint is not what the environment file says",
    ]);
  });

  it("may leave out what is empty", async () => {
    putConfig({ execProviderConfig: { command: "kubelogin", apiVersion: command.apiVersion } });
    expect(await found("exec-secret", { args: [], env: {} })).toEqual(["passed a: no secret: Argo CD runs kubelogin"]);
  });

  it("holds no other credential", async () => {
    putConfig({ execProviderConfig: command, bearerToken: "canary" });
    expect(await found("exec-secret")).toEqual(["failed a: it holds bearerToken, expected no secret"]);
  });

  it("is there once", async () => {
    fleet.objects.secrets.pop();
    expect(await found("exec-secret")).toEqual(["skipped a: there is not exactly one cluster Secret"]);
  });
});

describe("the subject", () => {
  it("is what the operator asks about", async () => {
    expect(await found("credential-permissions", { subject })).toEqual([
      "passed a: it may do everything with everything, do everything with every path",
    ]);
    const asked = fleet.spoke.requests.filter(({ path }) => path.endsWith("/subjectaccessreviews"));
    expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toContainEqual({
      apiVersion: "authorization.k8s.io/v1",
      kind: "SubjectAccessReview",
      spec: {
        resourceAttributes: { verb: "*", group: "*", resource: "*" },
        user: "argocd@acme.com",
        groups: ["system:authenticated"],
      },
    });
  });

  it("may be a group", async () => {
    await found("credential-permissions", { subject: { kind: "Group", name: "gitops" } });
    const [asked] = fleet.spoke.requests.filter(({ path }) => path.endsWith("/subjectaccessreviews"));
    expect((JSON.parse(asked?.body ?? "") as { spec: object }).spec).toMatchObject({
      groups: ["gitops", "system:authenticated"],
    });
  });

  it("may do no more than access says", async () => {
    const narrow = { subject, access: { namespaces: ["team"] } };
    fleet.may = ({ resourceAttributes }) =>
      (resourceAttributes?.["namespace"] === "team" && resourceAttributes["verb"] !== "*") ||
      resourceAttributes?.["verb"] === "impersonate";
    expect(await found("credential-permissions", narrow)).toEqual([
      'passed a: it may get everything in namespace "team", list everything in namespace "team", ' +
        'watch everything in namespace "team" and 4 more',
    ]);
    const { checks } = await verify(registeredBy(narrow), optionsFor(fleet));
    expect(checks.find(({ id }) => id === "credential-restrictions")).toMatchObject({
      status: "failed",
      message: "it may impersonate users",
      fix: 'deploy the spoke\'s registration stack again, and look for other role bindings of User "argocd@acme.com"',
    });
  });

  it("is not asked about where the operator may not ask", async () => {
    fleet.identity = undefined;
    expect(await found("credential-permissions", { subject })).toEqual([
      `skipped a: ${fleet.spoke.url} answered 401 to POST /apis/authorization.k8s.io/v1/subjectaccessreviews: Unauthorized`,
    ]);
  });

  it("is not asked about where the spoke does not answer", async () => {
    await fleet.spoke.close();
    expect(await found("credential-permissions", { subject })).toEqual(["skipped a: the cluster does not answer"]);
  });
});
