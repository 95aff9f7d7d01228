import { beforeEach, expect, it } from "vitest";
import type { HubSpokeTopology } from "../../config/topology.js";
import { recordExpiries } from "../../fleet/credential-expiry.js";
import { openFleet } from "../../fleet/fleet.js";
import { fleetStatus, type FleetStatus } from "../../fleet/status.js";
import { optionsFor } from "./checks-of.js";
import { spokeSecret, startFleet, withSpoke, type FakeFleet } from "./fake-fleet.js";
import { base64, certificate, cleanUp, jwt } from "./support.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

function open(topology: HubSpokeTopology = fleet.topology, argocdServer: string | undefined = fleet.argocd.url) {
  const opened = openFleet(topology, { ...optionsFor(fleet), argocdServer });
  cleanUp(() => opened.close());
  return opened;
}

function status(topology?: HubSpokeTopology): Promise<FleetStatus> {
  return fleetStatus(open(topology));
}

const argocd = { status: "Successful", applications: 1 };

it("is a line a cluster, and reads the hub alone", async () => {
  expect(await status()).toEqual({
    environment: "dev",
    clusters: [
      {
        name: "in-cluster",
        role: "hub",
        server: "https://kubernetes.default.svc",
        secrets: ["cluster-dev-hub"],
        argocd,
        quarantine: false,
        retired: false,
      },
      {
        name: "a",
        role: "spoke",
        server: fleet.spoke.url,
        secrets: ["cluster-dev-a"],
        mode: "bearer-token",
        access: "admin",
        argocd,
        credential: {
          expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          secondsLeft: expect.any(Number),
          state: "lasting",
        },
        quarantine: false,
        retired: false,
      },
    ],
  });
  expect(fleet.spoke.requests).toEqual([]);
  expect(fleet.hub.requests.filter(({ path }) => path.includes("labelSelector"))).toHaveLength(1);
});

it("holds nothing secret", async () => {
  const { config } = fleet.objects.secrets[1]?.["data"] as { config: string };
  const { bearerToken } = JSON.parse(Buffer.from(config, "base64").toString()) as { bearerToken: string };
  expect(JSON.stringify(await status())).not.toContain(bearerToken);
});

it.each([
  [{ iat: -200, exp: 165 }, "lasting"],
  [{ iat: -300, exp: 65 }, "ending"],
  [{ iat: -365, exp: -1 }, "expired"],
])("tells how a credential stands (%j)", async (lifetime, state) => {
  fleet.objects.secrets[1] = spokeSecret(fleet.spoke, lifetime);
  expect((await status()).clusters[1]?.credential).toMatchObject({ state });
});

it("tells a token that never ends", async () => {
  const data = fleet.objects.secrets[1]?.["data"] as Record<string, string>;
  data["config"] = base64(JSON.stringify({ bearerToken: jwt({ sub: "old" }), tlsClientConfig: {} }));
  expect((await status()).clusters[1]?.credential).toEqual({ state: "endless" });
});

it("reads the end of a certificate", async () => {
  const notAfter = new Date(Date.UTC(2099, 0, 1));
  const { cert, key } = await certificate(undefined, { notAfter });
  const data = fleet.objects.secrets[1]?.["data"] as Record<string, string>;
  data["config"] = base64(JSON.stringify({ tlsClientConfig: { certData: base64(cert), keyData: base64(key) } }));
  expect((await status()).clusters[1]?.credential).toMatchObject({ expiresAt: "2099-01-01T00:00:00Z" });
});

it("tells quarantine, what is retired, what is not registered, and what else the hub has", async () => {
  const secret = spokeSecret(fleet.spoke);
  secret.metadata.annotations = { "argocd.argoproj.io/skip-reconcile": "true" };
  fleet.objects.secrets[1] = secret;
  expect((await status(withSpoke(fleet.topology, { retired: true }))).clusters[1]).toMatchObject({
    quarantine: true,
    retired: true,
  });
  secret.metadata.labels = { "argocd.argoproj.io/secret-type": "cluster" };
  (secret["data"] as Record<string, string>)["name"] = base64("by-hand");
  secret.metadata.name = "elsewhere";
  const { clusters } = await status();
  expect(clusters.map(({ name, role, secrets }) => [name, role, secrets])).toEqual([
    ["in-cluster", "hub", ["cluster-dev-hub"]],
    ["a", "spoke", []],
    ["by-hand", "other", ["elsewhere"]],
  ]);
});

it("goes on without Argo CD's own view, and says why", async () => {
  expect((await fleetStatus(openFleet(fleet.topology, { env: {} }))).argocdProblem).toBe(
    "argocd-server is not reached from here",
  );
  await fleet.argocd.close();
  const { argocdProblem, clusters } = await status();
  expect(argocdProblem).toBe(`${fleet.argocd.url} does not answer: connection refused`);
  expect(clusters.map((cluster) => cluster.argocd)).toEqual([undefined, undefined]);
});

it("rejects where the hub does not answer", async () => {
  await fleet.hub.close();
  await expect(status()).rejects.toThrow(`${fleet.hub.url} does not answer: connection refused`);
});

it("records the end of a credential on its Secret, once", async () => {
  expect(await recordExpiries(open())).toEqual(["a"]);
  const { credential } = (await status()).clusters[1] ?? {};
  const [patch] = fleet.hub.requests.filter(({ method }) => method === "PATCH");
  expect(patch?.path).toBe("/api/v1/namespaces/argocd/secrets/cluster-dev-a");
  if (credential === undefined || credential.state === "endless") throw new Error("the token has an end");
  const annotations = { "hubspoke/credential-expires-at": credential.expiresAt };
  expect(JSON.parse(patch?.body ?? "")).toEqual({ metadata: { annotations } });
  Object.assign(fleet.objects.secrets[1]?.metadata.annotations ?? {}, annotations);
  expect(await recordExpiries(open())).toEqual([]);
});

it("takes it away where nothing ends any more", async () => {
  const secret = fleet.objects.secrets[1];
  Object.assign(secret?.metadata.annotations ?? {}, { "hubspoke/credential-expires-at": "2021-01-01T00:00:00Z" });
  Object.assign(secret?.["data"] ?? {}, { config: base64('{"tlsClientConfig":{}}') });
  expect(await recordExpiries(open())).toEqual(["a"]);
  const [patch] = fleet.hub.requests.filter(({ method }) => method === "PATCH");
  expect(patch?.body).toBe('{"metadata":{"annotations":{"hubspoke/credential-expires-at":null}}}');
});
