import { LocalError } from "./errors.js";
import { type ControlPlaneProgram, logFile, pidFile, pkiDirectory } from "./control-plane-processes.js";
import type { ControlPlaneSpec } from "./control-plane-spec.js";
import { KubeApi, adminAccess } from "./kube-api.js";
import { logTail } from "./log-tail.js";
import { findProcess } from "./process.js";
import { until } from "./wait.js";

const readyTimeout = 60_000;

/** Client with the admin's certificate; close it. */
export async function adminApi(spec: ControlPlaneSpec): Promise<KubeApi> {
  return new KubeApi(await adminAccess(spec.endpoint, pkiDirectory(spec)));
}

/** Waits for `ok` from /readyz over a verified connection. Ends at once when etcd or the API server died. */
export async function waitUntilReady(spec: ControlPlaneSpec, signal?: AbortSignal): Promise<void> {
  await waitFor(spec, ["etcd", "kube-apiserver"], signal, isReady);
}

/**
 * Waits until namespace `default` has its ServiceAccount: kube-controller-manager made it.
 *
 * It listens nowhere, so its work is the only proof that it does any.
 */
export async function waitUntilControllersWork(spec: ControlPlaneSpec, signal?: AbortSignal): Promise<void> {
  await waitFor(spec, ["kube-controller-manager"], signal, async (api) => {
    return (await api.get("/api/v1/namespaces/default/serviceaccounts/default")) !== undefined;
  });
}

/** True when the API server says that it is ready; any failure to ask is a no. */
export async function isReady(api: KubeApi): Promise<boolean> {
  const response = await api.send("GET", "/readyz");
  return response.status === 200 && response.text === "ok";
}

async function waitFor(
  spec: ControlPlaneSpec,
  parts: readonly ControlPlaneProgram[],
  signal: AbortSignal | undefined,
  probe: (api: KubeApi) => Promise<boolean>,
): Promise<void> {
  const api = await adminApi(spec);
  const look = async () => {
    if (await probe(api).catch(() => false)) return true;
    await assertRunning(spec, parts);
    return undefined;
  };
  try {
    const done = await until(look, { timeout: readyTimeout, interval: 50, ...(signal ? { signal } : {}) });
    if (done === undefined)
      throw await failure(spec, parts.at(-1) as ControlPlaneProgram, `is not ready after ${readyTimeout / 1000} s`);
  } finally {
    api.close();
  }
}

async function assertRunning(spec: ControlPlaneSpec, parts: readonly ControlPlaneProgram[]): Promise<void> {
  for (const part of parts) {
    if ((await findProcess(pidFile(spec, part))) === undefined) throw await failure(spec, part, "ended while starting");
  }
}

async function failure(spec: ControlPlaneSpec, part: ControlPlaneProgram, what: string): Promise<LocalError> {
  return new LocalError(`${part} of cluster "${spec.name}" ${what}\n${await logTail(logFile(spec, part))}`);
}
