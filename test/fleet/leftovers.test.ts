import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import type { BackendSpec, HubSpokeTopology } from "../../config/topology.js";
import { findRemnants } from "../../fleet/leftovers.js";
import { spokeSecret, startFleet, withSpoke, type FakeFleet } from "./fake-fleet.js";
import { base64, startServer, status, temporaryFolder, writeKubeconfigFor } from "./support.js";

let fleet: FakeFleet;
let states: string;
beforeEach(async () => {
  fleet = await startFleet();
  states = join(await temporaryFolder(), "state");
  fleet.onSpoke[tokenSecrets] = { items: [] };
});

const tokenSecrets =
  "/api/v1/namespaces/kube-system/secrets?fieldSelector=type%3Dkubernetes.io%2Fservice-account-token";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const rolesOf = (plural: string, name: string) => `${rbac}/${plural}?fieldSelector=metadata.name%3D${name}`;

function topology(change: Partial<HubSpokeTopology> = {}): HubSpokeTopology {
  return { ...fleet.topology, backend: { type: "local", path: states }, ...change };
}

async function found(of = topology(), others: readonly string[] = []) {
  const { remnants, problems, notes } = await findRemnants(of, new Set(others), { env: {} });
  const lines = remnants.map(({ kind, name, place, detail, fix }) => `${kind} ${name}, ${place}: ${detail}\n  ${fix}`);
  return [...lines, ...problems.map(({ place, problem }) => `${place}: ${problem}`), ...notes];
}

async function writeState(stackId: string, resources: readonly object[]): Promise<string> {
  await mkdir(states, { recursive: true });
  const file = join(states, `${stackId}.tfstate`);
  await writeFile(file, JSON.stringify({ version: 4, resources }));
  return file;
}

const managed = { mode: "managed", type: "kubernetes_secret_v1" };

describe("states", () => {
  it("are nothing where there are none", async () => {
    expect(await found()).toEqual([]);
  });

  it("are told of stacks that the file does not define and that have resources", async () => {
    await writeState("dev-spoke-a-registration", [managed]);
    await writeState("dev-spoke-old-cluster", []);
    await writeState("other-spoke-x-cluster", [managed]);
    await writeState("dev-spoke-b-hub-cluster", [managed]);
    const registration = await writeState("dev-spoke-gone-registration", [managed, managed, { mode: "data" }]);
    const network = await writeState("dev-hub-network", [managed]);
    await writeFile(join(states, "dev-spoke-torn-cluster.tfstate"), "{");
    expect(await found(topology(), ["dev-spoke-b-hub-cluster"])).toEqual([
      `state dev-spoke-gone-registration, ${registration}: 2 of its resources are still there\n` +
        '  put spoke "gone" back into environments/dev.yaml with "retired: true", deploy, then hubspoke spoke remove dev gone',
      `state dev-spoke-torn-cluster, ${join(states, "dev-spoke-torn-cluster.tfstate")}: it cannot be read\n` +
        '  put spoke "torn" back into environments/dev.yaml with "retired: true", deploy, then hubspoke spoke remove dev torn',
    ]);
    // The hub's own stacks are defined whether its providers need them or not.
    expect(network).toContain("dev-hub-network");
  });

  it("are read from Secrets, too", async () => {
    const tfstate = gzipSync(JSON.stringify({ resources: [managed] })).toString("base64");
    const cluster = await startServer(({ path }) =>
      path === "/api/v1/namespaces/terraform/secrets?labelSelector=tfstate%3Dtrue"
        ? { items: [{ metadata: { name: "tfstate-default-dev-spoke-gone-cluster" }, data: { tfstate } }] }
        : status(404, "not found"),
    );
    const configPath = await writeKubeconfigFor(cluster);
    const backend: BackendSpec = { type: "kubernetes", namespace: "terraform", configPath, configContext: "admin" };
    expect(await found(topology({ backend }))).toEqual([
      "state dev-spoke-gone-cluster, Secret terraform/tfstate-default-dev-spoke-gone-cluster: 1 of its resources are still there\n" +
        '  put spoke "gone" back into environments/dev.yaml with "retired: true", deploy, then hubspoke spoke remove dev gone',
    ]);
    await cluster.close();
    const [problem] = await found(topology({ backend }));
    expect(problem).toMatch(/^backend kubernetes: https:\/\/127\.0\.0\.1:\d+ does not answer: connection refused$/);
  });

  it("of a backend that is not asked are somebody's to look at", async () => {
    expect(await found(topology({ backend: { type: "gcs", bucket: "acme" } }))).toEqual([
      "the states of backend gcs are not listed from here: " +
        'look there for names that begin with "dev-" and are of no stack of the file',
    ]);
  });
});

