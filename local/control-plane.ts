import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ControlPlanePlace, ControlPlaneSpec } from "./control-plane-spec.js";
import {
  type ControlPlaneProgram,
  controlPlaneProcesses,
  controlPlanePrograms,
  controllerManagerKubeconfig,
  etcdDirectory,
  pidFile,
  pkiDirectory,
} from "./control-plane-processes.js";
import { waitUntilControllersWork, waitUntilReady } from "./control-plane-ready.js";
import { ensureDirectory, exists } from "./files.js";
import { writeKubeconfig } from "./kubeconfig.js";
import { withLock } from "./lock.js";
import { ensurePki } from "./pki.js";
import { assertPortsFree } from "./port.js";
import { controlPlanePorts } from "./ports.js";
import { type ProcessSpec, findProcess, fingerprint, startProcess, stopProcess } from "./process.js";

/** Gives the path of a program, as soon as it is there. */
export interface Programs {
  program(name: string): Promise<string>;
}

export interface StartOptions {
  readonly signal?: AbortSignal;
}

/** What a start changed: the programs it started. */
export interface StartResult {
  readonly started: readonly ControlPlaneProgram[];
}

/**
 * Brings up etcd, kube-apiserver and kube-controller-manager and waits until they work.
 *
 * What runs as it should is left alone, so this repairs as well as starts: a part that died is started again, lost keys or a
 * lost kubeconfig are written again, and a cluster whose data was deleted comes up empty.
 */
export async function startControlPlane(
  spec: ControlPlaneSpec,
  programs: Programs,
  options: StartOptions = {},
): Promise<StartResult> {
  return underLock(spec, "start", options.signal, async () => {
    const processes = await prepare(spec, programs);
    await stopOutdated(spec, processes);
    const missing = await notRunning(processes);
    await assertPortsFree(portUses(spec, missing));
    for (const name of missing.filter((program) => program !== "kube-controller-manager"))
      await startProcess(processes[name]);
    await waitUntilReady(spec, options.signal);
    if (missing.includes("kube-controller-manager")) await startProcess(processes["kube-controller-manager"]);
    await waitUntilControllersWork(spec, options.signal);
    return { started: missing };
  });
}

/** Ends the processes and keeps the data. */
export async function stopControlPlane(spec: ControlPlanePlace): Promise<void> {
  await underLock(spec, "stop", undefined, () => stopAll(spec));
}

/** Ends the processes and removes everything the control plane had on disk. */
export async function deleteControlPlane(spec: ControlPlanePlace): Promise<void> {
  if (!(await exists(spec.directory)) && !(await exists(lockPath(spec)))) return;
  await underLock(spec, "delete", undefined, async () => {
    await stopAll(spec);
    await rm(spec.directory, { recursive: true, force: true });
  });
}

/** Ports that a start would need and that nobody of ours holds: lets a caller check many clusters before it starts any. */
export async function missingPorts(spec: ControlPlaneSpec) {
  const dead = await Promise.all(
    controlPlanePrograms.map(async (name) => ((await findProcess(pidFile(spec, name))) ? [] : [name])),
  );
  return portUses(spec, dead.flat());
}

/** Everything on disk that the processes read; cheap when it is there. */
async function prepare(spec: ControlPlaneSpec, programs: Programs): Promise<Record<ControlPlaneProgram, ProcessSpec>> {
  await ensureDirectory(spec.directory);
  const pki = pkiDirectory(spec);
  await ensurePki(pki);
  await writeKubeconfigs(spec, pki);
  const [etcd, apiServer, controllerManager] = await Promise.all(
    controlPlanePrograms.map((name) => programs.program(name)),
  );
  return controlPlaneProcesses(spec, {
    programs: {
      etcd: etcd as string,
      "kube-apiserver": apiServer as string,
      "kube-controller-manager": controllerManager as string,
    },
    authorities: await authoritiesHash(pki),
  });
}

async function writeKubeconfigs(spec: ControlPlaneSpec, pki: string): Promise<void> {
  const common = { context: spec.context, server: spec.endpoint, caFile: join(pki, "ca.crt") };
  const files = (name: string) => ({ certificateFile: join(pki, `${name}.crt`), keyFile: join(pki, `${name}.key`) });
  await writeKubeconfig({ ...common, ...files("admin"), path: spec.kubeconfig });
  await writeKubeconfig({ ...common, ...files("controller-manager"), path: controllerManagerKubeconfig(spec) });
}

/** Processes read these files once, at their start. Leaf certificates they reload themselves. */
async function authoritiesHash(pki: string): Promise<string> {
  const files = await Promise.all(
    ["ca.crt", "etcd-ca.crt", "service-account.pub"].map((name) => readFile(join(pki, name))),
  );
  return createHash("sha256").update(Buffer.concat(files)).digest("hex").slice(0, 16);
}

/** Ends what runs differently from how it should. */
async function stopOutdated(
  spec: ControlPlaneSpec,
  processes: Record<ControlPlaneProgram, ProcessSpec>,
): Promise<void> {
  // An API server goes on serving from its cache what etcd no longer has: without data all three start together.
  if (!(await exists(join(etcdDirectory(spec), "member")))) return stopAll(spec);
  for (const name of [...controlPlanePrograms].reverse()) {
    const running = await findProcess(pidFile(spec, name));
    if (running !== undefined && running.fingerprint !== fingerprint(processes[name]))
      await stopProcess(pidFile(spec, name));
  }
}

async function notRunning(processes: Record<ControlPlaneProgram, ProcessSpec>): Promise<ControlPlaneProgram[]> {
  const states = await Promise.all(controlPlanePrograms.map((name) => findProcess(processes[name].pidFile)));
  return controlPlanePrograms.filter((_, index) => states[index] === undefined);
}

/** etcd last: the API server writes until it has ended. */
async function stopAll(spec: ControlPlanePlace): Promise<void> {
  await Promise.all([
    stopProcess(pidFile(spec, "kube-controller-manager"), 3_000),
    stopProcess(pidFile(spec, "kube-apiserver"), 5_000),
  ]);
  await stopProcess(pidFile(spec, "etcd"));
}

function portUses(spec: ControlPlaneSpec, programs: readonly ControlPlaneProgram[]) {
  const ports = controlPlanePorts(spec.port);
  const needed = [
    ...(programs.includes("kube-apiserver") ? [ports.apiServer] : []),
    ...(programs.includes("etcd") ? [ports.etcd, ports.etcdPeer] : []),
  ];
  return needed.map((port) => ({ port, cluster: spec.name, field: spec.field, file: spec.file }));
}

/** Beside the folder, which `delete` removes. */
function lockPath(spec: ControlPlanePlace): string {
  return `${spec.directory}.lock.json`;
}

function underLock<T>(
  spec: ControlPlanePlace,
  verb: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lock = {
    path: lockPath(spec),
    what: `cluster "${spec.name}"`,
    command: `hubspoke local ${verb}`,
    // The same cluster may be started by `up` and by Terraform at once: the second finds everything done.
    onWait: () => {},
    ...(signal ? { signal } : {}),
  };
  return withLock(lock, work);
}
