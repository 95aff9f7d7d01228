import { beforeEach, describe, expect, it } from "vitest";
import type { HubSpokeTopology } from "../../config/topology.js";
import { findObstacles } from "../../fleet/preflight.js";
import { spokeSecret, startFleet, withSpoke, type FakeFleet, type FakeObject } from "./fake-fleet.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

const obstacles = (topology: HubSpokeTopology = fleet.topology) => findObstacles(topology, { env: {} });

/** The spoke's own Secret under another name, with other labels. */
function rival(labels: Record<string, string> = {}, data: Record<string, string> = {}): FakeObject {
  const secret = spokeSecret(fleet.spoke) as FakeObject & { readonly data: object };
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]);
  const type = { "argocd.argoproj.io/secret-type": "cluster" };
  return {
    metadata: { name: "theirs", labels: { ...type, ...labels } },
    data: { ...secret.data, ...Object.fromEntries(encoded) },
  };
}

describe("what stands in the way of a deploy", () => {
  it("is nothing where all answer and Secrets are our own", async () => {
    expect(await obstacles()).toEqual([]);
  });

  it("is a hub that does not answer, and then nothing else is asked", async () => {
    await fleet.hub.close();
    const problem = `${fleet.hub.url} does not answer: connection refused`;
    expect(await obstacles()).toEqual([{ cluster: "hub", problem }]);
    expect(fleet.spoke.requests).toEqual([]);
  });

  it("is a spoke that does not answer", async () => {
    await fleet.spoke.close();
    expect(await obstacles()).toEqual([
      { cluster: "a", problem: `${fleet.spoke.url} does not answer: connection refused` },
    ]);
  });

  it("is no spoke that is retired", async () => {
    await fleet.spoke.close();
    expect(await obstacles(withSpoke(fleet.topology, { retired: true }))).toEqual([]);
  });

  it("is a Secret of the same server that somebody else made", async () => {
    fleet.objects.secrets.push(rival({}, { name: "payments", server: `${fleet.spoke.url}/` }));
    expect(await obstacles()).toEqual([
      {
        cluster: "a",
        problem: `Secret "theirs" on the hub has its server ${fleet.spoke.url} already, and Argo CD would take any of the two`,
        fix: "take it over with adopt: { secret: theirs }, or delete it if nothing needs it",
      },
    ]);
  });

  it("is a Secret of the same name, of another environment", async () => {
    const labels = { "hubspoke/environment": "prod", "hubspoke/name": "a" };
    fleet.objects.secrets.push(rival(labels, { server: "https://10.0.0.1" }));
    expect(await obstacles()).toEqual([
      {
        cluster: "a",
        problem: 'Secret "theirs" on the hub has its name "a" already, and Argo CD would take any of the two',
        fix: 'it is of spoke "a" of environment "prod": retire it there first',
      },
    ]);
  });

  it("is a Secret of a spoke that the file no longer has", async () => {
    fleet.objects.secrets.push(rival({ "hubspoke/environment": "dev", "hubspoke/name": "old" }, { name: "old" }));
    expect((await obstacles())[0]?.fix).toBe(
      'it is of spoke "old" of this environment: put that entry back, retired: true, and deploy first',
    );
  });

  it("is not the Secret that a spoke takes over", async () => {
    fleet.objects.secrets.splice(1, 1, rival());
    expect(await obstacles(withSpoke(fleet.topology, { secretName: "theirs" }))).toEqual([]);
  });
});