describe("cluster Secrets", () => {
  it("of no cluster in the file are told, with what ends them", async () => {
    const secret = spokeSecret(fleet.spoke, undefined, "gone") as unknown as { data: Record<string, string> };
    secret.data["server"] = base64("https://10.0.0.1:6443");
    fleet.objects.secrets.push(secret as never);
    const { kubeconfig } = fleet.topology.hub.cluster as { readonly kubeconfig: string };
    expect(await found()).toEqual([
      'cluster Secret cluster-dev-gone, hub "hub": it registers https://10.0.0.1:6443 as "gone"\n' +
        '  put spoke "gone" back into environments/dev.yaml with "retired: true", deploy, then hubspoke spoke remove dev gone; ' +
        `or, where its cluster is gone: kubectl --kubeconfig "${kubeconfig}" --context admin -n argocd delete secret cluster-dev-gone`,
    ]);
  });

  it("of a spoke's server under another name are a spoke that was renamed", async () => {
    fleet.objects.secrets.push(spokeSecret(fleet.spoke, undefined, "before"));
    expect(await found()).toEqual([
      'cluster Secret cluster-dev-before, hub "hub": it has the server of spoke "a", which looks renamed from "before"\n' +
        '  a spoke is known by its name, so call it "before" again; to rename it, retire it under that name first (docs/retire.md)',
    ]);
  });

  it("are not looked for where the hub does not answer", async () => {
    await fleet.hub.close();
    expect(await found()).toEqual([
      expect.stringMatching(/^hub "hub": https:\/\/127\.0\.0\.1:\d+ does not answer: connection refused$/),
    ]);
  });
});

describe("rights on a spoke", () => {
  const rights = (): void => {
    Object.assign(fleet.onSpoke, {
      [rolesOf("rolebindings", "argocd-manager-role-binding")]: {
        items: [{ metadata: { name: "argocd-manager-role-binding", namespace: "shop" } }],
      },
      [rolesOf("roles", "argocd-manager-role")]: { items: [] },
      [`${rbac}/clusterroles/argocd-manager-role`]: {},
      "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager": {},
    });
  };

  it("of one that has left are told, with what ends each", async () => {
    rights();
    const retired = withSpoke(topology(), { retired: true });
    expect(await found(retired)).toEqual([]);
    fleet.objects.secrets.pop();
    const { kubeconfig } = fleet.topology.spokes[0]?.cluster as { readonly kubeconfig: string };
    const left = 'spoke "a": the spoke has left; where another hub has it by now, this is that hub\'s';
    const kubectl = `kubectl --kubeconfig "${kubeconfig}" --context admin delete`;
    expect(await found(retired)).toEqual([
      `RBAC -n shop rolebinding/argocd-manager-role-binding, ${left}\n  ${kubectl} -n shop rolebinding/argocd-manager-role-binding`,
      `RBAC clusterrole/argocd-manager-role, ${left}\n  ${kubectl} clusterrole/argocd-manager-role`,
      `RBAC -n kube-system serviceaccount/argocd-manager, ${left}\n  ${kubectl} -n kube-system serviceaccount/argocd-manager`,
    ]);
  });

  it("are as they should be on one that stays, but for tokens that never expire", async () => {
    rights();
    const annotations = { "kubernetes.io/service-account.name": "argocd-manager" };
    fleet.onSpoke[tokenSecrets] = {
      items: [
        { metadata: { name: "argocd-manager-long-lived-token", annotations } },
        { metadata: { name: "somebody's", annotations: { "kubernetes.io/service-account.name": "somebody" } } },
      ],
    };
    const { kubeconfig } = fleet.topology.spokes[0]?.cluster as { readonly kubeconfig: string };
    expect(await found()).toEqual([
      'token Secret secret/argocd-manager-long-lived-token, spoke "a": it holds a token of argocd-manager that never expires\n' +
        `  kubectl --kubeconfig "${kubeconfig}" --context admin -n kube-system delete secret argocd-manager-long-lived-token`,
    ]);
  });
});
