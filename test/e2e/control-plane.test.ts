import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheDirectory } from "../../local/cache.js";
import { deleteControlPlane, startControlPlane, stopControlPlane } from "../../local/control-plane.js";
import { type ControlPlaneProgram, controlPlanePrograms, pidFile } from "../../local/control-plane-processes.js";
import { adminApi } from "../../local/control-plane-ready.js";
import type { ControlPlaneSpec } from "../../local/control-plane-spec.js";
import { controlPlaneStatus } from "../../local/control-plane-status.js";
import { exists } from "../../local/files.js";
import { isPortFree } from "../../local/port.js";
import { type ProcessRecord, findProcess } from "../../local/process.js";
import { type Toolchain, openToolchain } from "../../local/toolchain.js";
import { isAlive } from "../../local/system-process.js";
import { until } from "../../local/wait.js";

const port = 27443;
let root: string;
let spec: ControlPlaneSpec;
let toolchain: Toolchain;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "hubspoke tést "));
  const directory = join(root, "clusters", "hub");
  const endpoint = `https://127.0.0.1:${port}`;
  const names = {
    environment: "test",
    name: "hub",
    context: "test-hub",
    field: "hub.cluster.port",
    file: "environments/test.yaml",
  };
  spec = { ...names, directory, port, endpoint, kubeconfig: join(directory, "kubeconfig"), retired: false };
  const goDirectory = new URL("../../local/toolchain", import.meta.url).pathname;
  toolchain = await openToolchain({
    cacheDirectory: await cacheDirectory(process.env),
    goDirectory: decodeURIComponent(goDirectory),
    environment: process.env,
    programs: controlPlanePrograms,
  });
  await toolchain.complete();
}, 900_000);

afterAll(async () => {
  await deleteControlPlane(spec);
  await rm(root, { recursive: true, force: true });
});

async function namespaces(): Promise<string[]> {
  const api = await adminApi(spec);
  try {
    const list = await api.get<{ items: { metadata: { name: string } }[] }>("/api/v1/namespaces");
    return (list?.items ?? []).map((item) => item.metadata.name);
  } finally {
    api.close();
  }
}

async function createNamespace(name: string): Promise<void> {
  const api = await adminApi(spec);
  try {
    await api.create("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  } finally {
    api.close();
  }
}

async function processOf(program: ControlPlaneProgram): Promise<ProcessRecord> {
  return (await findProcess(pidFile(spec, program))) as ProcessRecord;
}

async function kill(program: ControlPlaneProgram): Promise<void> {
  const { pid, startTime } = await processOf(program);
  process.kill(pid, "SIGKILL");
  await until(async () => ((await isAlive(pid, startTime)) ? undefined : true), { timeout: 5_000 });
}

test("it comes up ready, on the loopback address, with private files and no secret in an argument", async () => {
  expect(await startControlPlane(spec, toolchain)).toEqual({ started: [...controlPlanePrograms] });
  expect((await controlPlaneStatus(spec)).ready).toBe(true);
  expect((await stat(spec.kubeconfig)).mode & 0o777).toBe(0o600);
  for (const program of controlPlanePrograms) {
    const { pid } = await processOf(program);
    expect(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).not.toContain("PRIVATE KEY");
  }
}, 120_000);

test("starting it again changes nothing", async () => {
  expect(await startControlPlane(spec, toolchain)).toEqual({ started: [] });
}, 60_000);

test.each(controlPlanePrograms)(
  "after kill -9 of %s, that is started again and the data is there",
  async (program) => {
    await createNamespace(`before-${program}`);
    await kill(program);
    expect((await startControlPlane(spec, toolchain)).started).toContain(program);
    expect(await namespaces()).toContain(`before-${program}`);
  },
  120_000,
);

test("stopped, as by a reboot, it comes back with its data", async () => {
  await stopControlPlane(spec);
  expect(await isPortFree(port)).toBe(true);
  await startControlPlane(spec, toolchain);
  expect(await namespaces()).toContain("before-etcd");
}, 120_000);

test("deleted keys are made again, and the data stays", async () => {
  await rm(join(spec.directory, "pki"), { recursive: true });
  await startControlPlane(spec, toolchain);
  expect(await namespaces()).toContain("before-etcd");
}, 120_000);

test("with its data deleted it comes up empty", async () => {
  await rm(join(spec.directory, "etcd"), { recursive: true });
  await startControlPlane(spec, toolchain);
  expect((await namespaces()).sort()).toEqual(["default", "kube-node-lease", "kube-public", "kube-system"]);
}, 120_000);

test("deleting leaves no process, port or file, and twice is as good as once", async () => {
  await deleteControlPlane(spec);
  await deleteControlPlane(spec);
  for (const offset of [0, 1, 2]) expect(await isPortFree(port + offset)).toBe(true);
  expect(await exists(spec.directory)).toBe(false);
}, 60_000);
