import { beforeEach, describe, expect, it } from "vitest";
import { checksOf } from "../checks-of.js";
import { connected, startFleet, type FakeFleet } from "../fake-fleet.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

describe("argocd-connection", () => {
  it.each([
    [{ status: "Failed", message: "dial tcp: refused" }, "failed a: Failed: dial tcp: refused"],
    [
      { status: "Unknown", message: "Cluster has no applications and is not being monitored." },
      "skipped a: Unknown: Cluster has no applications and is not being monitored.",
    ],
    [{ status: "", message: "" }, "warning a: Argo CD has not recorded its state yet, which it does every 20 s"],
  ])("%j", async (connectionState, expected) => {
    fleet.clusters[1] = { ...connected(fleet.spoke.url), connectionState };
    expect(await checksOf(fleet, "argocd-connection")).toContain(expected);
  });

  it("fails where Argo CD does not know the cluster", async () => {
    fleet.clusters.pop();
    expect(await checksOf(fleet, "argocd-connection")).toContain("failed a: Argo CD does not list it");
  });

  it("is not looked at where argocd-server is not reached", async () => {
    expect(await checksOf(fleet, "argocd-connection", { argocdServer: undefined })).toContain(
      "skipped a: argocd-server is not reached from here, and only it knows",
    );
  });

  it("gives no password to a server with another certificate", async () => {
    const impostor = fleet.spoke;
    expect(await checksOf(fleet, "argocd-connection", { argocdServer: impostor.url })).toContain(
      `failed a: ${impostor.url} does not answer: its certificate is self-signed and not the expected one`,
    );
    expect(impostor.requests.map((request) => request.path)).not.toContain("/api/v1/session");
  });
});
