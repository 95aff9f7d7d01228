import { expect, it } from "vitest";
import { hangingOf } from "../../../fleet/drain/hanging.js";
import { clientFromContext } from "../../../fleet/kubernetes.js";
import type { Application } from "../../../fleet/objects.js";
import { base64, cleanUp, startServer, status, type Answer } from "../support.js";

const resources = [
  { kind: "ConfigMap", version: "v1", namespace: "apps", name: "held" },
  { kind: "Namespace", version: "v1", name: "apps" },
  { group: "apps", kind: "Deployment", version: "v1", namespace: "apps", name: "gone" },
  { group: "example.com", kind: "Thing", version: "v1", namespace: "apps", name: "unknown" },
  { kind: "Secret", version: "v1", namespace: "apps", name: "hidden" },
];

const answers: Readonly<Record<string, Answer>> = {
  "/api/v1": {
    resources: [
      { kind: "Namespace", name: "namespaces/status", namespaced: false },
      { kind: "Namespace", name: "namespaces", namespaced: false },
      { kind: "ConfigMap", name: "configmaps", namespaced: true },
      { kind: "Secret", name: "secrets", namespaced: true },
    ],
  },
  "/apis/apps/v1": { resources: [{ kind: "Deployment", name: "deployments", namespaced: true }] },
  "/api/v1/namespaces/apps/configmaps/held": {
    metadata: { name: "held", deletionTimestamp: "2026-01-01T00:00:00Z", finalizers: ["example.com/hold"] },
  },
  "/api/v1/namespaces/apps": { metadata: { name: "apps" } },
  "/api/v1/namespaces/apps/secrets/hidden": status(403, "secrets is forbidden"),
};

async function lines(application: Partial<Application>): Promise<readonly string[]> {
  const server = await startServer(({ path }) => answers[path] ?? status(404, "not found"));
  const cluster = { server: server.url, "certificate-authority-data": base64(server.ca) };
  const spoke = await clientFromContext({ cluster, user: {} });
  cleanUp(() => spoke.close());
  const found = await hangingOf({ metadata: { namespace: "argocd", name: "web" }, spec: {}, ...application }, spoke);
  return found.map((line) => line.replaceAll(server.url, "https://spoke"));
}

it("names each object that is still there, and what holds it", async () => {
  expect(await lines({ status: { resources } })).toEqual([
    "  - Application argocd/web",
    "    ConfigMap apps/held is being deleted, held by finalizer example.com/hold",
    "    Namespace apps is there",
    "    Secret apps/hidden: https://spoke answered 403 to GET /api/v1/namespaces/apps/secrets/hidden: secrets is forbidden",
  ]);
});

it("says what Argo CD says, and that it waits for somebody", async () => {
  const conditions = [
    { type: "DeletionError", message: "no route to host" },
    { type: "SyncError", message: "something else" },
  ];
  const consent = { kind: "Namespace", version: "v1", name: "other", requiresDeletionConfirmation: true };
  expect(await lines({ status: { conditions, resources: [consent] } })).toEqual([
    "  - Application argocd/web",
    "    Argo CD: no route to host",
    "    it waits for somebody's consent: argocd app confirm-deletion argocd/web",
  ]);
});

it("names ten objects and counts the others", async () => {
  const many = Array.from({ length: 12 }, () => ({ kind: "Namespace", version: "v1", name: "apps" }));
  const found = await lines({ status: { resources: many } });
  expect(found.slice(10)).toEqual(["    Namespace apps is there", "    and 2 more"]);
});
