import { describe, expect, it } from "vitest";
import { drainSpoke } from "../../fleet/drain.js";
import type { LeavingApplications } from "../../config/topology.js";
import { application, ownedBy, secret, startHub, type FakeHub } from "./drain/fake-hub.js";
import { answerRefresh, applicationOf, cascade, playArgoCd, putRoot, secretOf, tracked } from "./drain/play.js";

const soon = () => Date.now() + 10_000;

function start(applications: LeavingApplications): Promise<FakeHub> {
  return startHub({ applications, unreachable: false });
}

/** What is said while the hub is drained. */
async function drain(hub: FakeHub, deadline = soon()): Promise<readonly string[]> {
  const said: string[] = [];
  await drainSpoke(hub.topology, hub.spoke, { deadline, onProgress: (line) => said.push(line) });
  return said;
}

async function refusal(hub: FakeHub, deadline = soon()): Promise<string> {
  return drain(hub, deadline).then(
    (said) => `it was drained: ${said.join("; ")}`,
    (error: Error) => error.message,
  );
}

it("refuses while there are Applications, by name or by server and in any namespace, and says what makes each", async () => {
  const hub = await start("refuse");
  const server = Buffer.from((secretOf(hub).data as { server: string }).server, "base64").toString();
  hub.put("applications", application("web", ownedBy("apps")));
  hub.put("applications", {
    ...application("api", { namespace: "teams" }),
    spec: { destination: { server: `${server}/` } },
  });
  hub.put("applications", application("own", tracked));
  hub.put("applications", { ...application("other"), spec: { destination: { name: "b" } } });
  expect(await refusal(hub)).toBe(
    'spoke "a" is retired, and Argo CD still delivers to it; nothing was changed:\n' +
      '  - argocd/web, which ApplicationSet "apps" makes\n' +
      "  - teams/api\n" +
      '  - argocd/own, which Application "root" makes\n' +
      "  fix: take them out in Git and deploy again, or say in the environment file what becomes of them: " +
      "hubspoke spoke retire dev a --applications orphan|delete",
  );
  expect(hub.writes).toEqual([]);
});

it.each(["refuse", "orphan", "delete"] as const)("%s has nothing to do where nothing is delivered", async (choice) => {
  const hub = await start(choice);
  hub.put("applications", { ...application("other"), spec: { destination: { name: "b" } } });
  expect(await drain(hub)).toEqual([]);
  expect(hub.has("applications", "other")).toBe(true);
});

it("says that the hub does not answer", async () => {
  const hub = await start("refuse");
  const { cluster } = hub.topology.hub;
  const gone = { ...cluster, kubeconfig: "/nowhere/kubeconfig" } as typeof cluster;
  const topology = { ...hub.topology, hub: { ...hub.topology.hub, cluster: gone } };
  await expect(drainSpoke(topology, hub.spoke, { deadline: soon(), onProgress: () => undefined })).rejects.toThrow(
    "the hub does not answer: /nowhere/kubeconfig does not exist\n" +
      "  fix: nothing was changed; deploy again once it answers",
  );
});

describe("orphan", () => {
  it.each([true, false])("lets go of the spoke before anything is deleted (preserve: %s)", async (preserve) => {
    const hub = await start("orphan");
    hub.put("applications", application("web", { ...ownedBy("apps"), finalizers: preserve ? [] : [cascade] }));
    hub.put("applications", application("api", { finalizers: [cascade] }));
    const deleted = playArgoCd(hub, preserve);
    expect(await drain(hub)).toEqual(['removing argocd/web, which ApplicationSet "apps" makes', "removing argocd/api"]);
    expect([...deleted]).toEqual([]);
    expect(hub.has("applications", "web") || hub.has("applications", "api")).toBe(false);
    expect(secretOf(hub).metadata.labels).toEqual({});
    expect(hub.writes[0]).toBe(`PATCH /api/v1/namespaces/argocd/secrets/${secret}`);
  });

  it("goes on where a run was interrupted", async () => {
    const hub = await start("orphan");
    secretOf(hub).metadata.labels = {};
    hub.put("applications", application("api", { finalizers: [cascade], deletionTimestamp: "2026-01-01T00:00:00Z" }));
    await drain(hub);
    expect(hub.has("applications", "api")).toBe(false);
  });

  it("deletes nothing that got its finalizer back in the meantime", async () => {
    const hub = await start("orphan");
    const web = application("web", { finalizers: [cascade] });
    hub.put("applications", web);
    let again = 2;
    hub.react = () => {
      answerRefresh(hub);
      const found = applicationOf(hub, "web");
      expect(found?.metadata.deletionTimestamp).toBeUndefined();
      if (found?.metadata.finalizers?.length === 0 && again-- > 0) hub.put("applications", web);
    };
    await drain(hub);
    expect(hub.has("applications", "web")).toBe(false);
    expect(hub.writes.filter((write) => write.startsWith("DELETE"))).toHaveLength(3);
  });

  it("names what comes back from Git", async () => {
    const hub = await start("orphan");
    putRoot(hub);
    hub.put("applications", application("web", tracked));
    hub.react = () => answerRefresh(hub);
    expect(await refusal(hub)).toBe(
      'Argo CD has let go of spoke "a", and what was delivered to it stays; these Applications come back:\n' +
        '  - argocd/web, which Application "root" makes\n' +
        "  fix: take them out in Git, which touches nothing on the spoke any more, and deploy again",
    );
  });

  it("is done where Git has no more of it", async () => {
    const hub = await start("orphan");
    putRoot(hub, true);
    hub.put("applications", application("web", tracked));
    hub.react = () => answerRefresh(hub);
    expect(await drain(hub)).toEqual(['removing argocd/web, which Application "root" makes']);
  });

  it("names a finalizer of somebody else's", async () => {
    const hub = await start("orphan");
    hub.put("applications", application("web", { finalizers: [cascade, "example.com/hold"] }));
    expect(await refusal(hub, Date.now() + 600)).toBe(
      'Argo CD has let go of spoke "a"; these Applications do not go:\n' +
        "  - argocd/web: held by finalizer example.com/hold\n" +
        "  fix: see to what holds them, and deploy again",
    );
  });
});

