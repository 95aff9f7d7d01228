import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ControlPlaneSpec } from "../../local/control-plane-spec.js";
import type { KubeApi } from "../../local/kube-api.js";
import type { OpenCluster } from "../../local/repair.js";
import { renewCredential } from "../../local/repair/credential.js";
import { removePendingReleases } from "../../local/repair/releases.js";
import { removeUnrecorded } from "../../local/repair/unrecorded.js";
import { temporaryDirectory } from "./support.js";

/** A cluster that holds objects by path. */
function cluster(name: string, objects: Record<string, unknown>) {
  const api = {
    ca: "",
    get: async (path: string) => objects[path],
    delete: async (path: string) => void delete objects[path],
    patch: async () => {},
  };
  const spec = { name, kubeconfig: `/k/${name}`, context: `local-${name}`, endpoint: "https://127.0.0.1:1" };
  const open: OpenCluster = { spec: spec as ControlPlaneSpec, api: api as unknown as KubeApi };
  return { open, objects };
}

const account = "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager";
const role = "/apis/rbac.authorization.k8s.io/v1/clusterroles/argocd-manager-role";
const secret = "/api/v1/namespaces/argocd/secrets/cluster-local-edge";

const stack = {
  provider: {
    kubernetes: [
      { alias: "hub", config_path: "/k/hub", config_context: "local-hub" },
      { alias: "spoke", config_path: "/k/edge", config_context: "local-edge" },
    ],
  },
  resource: {
    kubernetes_service_account_v1: {
      account: { provider: "kubernetes.spoke", metadata: { name: "argocd-manager", namespace: "kube-system" } },
    },
    kubernetes_cluster_role_v1: { role: { provider: "kubernetes.spoke", metadata: [{ name: "argocd-manager-role" }] } },
    kubernetes_secret_v1: {
      cluster: { provider: "kubernetes.hub", metadata: { name: "cluster-local-edge", namespace: "argocd" } },
    },
    terraform_data: { processes: {} },
  },
};

async function files(state?: unknown, more: object = {}) {
  const directory = await temporaryDirectory();
  const paths = { stack: join(directory, "cdk.tf.json"), state: join(directory, "edge.tfstate") };
  await writeFile(paths.stack, JSON.stringify({ ...stack, ...more }));
  if (state !== undefined) await writeFile(paths.state, JSON.stringify(state));
  return paths;
}

function managed(type: string, name: string) {
  return { mode: "managed", type, name, instances: [{}] };
}

test("objects that are on a cluster and not in the state are removed, recorded ones stay", async () => {
  const hub = cluster("hub", { [secret]: {} });
  const edge = cluster("edge", { [account]: {}, [role]: {} });
  const paths = await files({
    resources: [managed("kubernetes_cluster_role_v1", "role"), managed("kubernetes_secret_v1", "cluster")],
  });
  expect(await removeUnrecorded({ ...paths, clusters: [hub.open, edge.open], adopted: false })).toEqual([
    `removed ${account} from "edge": an interrupted run made it without recording it`,
  ]);
  expect(Object.keys(edge.objects)).toEqual([role]);
  expect(Object.keys(hub.objects)).toEqual([secret]);
});

test("a resource that is recorded without an instance was not made", async () => {
  const edge = cluster("edge", { [account]: {} });
  const paths = await files({ resources: [{ ...managed("kubernetes_service_account_v1", "account"), instances: [] }] });
  expect(await removeUnrecorded({ ...paths, clusters: [edge.open], adopted: false })).toHaveLength(1);
});

test("what a stack takes over was there before it", async () => {
  const hub = cluster("hub", { [secret]: {} });
  const edge = cluster("edge", { [account]: {}, [role]: {} });
  const imports = [{ to: "kubernetes_service_account_v1.account", id: "kube-system/argocd-manager" }];
  const paths = await files(undefined, { import: imports });
  expect(await removeUnrecorded({ ...paths, clusters: [hub.open, edge.open], adopted: true })).toEqual([
    `removed ${role} from "edge": an interrupted run made it without recording it`,
  ]);
  expect(Object.keys(hub.objects)).toEqual([secret]);
});

test("a cluster that is not ours is never touched", async () => {
  const other = cluster("elsewhere", { [account]: {}, [role]: {}, [secret]: {} });
  expect(await removeUnrecorded({ ...(await files()), clusters: [other.open], adopted: false })).toEqual([]);
  expect(Object.keys(other.objects)).toHaveLength(3);
});

test("Helm's notes of interrupted operations are removed", async () => {
  const selector = encodeURIComponent(
    "owner=helm,status in (pending-install,pending-upgrade,pending-rollback,uninstalling)",
  );
  const note = "/api/v1/namespaces/argocd/secrets/sh.helm.release.v1.argo-cd.v1";
  const list = { items: [{ metadata: { name: "sh.helm.release.v1.argo-cd.v1" } }] };
  const hub = cluster("hub", { [`/api/v1/namespaces/argocd/secrets?labelSelector=${selector}`]: list, [note]: {} });
  expect(await removePendingReleases(hub.open.api, "argocd")).toEqual([
    "removed Helm's note of an operation that was interrupted: argocd/sh.helm.release.v1.argo-cd.v1",
  ]);
  expect(hub.objects[note]).toBeUndefined();
});

function clusterSecret(claims: { exp: number; iat: number }) {
  const subject = { sub: "system:serviceaccount:kube-system:argocd-manager", ...claims };
  const bearerToken = `e30.${Buffer.from(JSON.stringify(subject)).toString("base64url")}.sig`;
  return { data: { config: Buffer.from(JSON.stringify({ bearerToken })).toString("base64") } };
}

test("a credential near its end is renewed by removing its ServiceAccount", async () => {
  const now = Math.floor(Date.now() / 1000);
  const hub = cluster("hub", { [secret]: clusterSecret({ iat: now - 1000, exp: now + 50 }) });
  const edge = cluster("edge", { [account]: {} });
  expect(await renewCredential(hub.open.api, edge.open, secret)).toBe(
    'the credential of spoke "edge" expires soon; removed ServiceAccount kube-system/argocd-manager so that a new one is issued',
  );
  expect(edge.objects[account]).toBeUndefined();
});

test("a cluster Secret that was edited is written anew by removing the ServiceAccount", async () => {
  const now = Math.floor(Date.now() / 1000);
  const { data } = clusterSecret({ iat: now - 10, exp: now + 1000 });
  const annotations = { "hubspoke/config-digest": "of what Terraform wrote" };
  const hub = cluster("hub", { [secret]: { metadata: { annotations }, data } });
  const edge = cluster("edge", { [account]: {} });
  expect(await renewCredential(hub.open.api, edge.open, secret)).toBe(
    'the cluster Secret of spoke "edge" was edited; removed ServiceAccount kube-system/argocd-manager so that a new one is issued',
  );
  expect(edge.objects[account]).toBeUndefined();
});

test("a spoke that is not registered yet has nothing to renew", async () => {
  const edge = cluster("edge", { [account]: {} });
  expect(await renewCredential(cluster("hub", {}).open.api, edge.open, secret)).toBeUndefined();
  expect(edge.objects[account]).toBeDefined();
});
