import { writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { checksOf } from "../checks-of.js";
import { spokeSecret, startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64, temporaryFolder } from "../support.js";

let fleet: FakeFleet;
beforeEach(async () => {
  fleet = await startFleet();
});

describe("cluster-secret", () => {
  it("fails where there is none", async () => {
    fleet.objects.secrets.pop();
    expect(await checksOf(fleet, "cluster-secret")).toContain("failed a: it has no cluster Secret on the hub");
    expect(await checksOf(fleet, "credential-authenticates")).toEqual([
      "skipped a: there is not exactly one cluster Secret",
    ]);
  });

  it("fails where there are two", async () => {
    const other = spokeSecret(fleet.spoke);
    other.metadata.name = "by-hand";
    fleet.objects.secrets.push(other);
    expect(await checksOf(fleet, "cluster-secret")).toContain(
      "failed a: it has 2 cluster Secrets: by-hand, cluster-dev-a",
    );
  });

  it("fails where it is malformed or not what the file says, with all of it at once", async () => {
    const secret = fleet.objects.secrets[1] as unknown as {
      data: Record<string, string>;
      metadata: { labels: Record<string, string> };
    };
    secret.data["server"] = base64("https://10.0.0.1:6443");
    secret.data["shard"] = base64("x");
    secret.metadata.labels["hubspoke/role"] = "hub";
    expect(await checksOf(fleet, "cluster-secret")).toContain(
      'failed a: Secret "cluster-dev-a": data.shard is no number; ' +
        `server is "https://10.0.0.1:6443", expected "${fleet.spoke.url}"; shard is "x", expected ""; label hubspoke/role is "hub", expected "spoke"`,
    );
  });

  it("expects the endpoint that the hub uses", async () => {
    const [spoke] = fleet.topology.spokes;
    const cluster = { ...spoke?.cluster, hubEndpoint: "https://10.0.0.1:6443/" } as HubSpokeTopology["hub"]["cluster"];
    expect(await checksOf(fleet, "cluster-secret", { topology: withSpoke(fleet.topology, { cluster }) })).toContain(
      `failed a: Secret "cluster-dev-a": server is "${fleet.spoke.url}", expected "https://10.0.0.1:6443"`,
    );
  });

  it("expects the address in the network of a kind hub", async () => {
    const hubKubeconfig = path.join(await temporaryFolder(), "kubeconfig.internal");
    const cluster = { provider: "kind", context: "kind-dev-a", hubKubeconfig } as HubSpokeTopology["hub"]["cluster"];
    const topology = withSpoke(fleet.topology, { cluster });
    expect(await checksOf(fleet, "cluster-secret", { topology })).toContain(
      `passed a: Secret "cluster-dev-a" names ${fleet.spoke.url}`,
    );
    const clusters = [{ name: "kind-dev-a", cluster: { server: "https://dev-a-control-plane:6443" } }];
    const contexts = [{ name: "kind-dev-a", context: { cluster: "kind-dev-a" } }];
    await writeFile(hubKubeconfig, JSON.stringify({ clusters, contexts, users: [] }));
    expect(await checksOf(fleet, "cluster-secret", { topology })).toContain(
      `failed a: Secret "cluster-dev-a": server is "${fleet.spoke.url}", expected "https://dev-a-control-plane:6443"`,
    );
  });

  it("fails for a retired spoke that still has one", async () => {
    const retired = withSpoke(fleet.topology, { retired: true });
    expect(await checksOf(fleet, "cluster-secret-retired", { topology: retired })).toEqual([
      'failed a: it is retired, and the hub still has its Secret "cluster-dev-a"',
    ]);
    fleet.objects.secrets.pop();
    expect(await checksOf(fleet, "cluster-secret-retired", { topology: retired })).toEqual([
      "passed a: it is retired and has no cluster Secret",
    ]);
  });

  it("fails for one of ours that the file does not name, and lets others be", async () => {
    fleet.objects.secrets.push(spokeSecret(fleet.spoke, undefined, "gone"), {
      metadata: { name: "foreign" },
      data: {},
    });
    expect(await checksOf(fleet, "cluster-secret-leftover")).toEqual([
      'failed hub: Secret "cluster-dev-gone" is of no cluster in environments/dev.yaml: ' +
        'it has the server of spoke "a", which looks renamed from "gone"',
    ]);
  });
});
