import { readFileSync, statSync } from "node:fs";
import { type RequestOptions, request } from "node:https";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { files, filesWith, walk } from "../files.js";
import { decoded, ended, read, tokenOf } from "../fleet.js";
import { commandLines, listenersOf, processesOf } from "../machine.js";
import type { Project } from "../project.js";
import { cdktf } from "./up.js";

const machineFolder = (project: Project) => join(project.directory, ".hubspoke");

/** Ports of the hub, of Argo CD beside it, and of two spokes; a webhook of Argo CD's has any free one. */
function expectedListeners(firstPort: number): string[] {
  const offsets = [...Array.from({ length: 10 }, (_, offset) => offset), 10, 11, 12, 20, 21, 22];
  return offsets.map((offset) => `127.0.0.1:${firstPort + offset}`);
}

export function listensOnLoopbackOnly(project: Project, firstPort: number): void {
  const listeners = processesOf(project.directory).flatMap(({ pid }) => listenersOf(pid));
  expect(listeners).toEqual(expect.arrayContaining(expectedListeners(firstPort)));
  expect(listeners.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
}

/** What the user's own commands and Kubernetes' client write as the user's umask says: none of it holds a secret. */
const writtenByOthers = [
  /^local\/local\/argocd\/tmp\/kube\//,
  /^local\/local\/gitops\.git\//,
  /^local\/local\/cdktf\.out\/.*(\/assets|\.lock\.hcl)/,
  /^state\/.*\.backup$/,
];

/** Nobody but the owner may even look into `.hubspoke`; keys and states are the owner's alone by themselves too. */
export function filesArePrivate(project: Project): void {
  const folder = machineFolder(project);
  const modeOf = (path: string) => statSync(join(folder, path)).mode & 0o777;
  expect(modeOf(".")).toBe(0o700);
  const paths = walk(folder).filter((path) => !writtenByOthers.some((pattern) => pattern.test(path)));
  expect(paths.filter((path) => (modeOf(path) & 0o077) !== 0)).toEqual([]);
  const secret = paths.filter((path) => /\.key$|kubeconfig$|\.tfstate$|redis-password$|redis\.conf$/.test(path));
  expect(secret.length).toBeGreaterThan(30);
  expect(secret.filter((path) => modeOf(path) !== 0o600)).toEqual([]);
}

/** Every secret of the environment, by a name that a failed test may show. */
async function secrets(project: Project): Promise<Record<string, string>> {
  const ofHub = async (name: string, key: string) => {
    const secret = await read(project, "hub", `/api/v1/namespaces/argocd/secrets/${name}`);
    if (!secret?.data?.[key]) throw new Error(`the hub has no Secret ${name} with a ${key}`);
    return decoded(secret, key);
  };
  return {
    "token of payments": await tokenOf(project, "payments"),
    "token of search": await tokenOf(project, "search"),
    "admin password": await ofHub("argocd-initial-admin-secret", "password"),
    "session key": await ofHub("argocd-secret", "server.secretkey"),
    "redis password": project.read(".hubspoke/local/local/argocd/redis-password").trim(),
  };
}

/** Files that have to hold a secret: the cache's password twice, and the databases of the clusters. */
const holders = /^local\/local\/(argocd\/redis(-password|\.conf)|clusters\/\w+\/etcd\/)/;

export async function secretsStayPut(project: Project): Promise<void> {
  const all = await secrets(project);
  const plans = await readPlans(project);
  expect(plans).toContain("kubernetes_secret_v1");
  expect(Object.keys(all).filter((name) => plans.includes(all[name] as string))).toEqual([]);

  const found = filesWith(machineFolder(project), all);
  expect(found.filter((path) => !holders.test(path))).toEqual([]);
  expect(found.filter((path) => path.endsWith("redis-password: redis password"))).toHaveLength(1);
  expect(filesWith(join(project.directory, "cdktf.out"), all)).toEqual([]);
  const shownByPs = commandLines().join("\n");
  expect(shownByPs).toContain(project.directory);
  expect(Object.keys(all).filter((name) => shownByPs.includes(all[name] as string))).toEqual([]);
}

/** Every plan that cdktf left behind, unpacked: those of `up`, and one of a user's own. */
async function readPlans(project: Project): Promise<string> {
  await cdktf(project, "diff local-spoke-payments-registration");
  const stacks = files(project.directory).filter((path) => path.endsWith("/plan"));
  expect(stacks.length).toBeGreaterThan(1);
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const show = stacks.map((path) => `(cd '${dirname(path)}' && "$TERRAFORM_BINARY_NAME" show -json plan) || exit`);
  return ended(await project.run("sh", ["-c", [exports, ...show].join("\n")])).stdout;
}

export async function etcdWantsCertificate(project: Project, port: number): Promise<void> {
  const pki = (name: string) =>
    readFileSync(join(machineFolder(project), "local", "local", "clusters", "hub", "pki", name));
  const client = { port: port + 1, path: "/version", ca: pki("etcd-ca.crt") };
  await expect(answer(client)).rejects.toMatchObject({ code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" });
  const known = { ...client, cert: pki("etcd-client.crt"), key: pki("etcd-client.key") };
  expect(await answer(known)).toMatchObject({ status: 200 });
}

export async function redisWantsPassword(project: Project, port: number): Promise<void> {
  const { "redis password": password } = await secrets(project);
  expect(await redis(port + 9, "KEYS", "*")).toMatch(/^-NOAUTH /);
  expect(await redis(port + 9, "AUTH", "wrong")).toMatch(/^-(WRONGPASS|ERR) /);
  expect(await redis(port + 9, "AUTH", password as string)).toBe("+OK\r\n");
}

export async function argocdWantsLogin(port: number): Promise<void> {
  for (const path of ["/api/v1/clusters", "/api/v1/applications", "/api/v1/repositories"]) {
    expect(await answer({ port: port + 3, path, rejectUnauthorized: false })).toMatchObject({ status: 401 });
  }
}

function answer(options: RequestOptions): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", agent: false, ...options }, (response) => {
      response.resume().on("end", () => resolve({ status: response.statusCode }));
    });
    sent.on("error", reject).end();
  });
}

/** The answer to one command, in Redis's own protocol. */
function redis(port: number, ...words: string[]): Promise<string> {
  const command = `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(command));
    socket.on("error", reject).on("close", () => reject(new Error("it closed the connection")));
    socket.on("data", (data) => {
      resolve(data.toString("utf8"));
      socket.destroy();
    });
  });
}