describe("delete", () => {
  it.each([true, false])("deletes what an ApplicationSet would keep or not (preserve: %s)", async (preserve) => {
    const hub = await start("delete");
    hub.put("applications", application("web", { ...ownedBy("apps"), finalizers: preserve ? [] : [cascade] }));
    hub.put("applications", application("api"));
    const deleted = playArgoCd(hub, preserve);
    expect(await drain(hub)).toEqual([
      "deleting argocd/web and what it delivered",
      "deleting argocd/api and what it delivered",
    ]);
    expect([...deleted].sort()).toEqual(["api", "web"]);
    expect(secretOf(hub).metadata.labels).toEqual({ "argocd.argoproj.io/secret-type": "cluster" });
  });

  it("deletes what an interrupted run was about to", async () => {
    const hub = await start("delete");
    const spec = { project: "platform", destination: { name: "a" } };
    const record = JSON.stringify([{ namespace: "argocd", name: "web", spec }]);
    secretOf(hub).metadata.annotations = { "hubspoke/draining": record };
    const deleted = playArgoCd(hub, true);
    expect(await drain(hub)).toEqual(["deleting argocd/web and what it delivered"]);
    expect([...deleted]).toEqual(["web"]);
  });

  it("refuses what comes back from Git, and gives it the finalizer", async () => {
    const hub = await start("delete");
    putRoot(hub);
    hub.put("applications", application("web", tracked));
    expect(await refusal(hub)).toBe(
      'spoke "a" has Applications that would come back:\n' +
        '  - argocd/web, which Application "root" makes\n' +
        "  fix: take them out in Git, with which Argo CD deletes what they delivered, and deploy again",
    );
    expect(applicationOf(hub, "web")?.metadata.finalizers).toEqual([cascade]);
    expect(secretOf(hub).metadata.labels).toMatchObject({ tier: "gold" });
  });

  it("names the ApplicationSet that makes an Application again", async () => {
    const hub = await start("delete");
    const web = application("web", ownedBy("all"));
    hub.put("applications", web);
    hub.react = () => {
      const found = applicationOf(hub, "web");
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) hub.put("applications", web);
    };
    expect(await refusal(hub)).toBe(
      'spoke "a" has an Application that comes back: argocd/web, which ApplicationSet "all" makes\n' +
        "  fix: take the spoke out of what makes it, in Git, or choose applications: orphan; and deploy again",
    );
  });

  it("names what Argo CD says when it does not get on", async () => {
    const hub = await start("delete");
    const status = { conditions: [{ type: "DeletionError", message: "no route to host" }] };
    hub.put("applications", { ...application("web"), status });
    expect(await refusal(hub, Date.now() + 600)).toBe(
      'spoke "a" still has what is to be deleted:\n' +
        "  - Application argocd/web\n    Argo CD: no route to host\n" +
        "  fix: see to what holds it, and deploy again: it goes on where it stopped",
    );
  });

  it("refuses a spoke in quarantine", async () => {
    const hub = await start("delete");
    secretOf(hub).metadata.annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
    expect(await refusal(hub)).toBe(
      'spoke "a" is in quarantine, in which Argo CD deletes nothing; nothing was changed\n' +
        "  fix: take back its retirement, end the quarantine and deploy, then retire it; " +
        "or let Argo CD go: hubspoke spoke retire dev a --applications orphan",
    );
  });

  it("refuses a spoke that Argo CD does not know any more", async () => {
    const hub = await start("delete");
    hub.put("applications", application("web"));
    secretOf(hub).metadata.labels = {};
    expect(await refusal(hub)).toBe(
      'Argo CD does not know spoke "a" any more, so it deletes nothing there; nothing was changed:\n  - argocd/web\n' +
        "  fix: take back its retirement and deploy, then retire it; " +
        "or let Argo CD go: hubspoke spoke retire dev a --applications orphan",
    );
    expect(hub.writes).toEqual([]);
  });
});
