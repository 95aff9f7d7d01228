import { beforeEach, expect, test } from "vitest";
import type { HubSpokeTopology, Spoke } from "../../config/topology.js";
import { findAdoptions } from "../../fleet/adoption.js";
import { base64 } from "./support.js";
import { startFleet, withSpoke, type FakeFleet } from "./fake-fleet.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

const adoption = { manager: false };
const names = { secretName: "cluster-1", argocdName: "admin@a", adoption };

function secret(data: object, labels: Readonly<Record<string, string>> = {}): void {
  const fields = {
    name: "admin@a",
    server: fleet.spoke.url,
    config: JSON.stringify({ bearerToken: "canary" }),
    ...data,
  };
  const encoded = Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, base64(String(value))]));
  fleet.objects.secrets = [{ metadata: { name: "cluster-1", labels }, data: encoded }];
}

async function found(change: Partial<Spoke> = {}, topology: HubSpokeTopology = fleet.topology) {
  const { pending, missing, obstacles } = await findAdoptions(withSpoke(topology, { ...names, ...change }));
  expect(JSON.stringify(obstacles)).not.toContain("canary");
  return { pending: pending.map(({ name }) => name), missing: missing.map(({ name }) => name), obstacles };
}

const none = { pending: [], missing: [], obstacles: [] };

test("a Secret that is as the file says is taken over", async () => {
  secret({});
  expect(await found()).toEqual({ ...none, pending: ["a"] });
});

test("nothing is asked where nothing is adopted, or is leaving", async () => {
  expect(await found({ adoption: undefined })).toEqual(none);
  expect(await found({ retired: true })).toEqual(none);
  expect(fleet.hub.requests).toEqual([]);
});

test("what a deploy has taken over is not taken over again", async () => {
  secret({ name: "another" }, { "hubspoke/environment": "dev", "hubspoke/name": "a" });
  expect(await found()).toEqual(none);
});

test("a Secret that is not there is told apart", async () => {
  fleet.objects.secrets = [];
  expect(await found()).toEqual({ ...none, missing: ["a"] });
});

test.each([
  [
    "another name",
    { name: "prod" },
    {},
    {
      problem: 'Argo CD shows Secret "cluster-1" as "prod", and the file as "admin@a"',
      fix: 'write adopt.name: "prod"',
    },
  ],
  [
    "another environment's",
    {},
    { "hubspoke/environment": "prod", "hubspoke/name": "web" },
    {
      problem: 'Secret "cluster-1" is of "web" of environment "prod"',
      fix: "adopt a Secret that no environment has, or move the spoke there",
    },
  ],
])("%s is an obstacle", async (_what, data, labels, expected) => {
  secret(data, labels);
  expect(await found()).toEqual({ ...none, obstacles: [{ cluster: "a", ...expected }] });
});

test("another server is an obstacle", async () => {
  secret({ server: "https://other:6443" });
  expect((await found()).obstacles).toEqual([
    {
      cluster: "a",
      problem: `Secret "cluster-1" has server https://other:6443, and the file says ${fleet.spoke.url}`,
      fix: "write cluster.hubEndpoint: https://other:6443, if that is the same cluster",
    },
  ]);
});

test("a secret in a Secret that Terraform reads is an obstacle", async () => {
  secret({});
  const exec = { command: "login", args: [], env: {}, apiVersion: "client.authentication.k8s.io/v1" } as const;
  expect((await found({ registration: { mode: "exec", access: "admin", ...exec } })).obstacles).toEqual([
    {
      cluster: "a",
      problem: 'Secret "cluster-1" has config.bearerToken, which Terraform would read into its state',
      fix: "take that out of the Secret first, or adopt the spoke with mode: bearer-token and change the mode afterwards",
    },
  ]);
});

test("the hub's own Secret has to be there, by its name", async () => {
  const hub = { ...fleet.topology.hub, secretName: "cluster-1", adoption };
  const topology = { ...fleet.topology, hub };
  fleet.objects.secrets = [];
  expect((await found({ adoption: undefined }, topology)).obstacles).toEqual([
    { cluster: "hub", problem: 'Argo CD has no cluster Secret "cluster-1"', fix: "remove hub.adopt" },
  ]);
  secret({ name: "central", server: "https://kubernetes.default.svc" });
  expect((await found({ adoption: undefined }, topology)).obstacles).toMatchObject([
    { cluster: "hub", fix: 'write adopt.name: "central"' },
  ]);
});
