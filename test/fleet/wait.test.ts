import { expect, it, vi } from "vitest";
import type { Report } from "../../fleet/verify.js";
import { waitUntilVerified } from "../../fleet/wait.js";
import { root, startFleet } from "./fake-fleet.js";

const components = {
  argocdComponents: async () => [{ name: "argocd-server", healthy: true, detail: "answers" }],
  env: {},
};

it("looks again until nothing fails", async () => {
  const fleet = await startFleet();
  fleet.objects.applications = [root({ sync: { status: "OutOfSync" } })];
  const seen: boolean[] = [];
  const onProgress = (report: Report): void => {
    seen.push(report.ok);
    fleet.objects.applications = [root()];
  };
  const report = await waitUntilVerified(fleet.topology, { ...components, deadline: Date.now() + 20_000, onProgress });
  expect(report.ok).toBe(true);
  expect(seen).toEqual([false, true]);
});

it("returns the last report at its deadline, and has written nothing", async () => {
  const fleet = await startFleet();
  fleet.objects.applications = [];
  const report = await waitUntilVerified(fleet.topology, { ...components, deadline: Date.now() });
  expect(report).toMatchObject({ ok: false, counts: { failed: 1 } });
  expect(fleet.hub.requests.filter((request) => request.method !== "GET")).toEqual([]);
});

it("rejects with the reason of an abort", async () => {
  const fleet = await startFleet();
  fleet.objects.applications = [];
  const interrupt = new AbortController();
  const waiting = waitUntilVerified(fleet.topology, {
    ...components,
    deadline: Date.now() + 20_000,
    signal: interrupt.signal,
    onProgress: () => interrupt.abort(new Error("interrupted")),
  });
  await expect(waiting).rejects.toMatchObject({ message: "interrupted" });
});

it("has Argo CD look at what failed, where it is told to, and at nothing else", async () => {
  const fleet = await startFleet();
  fleet.objects.applications = [root(), root({ sync: { status: "OutOfSync" } }, "stale")];
  fleet.objects.applicationsets = [{ metadata: { name: "baseline" } }];
  const onProgress = (): void => {
    fleet.objects.applications = [root()];
    fleet.objects.applicationsets = [];
  };
  await waitUntilVerified(fleet.topology, { ...components, deadline: Date.now() + 20_000, refresh: true, onProgress });
  const writes = fleet.hub.requests.filter((request) => request.method !== "GET");
  expect(writes.map((request) => [request.method, request.path, request.body])).toEqual([
    [
      "PATCH",
      "/apis/argoproj.io/v1alpha1/namespaces/argocd/applicationsets/baseline",
      '{"metadata":{"annotations":{"argocd.argoproj.io/application-set-refresh":"true"}}}',
    ],
    [
      "PATCH",
      "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/stale",
      '{"metadata":{"annotations":{"argocd.argoproj.io/refresh":"normal"}}}',
    ],
  ]);
});

it("has Argo CD compare every Application before the first look, where it is told to", async () => {
  const fleet = await startFleet();
  const asked = { ...root(), metadata: { name: "root", annotations: { "argocd.argoproj.io/refresh": "normal" } } };
  fleet.objects.applications = [asked];
  const waiting = waitUntilVerified(fleet.topology, {
    ...components,
    deadline: Date.now() + 20_000,
    compareAll: true,
    onProgress: () => expect(fleet.objects.applications).toEqual([root()]),
  });
  await vi.waitFor(() => expect(fleet.hub.requests.some(({ method }) => method === "PATCH")).toBe(true));
  fleet.objects.applications = [root()];
  expect((await waiting).ok).toBe(true);
  expect(fleet.hub.requests.filter(({ method }) => method !== "GET").map(({ path }) => path)).toEqual([
    "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/root",
  ]);
});
