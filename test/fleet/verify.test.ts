import { beforeEach, describe, expect, it } from "vitest";
import type { Check } from "../../fleet/check.js";
import { verify } from "../../fleet/verify.js";
import { checksOf, optionsFor } from "./checks-of.js";
import { startFleet, type FakeFleet } from "./fake-fleet.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

describe("an environment that is as its file says", () => {
  it("passes every check, in a stable order, each told as it is found", async () => {
    const told: Check[] = [];
    const report = await verify(fleet.topology, { ...optionsFor(fleet), onCheck: (check) => told.push(check) });
    expect(report.checks.map((check) => `${check.status} ${check.subject}: ${check.id}`)).toEqual([
      "passed hub: cluster-answers",
      "passed argocd-server: argocd-component",
      "passed hub: cluster-secret",
      "passed hub: argocd-connection",
      "passed a: cluster-answers",
      "passed a: cluster-secret",
      "passed a: cluster-secret-edited",
      "passed a: credential-authenticates",
      "passed a: credential-permissions",
      "passed a: credential-expiry",
      "passed a: argocd-connection",
      "passed hub: cluster-secret-leftover",
      "passed root: application",
    ]);
    expect(told).toEqual(report.checks);
    expect(report).toMatchObject({
      environment: "dev",
      ok: true,
      counts: { passed: 13, warning: 0, failed: 0, skipped: 0 },
    });
  });

  it("changes nothing", async () => {
    await verify(fleet.topology, optionsFor(fleet));
    const writes = [...fleet.hub.requests, ...fleet.spoke.requests].filter((request) => request.method !== "GET");
    expect(new Set(writes.map((request) => request.path))).toEqual(
      new Set([
        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      ]),
    );
  });

  it("never tells a credential", async () => {
    fleet.identity = undefined;
    const text = JSON.stringify(await verify(fleet.topology, optionsFor(fleet)));
    const config = Buffer.from((fleet.objects.secrets[1]?.["data"] as { config: string }).config, "base64").toString();
    for (const secret of [JSON.parse(config).bearerToken as string, "admin-password", 'session"'])
      expect(text).not.toContain(secret);
  });
});

describe("cluster-answers", () => {
  it("names a process of a local cluster that does not run, though the API server answers", async () => {
    const clusterProblem = async (cluster: string) => (cluster === "a" ? "etcd does not run" : undefined);
    const found = await checksOf(fleet, "cluster-answers", { clusterProblem });
    expect(found.filter((line) => !line.startsWith("passed"))).toEqual(["failed a: etcd does not run"]);
  });

  it("fails where nobody listens, and what depends on it is skipped", async () => {
    await fleet.spoke.close();
    const { checks } = await verify(fleet.topology, optionsFor(fleet));
    expect(checks.filter((check) => check.subject === "a" && check.status !== "passed")).toEqual([
      {
        id: "cluster-answers",
        subject: "a",
        status: "failed",
        message: `${fleet.spoke.url} does not answer: connection refused`,
        fix: "hubspoke up dev",
      },
      { id: "credential-authenticates", subject: "a", status: "skipped", message: "the cluster does not answer" },
      { id: "credential-permissions", subject: "a", status: "skipped", message: "the cluster does not answer" },
    ]);
  });

  it("fails only once for a hub that is down", async () => {
    await fleet.hub.close();
    const { counts } = await verify(fleet.topology, optionsFor(fleet));
    expect(counts).toEqual({ passed: 2, warning: 0, failed: 1, skipped: 11 });
  });
});

describe("argocd-component", () => {
  const deployment = (ready: number, generation = 1) => ({
    metadata: { name: "argocd-server", generation },
    spec: { replicas: 2 },
    status: { readyReplicas: ready, observedGeneration: 1 },
  });

  it.each([
    [[deployment(2)], ["passed argocd-server: 2 of 2 ready"]],
    [[deployment(1)], ["failed argocd-server: 1 of 2 ready"]],
    [[deployment(2, 2)], ["failed argocd-server: its last change is not rolled out yet"]],
    [[], ["failed argocd: no component of Argo CD is there"]],
  ])("reads Deployments where it runs as pods (%#)", async (deployments, expected) => {
    fleet.objects.deployments = deployments as typeof fleet.objects.deployments;
    expect(await checksOf(fleet, "argocd-component", { argocdComponents: undefined })).toEqual(expected);
  });

  it("asks the processes where it does not", async () => {
    const argocdComponents = async () => [{ name: "redis", healthy: false, detail: "connection refused" }];
    expect(await checksOf(fleet, "argocd-component", { argocdComponents })).toEqual([
      "failed redis: connection refused",
    ]);
  });
});
