import { expect } from "vitest";
import { certificate } from "../../fleet/support.js";
import { changedStacks, clusterSecret, decoded, onCluster, upJson, verifyJson } from "../fleet.js";
import type { Faults } from "./context.js";
import { certificateFor } from "./fleet.js";
import { pass } from "./proxy.js";

// What is wrong before a deploy begins.

const hour = 3_600_000;
/** As long as names of clusters may be, and as Kubernetes lets names be. */
const longest = `s${"o".repeat(61)}n`;
const longestContext = "c".repeat(253);
/** A Secret, and what holds it while Applications need it. */
const added = { added: 2, changed: 0, destroyed: 0 };

export async function othersAreDeployed({ project, add, proxy, refused, isRegistered }: Faults): Promise<void> {
  await add("payments", { registration: { mode: "bearer-token" } });
  await add("six", { host: "::1" });
  await add(longest, { context: longestContext });
  const busy = { status: 429, message: "too many requests, please try again later" };
  (await add("busy")).fault = (_method, path) => (path === "/version" ? busy : "pass");
  const broken = { status: 500, message: "etcdserver: no leader" };
  (await add("broken")).fault = (_method, path) => (path === "/version" ? broken : "pass");
  (await add("silent")).fault = () => "hang";
  (await add("gone")).close();
  await add("stranger", { certificate: await certificateFor("other.example.com") });
  const tomorrow = { notBefore: new Date(Date.now() + 24 * hour), notAfter: new Date(Date.now() + 48 * hour) };
  await add("early", { certificate: await certificate(undefined, tomorrow) });
  const says = (name: string, what: string) => `  ${name}: ${proxy(name).url} ${what}`;
  expect((await refused()).split("\n")).toEqual([
    "left out: busy, broken, silent, gone, stranger, early; all else is deployed",
    says("busy", "answered 429 to GET /version: too many requests, please try again later"),
    says("broken", "answered 500 to GET /version: etcdserver: no leader"),
    says("silent", "does not answer: no answer within 5 s"),
    says("gone", "does not answer: connection refused"),
    says("stranger", "does not answer: its certificate is for another host name"),
    says("early", "does not answer: its certificate is not valid yet"),
    "",
  ]);
  for (const name of ["payments", "six", longest]) {
    expect(decoded(await clusterSecret(project, name), "server")).toBe(proxy(name).url);
  }
  expect(await isRegistered("busy")).toBe(false);
}

export async function nextRunAddsThem({ project, fleet, proxy }: Faults): Promise<void> {
  // The fewer there are from here on, the quicker is each run.
  for (const name of ["broken", "gone", "stranger", "early"]) fleet.remove(name);
  for (const name of ["busy", "silent"]) proxy(name).fault = pass;
  expect(changedStacks(await upJson(project))).toEqual({
    "local-spoke-busy-registration": added,
    "local-spoke-silent-registration": added,
  });
}

/** The same Secret, and nothing else. */
export async function newAuthorityIsWritten({ project, fleet, proxy }: Faults): Promise<void> {
  const before = await clusterSecret(project, "payments");
  const other = await certificateFor("127.0.0.1");
  proxy("payments").present(other);
  fleet.trust("payments", other);
  const changed = { added: 0, changed: 1, destroyed: 0 };
  expect(changedStacks(await upJson(project))).toEqual({ "local-spoke-payments-registration": changed });
  const after = await clusterSecret(project, "payments");
  expect(after.metadata.uid).toBe(before.metadata.uid);
  const { tlsClientConfig } = JSON.parse(decoded(after, "config")) as { tlsClientConfig: { caData: string } };
  expect(Buffer.from(tlsClientConfig.caData, "base64").toString()).toBe(other.cert);
}

/** By making its ServiceAccount anew: the API server takes no token of the old one. */
export async function revokedTokenIsReplaced({ project, fleet }: Faults): Promise<void> {
  const accounts = "/api/v1/namespaces/kube-system/serviceaccounts";
  await fleet.api.delete(`${accounts}/argocd-manager`);
  await fleet.api.create(accounts, { metadata: { name: "argocd-manager" } });
  const { changes, report } = await upJson(project);
  expect(changes.stacks["local-spoke-payments-registration"]).toMatchObject({ added: 0, destroyed: 0 });
  expect(changes.total.changed).toBeGreaterThan(0);
  expect(report.checks.filter(({ id }) => id === "credential-authenticates").map(({ status }) => status)).toContain(
    "passed",
  );
}

export async function foreignSecretIsNamed({ project, fleet, add, refused, isRegistered }: Faults): Promise<void> {
  const { url } = await add("rival");
  const secrets = "/api/v1/namespaces/argocd/secrets";
  const metadata = { name: "by-hand", labels: { "argocd.argoproj.io/secret-type": "cluster" } };
  const stringData = { name: "theirs", server: `${url}/`, config: "{}" };
  await onCluster(project, "hub", (api) => api.create(secrets, { metadata, stringData }));
  expect((await refused()).split("\n")).toEqual([
    "left out: rival; all else is deployed",
    `  rival: Secret "by-hand" on the hub has its server ${url} already, and Argo CD would take any of the two`,
    "    fix: take it over with adopt: { secret: by-hand }, or delete it if nothing needs it",
    "",
  ]);
  expect(await isRegistered("rival")).toBe(false);
  await onCluster(project, "hub", (api) => api.delete(`${secrets}/by-hand`));
  fleet.remove("rival");
}

/** What a run without a change asks of a spoke: its three objects, and in plan and apply a token that is not kept. */
export async function refreshIsCheap({ project, proxy }: Faults): Promise<void> {
  const { requests } = proxy("payments");
  const { stdout: exports } = await project.hubspoke(["env", "local"]);
  const folder = ".hubspoke/local/local/cdktf.out/stacks/local-spoke-payments-registration";
  const plan = `eval "$1" && "$TERRAFORM_BINARY_NAME" -chdir=${folder} plan -input=false -detailed-exitcode`;
  const before = requests.length;
  const { code, output } = await project.run("sh", ["-c", plan, "sh", exports]);
  expect(code, output).toBe(0);
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const ours = requests.slice(before).filter((request) => /argocd-manager/.test(request));
  expect(ours.sort()).toEqual([
    "GET /api/v1/namespaces/kube-system/serviceaccounts/argocd-manager",
    `GET ${rbac}/clusterrolebindings/argocd-manager-role-binding`,
    `GET ${rbac}/clusterroles/argocd-manager-role`,
    "POST /api/v1/namespaces/kube-system/serviceaccounts/argocd-manager/token",
  ]);
}

export async function allIsVerified({ project }: Faults): Promise<void> {
  expect((await verifyJson(project)).counts.failed).toBe(0);
}
