import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pidFile } from "../../local/control-plane-processes.js";
import { waitUntilReady } from "../../local/control-plane-ready.js";
import { type ControlPlaneSpec, controlPlaneSpecs } from "../../local/control-plane-spec.js";
import { KubeApi } from "../../local/kube-api.js";
import { findProcess, startProcess, stopProcess } from "../../local/process.js";
import { argocdApi } from "./argocd-api.js";
import {
  changedStacks,
  clusterSecret,
  decoded,
  ended,
  eventually,
  eventuallyVerified,
  onCluster,
  tokenOf,
  topologyOf,
  upJson,
  verifyJson,
} from "./fleet.js";
import { cdktf } from "./lifecycle/up.js";
import { createProject, localEnvironment, type Project } from "./project.js";
import { watchSyncs } from "./sync-watch.js";

// A credential's life on real API servers, with a real Argo CD that delivers all the while.
const firstPort = 27500;
const server = `https://127.0.0.1:${firstPort + 10}`;
const stack = "local-spoke-payments-registration";
const secretPath = "/api/v1/namespaces/argocd/secrets/cluster-local-payments";
let project: Project;

beforeAll(async () => {
  const file = localEnvironment(firstPort, ["payments"]).replace(
    "labels: { tier: gold, region: eu }",
    'labels: { tier: gold, region: eu, argocd.argoproj.io/auto-label-cluster-info: "true" } # Argo CD adds its version',
  );
  project = createProject(file);
  ended(await project.hubspoke(["up", "local", "--json"]));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

interface Metadata {
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

async function metadata(): Promise<Metadata> {
  return (await clusterSecret(project, "payments")).metadata as unknown as Metadata;
}

function endOf(token: string): string {
  const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { exp: number };
  return new Date(exp * 1000).toISOString().replace(".000Z", "Z");
}

interface Status {
  readonly name: string;
  readonly argocd?: { readonly status: string; readonly applications: number };
  readonly credential?: { readonly expiresAt: string; readonly secondsLeft: number; readonly state: string };
}

async function statusOf(name: string): Promise<Status | undefined> {
  const { stdout } = ended(await project.hubspoke(["status", "local", "--json"]));
  return (JSON.parse(stdout) as { clusters: Status[] }).clusters.find((cluster) => cluster.name === name);
}

test("up records when the credential ends, and status tells it with Argo CD's own view", async () => {
  const expiresAt = endOf(await tokenOf(project, "payments"));
  expect((await metadata()).annotations["hubspoke/credential-expires-at"]).toBe(expiresAt);
  const found = await eventually("Argo CD has said how it stands", async () => {
    const status = await statusOf("payments");
    return status?.argocd?.status === "Successful" ? status : undefined;
  });
  expect(found).toMatchObject({ argocd: { applications: 1 }, credential: { expiresAt, state: "lasting" } });
  const { stdout } = ended(await project.hubspoke(["status", "local"]));
  expect(stdout).toMatch(/^ {2}payments +https:\S+ +bearer-token +admin +Successful +1 +in 365 days +-$/m);
});

test("what Argo CD writes onto the Secret is no drift", async () => {
  await (await argocdApi(project, firstPort + 3)).invalidateCache(server);
  const { annotations, labels } = await eventually("Argo CD has written all that it ever does", async () => {
    const found = await metadata();
    return found.labels["argocd.argoproj.io/kubernetes-version"] ? found : undefined;
  });
  expect(annotations["managed-by"]).toBe("argocd.argoproj.io");
  expect(labels["argocd.argoproj.io/kubernetes-version"]).toMatch(/1\.34/);
  expect(await cdktf(project, `diff ${stack}`)).toContain("No changes.");
  await eventuallyVerified(project);
});

test("a hand edit is found by verify, and up puts it back in the same Secret", async () => {
  const before = await clusterSecret(project, "payments");
  const { uid } = await metadata();
  const config = JSON.parse(decoded(before, "config")) as object;
  const encode = (text: string) => Buffer.from(text).toString("base64");
  await onCluster(project, "hub", (api) =>
    api.patch(secretPath, {
      metadata: { labels: { region: "us" } },
      data: { shard: encode("0"), config: encode(JSON.stringify({ ...config, disableCompression: true })) },
    }),
  );
  const { checks } = await verifyJson(project);
  const found = checks.filter(({ id, subject }) => subject === "payments" && id.startsWith("cluster-secret"));
  expect(found.map(({ message }) => message)).toEqual([
    'Secret "cluster-local-payments": shard is "0", expected ""; label region is "us", expected "eu"',
    "Terraform wrote another shard, config.disableCompression",
  ]);
  expect(Object.keys(changedStacks(await upJson(project)))).toEqual([stack]);
  const after = await clusterSecret(project, "payments");
  expect(after.metadata).toMatchObject({ uid, labels: { region: "eu" } });
  expect(after.data).not.toHaveProperty("shard");
  expect(decoded(after, "config")).not.toContain("disableCompression");
  await eventuallyVerified(project);
});

/** Whom the spoke takes a token for, by its answer. */
async function accepted(token: string): Promise<number> {
  const { ca, endpoint } = await onCluster(project, "payments", async (api) => ({ ca: api.ca, endpoint: server }));
  const api = new KubeApi({ server: endpoint, ca, token });
  try {
    const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
    return (await api.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", JSON.stringify(review))).status;
  } finally {
    api.close();
  }
}

test("Argo CD syncs through a rotation without a failure", async () => {
  const { uid } = await metadata();
  const old = await tokenOf(project, "payments");
  const syncs = watchSyncs(project, "platform-baseline-payments");
  await syncs.more(2);

  const { output } = ended(await project.hubspoke(["rotate", "local", "payments", "--yes"]));
  expect(output).toContain("+    registration: { revision: 2 }\n");
  expect(readFileSync(project.file, "utf8")).toContain("# Argo CD adds its version\n");
  expect(changedStacks(await upJson(project))).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  const renewed = await tokenOf(project, "payments");
  expect(renewed).not.toBe(old);
  expect([await accepted(old), await accepted(renewed)]).toEqual([201, 201]);
  expect(await metadata()).toMatchObject({
    uid,
    annotations: { "hubspoke/credential-expires-at": endOf(renewed) },
  });

  await syncs.more(3);
  expect(await syncs.end()).toEqual([]);
});

function payments(): ControlPlaneSpec {
  const spec = controlPlaneSpecs(topologyOf(project)).find(({ name }) => name === "payments");
  if (!spec) throw new Error("there is no spoke payments");
  return spec;
}

/** Starts the API server of the spoke anew with one flag more, as somebody else's may have it. */
async function restartWith(flag: string): Promise<void> {
  const spec = payments();
  const file = pidFile(spec, "kube-apiserver");
  const { pid } = (await findProcess(file)) ?? { pid: 0 };
  const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8").split("\0").filter(Boolean);
  const [command = "", ...args] = read("cmdline");
  const environment = Object.fromEntries(read("environ").map((entry) => entry.split(/=(.*)/s, 2) as [string, string]));
  await stopProcess(file);
  const logFile = `${spec.directory}/logs/kube-apiserver.log`;
  const directory = spec.directory;
  await startProcess({
    name: "kube-apiserver",
    command,
    args: [...args, flag],
    environment,
    directory,
    pidFile: file,
    logFile,
  });
  await waitUntilReady(spec, undefined);
}

test("where the spoke shortens the lifetime, its real end is told and recorded", async () => {
  await restartWith("--service-account-max-token-expiration=24h");
  ended(await project.hubspoke(["rotate", "local", "payments", "--yes"]));
  expect(readFileSync(project.file, "utf8")).toContain("    registration: { revision: 3 }\n");
  await cdktf(project, `deploy ${stack} --auto-approve --ignore-missing-stack-dependencies`);

  const expiresAt = endOf(await tokenOf(project, "payments"));
  const { credential } = (await statusOf("payments")) ?? {};
  expect(credential).toMatchObject({ expiresAt, state: "lasting" });
  expect(credential?.secondsLeft).toBeLessThanOrEqual(86_400);
  const expiry = async () => (await verifyJson(project)).checks.find(({ id }) => id === "credential-expiry");
  expect(await expiry()).toMatchObject({ status: "warning", fix: "hubspoke status local --record" });
  const { stderr } = ended(await project.hubspoke(["status", "local", "--record"]));
  expect(stderr).toBe("recorded the expiry of payments\n");
  expect((await metadata()).annotations["hubspoke/credential-expires-at"]).toBe(expiresAt);
  expect(await expiry()).toMatchObject({ status: "passed" });
  expect(await cdktf(project, `diff ${stack}`)).toContain("No changes.");
});

test("rotate finds what ends soon, on the hub", async () => {
  const expiring = async (within: string) =>
    ended(await project.hubspoke(["rotate", "local", "--expiring", within, "--dry-run"])).stderr;
  expect(await expiring("12h")).toContain("no credential that is made at deploy ends within 12h: nothing to do");
  expect(await expiring("30d")).toContain("+    registration: { revision: 4 }");
});

test("a hub that does not answer is said, at once", async () => {
  ended(await project.hubspoke(["local", "stop", "local"]));
  const { stderr } = ended(await project.hubspoke(["status", "local"]), 1);
  expect(stderr).toBe(
    `the hub of "local" cannot be read: https://127.0.0.1:${firstPort} does not answer: connection refused\n`,
  );
});
