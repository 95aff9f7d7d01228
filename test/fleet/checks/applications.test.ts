import { beforeEach, describe, expect, it } from "vitest";
import { verify } from "../../../fleet/verify.js";
import { checksOf, optionsFor } from "../checks-of.js";
import { COMMIT, root, spokeSecret, startFleet, type FakeFleet } from "../fake-fleet.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

describe("application", () => {
  it.each([
    [{ sync: { status: "OutOfSync" } }, "failed root: OutOfSync and Healthy"],
    [{ sync: { status: "" }, health: undefined }, "failed root: not compared yet and of unknown health"],
    [{ health: { status: "Degraded", message: "no quota" } }, "failed root: Synced and Degraded: no quota"],
    [
      { sync: { status: "Unknown" }, conditions: [{ type: "ComparisonError", message: "repository not found" }] },
      "failed root: Unknown and Healthy: repository not found",
    ],
    [
      { sync: { status: "OutOfSync" }, operationState: { phase: "Failed", message: "namespace is being terminated" } },
      "failed root: OutOfSync and Healthy: namespace is being terminated",
    ],
    [
      { sync: { status: "Synced", revision: "f".repeat(40) } },
      `failed root: Synced and Healthy, but at ffffffff while ${COMMIT} is at 1a2b3c4d`,
    ],
    [{}, `passed root: Synced and Healthy at 1a2b3c4d of ${COMMIT}`],
  ])("%#", async (status, expected) => {
    fleet.objects.applications = [root(status)];
    expect(await checksOf(fleet, "application")).toEqual([expected]);
  });

  it.each([
    [
      'configmaps is forbidden: User "argocd" cannot create resource "configmaps"',
      "hubspoke access dev a shows what it needs",
    ],
    [
      "rolebindings is forbidden: user is attempting to grant RBAC permissions not currently held",
      'add to registration.access of "a" what the role is to give, or bind for it (docs/access.md)',
    ],
    ["no such path", expect.stringMatching(/^kubectl .* describe application baseline$/)],
  ])("is told what access lacks: %s", async (message, fix) => {
    const narrow = await startFleet("read-only");
    const baseline = root({ sync: { status: "OutOfSync" }, operationState: { phase: "Failed", message } }, "baseline");
    (baseline["spec"] as { destination: object }).destination = { name: "a" };
    narrow.objects.applications = [baseline];
    const { checks } = await verify(narrow.topology, optionsFor(narrow));
    expect(checks.find(({ id }) => id === "application")).toMatchObject({ status: "failed", fix });
  });

  it("is a warning where the repository cannot be read from here", async () => {
    const application = root();
    (application["spec"] as { source: object }).source = { repoURL: "file:///no/repository", targetRevision: "main" };
    fleet.objects.applications = [application];
    expect(await checksOf(fleet, "application", { env: process.env })).toEqual([
      "warning root: Synced and Healthy at 1a2b3c4d, not compared: git cannot read file:///no/repository: '/no/repository' does not appear to be a git repository",
    ]);
  });

  it("fails where there is none at all", async () => {
    fleet.objects.applications = [];
    expect(await checksOf(fleet, "application")).toEqual([
      "failed hub: Argo CD has no Application, not even the root Application",
    ]);
  });

  it("is let alone in quarantine", async () => {
    fleet.objects.secrets[1] = { ...spokeSecret(fleet.spoke) };
    fleet.objects.secrets[1].metadata.annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
    const application = root({ sync: { status: "OutOfSync" } }, "a-baseline");
    (application["spec"] as { destination: object }).destination = { name: "a" };
    fleet.objects.applications.push(application);
    expect(await checksOf(fleet, "application")).toContain("skipped a-baseline: its cluster is in quarantine");
  });
});

describe("applicationset", () => {
  it.each([
    [[{ type: "ErrorOccurred", status: "True", message: "missing key" }], "failed baseline: missing key"],
    [[], "failed baseline: the ApplicationSet controller has not looked at it yet"],
    [[{ type: "ResourcesUpToDate", status: "False", message: "rolling out" }], "failed baseline: rolling out"],
    [
      [
        { type: "ErrorOccurred", status: "False" },
        { type: "ResourcesUpToDate", status: "True" },
      ],
      "passed baseline: its Applications are up to date",
    ],
  ])("%#", async (conditions, expected) => {
    fleet.objects.applicationsets = [{ metadata: { name: "baseline" }, status: { conditions } }];
    expect(await checksOf(fleet, "applicationset")).toEqual([expected]);
  });

  it("that an Application just delivered is waited for", async () => {
    fleet.objects.applications = [root({ resources: [{ kind: "ApplicationSet", name: "new" }] })];
    expect(await checksOf(fleet, "applicationset")).toEqual([
      "failed new: an Application delivers it, and it is not there",
    ]);
  });
});
