import { createHash, createPrivateKey, sign } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterDirectory } from "../../config/local-paths.js";
import { failures, orphans, recordedProcesses } from "./faults.js";
import { ended, eventually, eventuallyVerified, onCluster, read, tokenOf } from "./fleet.js";
import { processesOf } from "./machine.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// One environment that is up, broken in one way after the other; `verify` names each, `up` repairs it.
let project: Project;
const parts = ["hub", "payments"].flatMap((cluster) =>
  ["etcd", "kube-apiserver", "kube-controller-manager"].map((program) => `${cluster}/${program}`),
);
const account = "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager";
const clusterSecret = "/api/v1/namespaces/argocd/secrets/cluster-local-payments";
const refused =
  "payments: credential-authenticates: the spoke refuses it: the token is expired, or its ServiceAccount was deleted or made anew";

beforeAll(async () => {
  project = createProject(localEnvironment(12843, ["payments"]));
  ended(await project.hubspoke(["up", "local"]));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

/** Ends processes as a crash does: `hub/etcd`, `argocd/argocd-server`. */
function kill(...names: string[]): void {
  const recorded = recordedProcesses(project);
  names.forEach((name) => process.kill(recorded.get(name) ?? NaN, "SIGKILL"));
}

async function repaired(): Promise<string> {
  const { output } = ended(await project.hubspoke(["up", "local"]));
  expect(await failures(project)).toEqual({ code: 0, failed: [] });
  expect(await orphans(project)).toEqual([]);
  return output;
}

async function write(cluster: string, name: string): Promise<void> {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { by: "hand" } };
  await onCluster(project, cluster, (api) => api.create("/api/v1/namespaces/default/configmaps", object));
}

function written(cluster: string, name: string) {
  return read(project, cluster, `/api/v1/namespaces/default/configmaps/${name}`);
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

test("parts of control planes and of Argo CD killed with -9", async () => {
  kill("hub/kube-controller-manager", "payments/kube-apiserver", "argocd/argocd-repo-server");
  const { code, failed } = await failures(project);
  expect(code).toBe(1);
  expect(failed).toEqual(
    expect.arrayContaining([
      "hub: cluster-answers: kube-controller-manager does not run",
      "payments: cluster-answers: kube-apiserver does not run",
      "argocd-repo-server: argocd-component: does not run",
    ]),
  );
  const output = await repaired();
  expect(output).toContain("hub answers at https://127.0.0.1:12843 (started kube-controller-manager)\n");
  expect(output).toContain("payments answers at https://127.0.0.1:12853 (started kube-apiserver)\n");
  expect(output).toContain("argocd: started argocd-repo-server\n");
  expect(output).toContain('environment "local" is up: 0 added, 0 changed, 0 destroyed');
});

test("every process gone, as after a reboot: up brings all back with its data", async () => {
  await write("hub", "before-reboot");
  await write("payments", "before-reboot");
  kill(...recordedProcesses(project).keys());
  expect(await repaired()).toContain('environment "local" is up: 0 added, 0 changed, 0 destroyed');
  expect(await written("hub", "before-reboot")).toBeDefined();
  expect(await written("payments", "before-reboot")).toBeDefined();
});

test("local stop ends every process, local start brings all back with its data", async () => {
  await write("payments", "before-stop");
  ended(await project.hubspoke(["local", "stop", "local"]));
  expect(processesOf(project.directory)).toEqual([]);
  const { code, failed } = await failures(project);
  expect(code).toBe(1);
  expect(failed).toContain("hub: cluster-answers: etcd, kube-apiserver, kube-controller-manager do not run");
  ended(await project.hubspoke(["local", "start", "local"]));
  await eventuallyVerified(project);
  expect([...recordedProcesses(project).keys()]).toEqual(expect.arrayContaining(parts));
  expect(await written("payments", "before-stop")).toBeDefined();
});

test("a spoke deleted by hand comes back and is registered again", async () => {
  const token = fingerprint(await tokenOf(project, "payments"));
  kill(...parts.filter((part) => part.startsWith("payments/")));
  rmSync(clusterDirectory(project.directory, "local", "payments"), { recursive: true });
  const { code, failed } = await failures(project);
  expect(code).toBe(1);
  expect(failed).toContain("payments: cluster-answers: etcd, kube-apiserver, kube-controller-manager do not run");
  await repaired();
  expect(fingerprint(await tokenOf(project, "payments"))).not.toBe(token);
  expect(await written("payments", "before-stop")).toBeUndefined();
});

test("the cluster Secret deleted, and Helm's record of Argo CD", async () => {
  const records = "/api/v1/namespaces/argocd/secrets?labelSelector=owner%3Dhelm,name%3Dargo-cd";
  const list = () => onCluster(project, "hub", (api) => api.get<{ items: { metadata: { name: string } }[] }>(records));
  const names = (await list())?.items.map(({ metadata }) => metadata.name) ?? [];
  expect(names).toHaveLength(1);
  await onCluster(project, "hub", async (api) => {
    await api.delete(clusterSecret);
    await api.delete(`/api/v1/namespaces/argocd/secrets/${names[0]}`);
  });
  const { code, failed } = await failures(project);
  expect(code).toBe(1);
  expect(failed).toContain("payments: cluster-secret: it has no cluster Secret on the hub");
  await repaired();
  expect((await list())?.items).toHaveLength(1);
});

test("the spoke's ServiceAccount deleted", async () => {
  await onCluster(project, "payments", (api) => api.delete(account));
  // An API server remembers for ten seconds whom it let in.
  const failed = await eventually("verify fails", async () => {
    const report = await failures(project);
    return report.code === 1 ? report.failed : undefined;
  });
  expect(failed).toContain(refused);
  await repaired();
});

test("the token expired: verify says since when and what to do, up brings a new one", async () => {
  await expireToken();
  const { code, output } = await project.hubspoke(["verify", "local"]);
  expect(code).toBe(1);
  expect(output).toContain(
    "\nFAILED   payments: credential-expiry: its token expired on 2020-01-02 00:00Z\n" +
      "         fix: hubspoke rotate local payments, then hubspoke up local\n",
  );
  expect(output).toContain(`\nFAILED   ${refused}\n`);
  expect(await repaired()).toContain('the credential of spoke "payments" expires soon; removed ServiceAccount');
});

/** Puts a token into the cluster Secret that the spoke itself signed, of the right ServiceAccount, for a day of 2020. */
async function expireToken(): Promise<void> {
  const { uid } = (await read(project, "payments", account))?.metadata ?? { uid: "" };
  const from = Date.UTC(2020, 0, 1) / 1000;
  const issuer = "https://kubernetes.default.svc";
  const claims = {
    iss: issuer,
    aud: [issuer],
    sub: "system:serviceaccount:kube-system:argocd-manager",
    iat: from,
    nbf: from,
    exp: from + 86_400,
    "kubernetes.io": { namespace: "kube-system", serviceaccount: { name: "argocd-manager", uid } },
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const content = `${encode({ alg: "ES256" })}.${encode(claims)}`;
  const pki = join(clusterDirectory(project.directory, "local", "payments"), "pki");
  const key = createPrivateKey(readFileSync(join(pki, "service-account.key")));
  const signature = sign("sha256", Buffer.from(content), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
  await onCluster(project, "hub", async (api) => {
    const secret = await api.get<{ data: { config: string } }>(clusterSecret);
    const config = JSON.parse(Buffer.from(secret?.data.config ?? "", "base64").toString("utf8")) as object;
    const changed = JSON.stringify({ ...config, bearerToken: `${content}.${signature}` });
    await api.patch(clusterSecret, { data: { config: Buffer.from(changed).toString("base64") } });
  });
}

test("the hub's etcd data deleted: up makes everything on it anew", async () => {
  rmSync(join(clusterDirectory(project.directory, "local", "hub"), "etcd"), { recursive: true });
  await repaired();
  expect(await written("hub", "before-reboot")).toBeUndefined();
  expect(existsSync(join(project.directory, ".hubspoke/local/local/gitops.git/HEAD"))).toBe(true);
});
