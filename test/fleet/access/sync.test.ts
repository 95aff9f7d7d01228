import { beforeEach, expect, it } from "vitest";
import { syncForbidden } from "../../../fleet/access/sync.js";
import { openFleet } from "../../../fleet/fleet.js";
import { takeSnapshot } from "../../../fleet/snapshot.js";
import { waitUntilVerified } from "../../../fleet/wait.js";
import { optionsFor } from "../checks-of.js";
import { COMMIT, root, startFleet, type FakeFleet } from "../fake-fleet.js";

const forbidden = { phase: "Failed", message: "configmaps is forbidden: User may not create" };
const automated = { automated: { prune: true }, syncOptions: ["CreateNamespace=true"] };
let fleet: FakeFleet;

beforeEach(async () => {
  fleet = await startFleet({
    from: "gitops",
    rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["create", "delete", "patch", "update"] }],
  });
  fleet.may = ({ resourceAttributes: { verb = "", resource } = {} }) =>
    ["get", "list", "watch"].includes(verb) || resource === "configmaps";
  fleet.onSpoke["/api/v1"] = { resources: [{ name: "configmaps", kind: "ConfigMap" }] };
});

function deliver(name: string, operationState: object, syncPolicy: object = automated): void {
  const application = root({ sync: { status: "OutOfSync", revision: COMMIT }, operationState }, name);
  const metadata = { name, namespace: "apps" };
  fleet.objects.applications.push({ ...application, metadata, spec: { destination: { name: "a" }, syncPolicy } });
}

function patches(): { readonly path: string; readonly body: unknown }[] {
  const sent = fleet.hub.requests.filter(({ method }) => method === "PATCH");
  return sent.map(({ path, body }) => ({ path, body: JSON.parse(body) as unknown }));
}

async function sync(): Promise<string[]> {
  const open = openFleet(fleet.topology, optionsFor(fleet));
  try {
    const [spoke] = fleet.topology.spokes;
    return spoke === undefined ? [] : await syncForbidden(takeSnapshot(open), spoke);
  } finally {
    open.close();
  }
}

/** All is well at the third look: what is done in between is done after the first. */
async function waitForSecondLook(): Promise<void> {
  let looks = 0;
  const onProgress = () => {
    looks += 1;
    if (looks === 2) fleet.objects.applications = [root()];
  };
  const deadline = Date.now() + 60_000;
  const report = await waitUntilVerified(fleet.topology, { ...optionsFor(fleet), deadline, refresh: true, onProgress });
  expect(report.ok).toBe(true);
}

it("starts the operation that Argo CD has given up on, as Argo CD would", async () => {
  deliver("web", forbidden);
  expect(await sync()).toEqual(["apps/web"]);
  expect(patches()).toEqual([
    {
      path: "/apis/argoproj.io/v1alpha1/namespaces/apps/applications/web",
      body: {
        operation: {
          initiatedBy: { username: "hubspoke" },
          retry: { limit: 5 },
          sync: { prune: true, syncOptions: ["CreateNamespace=true"], revision: COMMIT },
        },
      },
    },
  ]);
});

it.each([
  ["still tries", { ...forbidden, phase: "Running" }, automated],
  ["failed for another reason", { phase: "Failed", message: "no such path" }, automated],
  ["is synced by people", forbidden, {}],
  ["is not synced automatically any more", forbidden, { automated: { enabled: false } }],
])("leaves alone what %s", async (_, operationState, syncPolicy) => {
  deliver("web", operationState, syncPolicy);
  expect(await sync()).toEqual([]);
  expect(patches()).toEqual([]);
});

it("is done while it is waited for, once the rules cover what is delivered", async () => {
  deliver("web", forbidden);
  const operations = () => patches().filter(({ body }) => "operation" in (body as object));
  await waitForSecondLook();
  expect(operations()).toHaveLength(1);
});

it("is not done while they do not", async () => {
  deliver("web", forbidden);
  const { status } = fleet.objects.applications.at(-1) as unknown as { status: { resources?: object[] } };
  status.resources = [{ version: "v1", kind: "Secret", name: "x" }];
  fleet.onSpoke["/api/v1"] = { resources: [{ name: "secrets", kind: "Secret" }] };
  await waitForSecondLook();
  expect(patches().filter(({ body }) => "operation" in (body as object))).toEqual([]);
});
