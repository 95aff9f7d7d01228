import { rm } from "node:fs/promises";
import { ensureFiles } from "./argocd/files.js";
import { healthProblem } from "./argocd/health.js";
import { readConfigMaps, readInstallation } from "./argocd/parameters.js";
import { type ArgoCdPrograms, argocdProcesses } from "./argocd/processes.js";
import {
  type ArgoCdProcessSpec,
  type Component,
  componentLogFile,
  componentPidFile,
  components,
} from "./argocd/spec.js";
import { adminApi } from "./control-plane-ready.js";
import { LocalError } from "./errors.js";
import { readIfThere } from "./files.js";
import { logTail } from "./log-tail.js";
import { type PortUse, assertPortsFree } from "./port.js";
import { argocdPorts } from "./ports.js";
import { type ProcessSpec, findProcess, fingerprint, startProcess, stopProcess } from "./process.js";
import { until } from "./wait.js";

export interface ArgoCdStartOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** State of one component. */
export interface ComponentStatus {
  readonly component: Component;
  readonly pid?: number;
  /** What is wrong; absent when it is well. */
  readonly problem?: string;
}

const healthyTimeout = 60_000;

/**
 * Starts Argo CD's components against the hub and waits until each answers that it is well.
 *
 * The Helm release must be there: the components read its ConfigMaps, and their parameters come from argocd-cmd-params-cm. A
 * component whose program, parameters, keys or objects on the hub are others is restarted, any other is left alone. Returns what it started.
 */
export async function startArgoCd(
  spec: ArgoCdProcessSpec,
  programs: ArgoCdPrograms,
  options: ArgoCdStartOptions,
): Promise<Component[]> {
  const redisPassword = await ensureFiles(spec);
  const { configMaps, installation } = await withAdmin(spec, async (api) => ({
    configMaps: await readConfigMaps(api, spec.namespace),
    installation: await readInstallation(api, spec.namespace),
  }));
  const processes = await argocdProcesses(spec, {
    programs,
    redisPassword,
    configMaps,
    installation,
    environment: options.environment,
  });
  const outdated = await stopOutdated(processes);
  await assertPortsFree(argocdPortUses(spec, outdated));
  for (const component of outdated) await startProcess(processes[component]);
  await Promise.all(components.map((component) => waitUntilHealthy(spec, component, redisPassword, options.signal)));
  return outdated;
}

/** Ends the components and keeps their files. */
export async function stopArgoCd(spec: ArgoCdProcessSpec): Promise<void> {
  await Promise.all(components.map((component) => stopProcess(componentPidFile(spec, component), 5_000)));
}

/** Ends the components and removes their files. */
export async function deleteArgoCd(spec: ArgoCdProcessSpec): Promise<void> {
  await stopArgoCd(spec);
  await rm(spec.directory, { recursive: true, force: true });
}

/** How each component is. */
export async function argocdStatus(spec: ArgoCdProcessSpec): Promise<ComponentStatus[]> {
  const password = (await readIfThere(`${spec.directory}/redis-password`))?.trim() ?? "";
  return Promise.all(
    components.map(async (component) => {
      const running = await findProcess(componentPidFile(spec, component));
      if (running === undefined) return { component, problem: "does not run" };
      const problem = await healthProblem(spec, component, password);
      return { component, pid: running.pid, ...(problem === undefined ? {} : { problem }) };
    }),
  );
}

/** Ports that the components to start will listen on. */
export function argocdPortUses(spec: ArgoCdProcessSpec, wanted: readonly Component[]): PortUse[] {
  const ports = argocdPorts(spec.hub.port);
  const byComponent: Record<Component, number[]> = {
    redis: [ports.redis],
    "argocd-repo-server": [ports.repoServer, ports.repoServerMetrics],
    "argocd-application-controller": [ports.controllerMetrics],
    "argocd-applicationset-controller": [ports.applicationSetProbe],
    "argocd-server": [ports.server, ports.serverMetrics],
  };
  return wanted.flatMap((component) =>
    byComponent[component].map((port) => ({
      port,
      cluster: spec.hub.name,
      field: spec.hub.field,
      file: spec.hub.file,
    })),
  );
}

/** Components that do not run. */
export async function missingComponents(spec: ArgoCdProcessSpec): Promise<Component[]> {
  const running = await Promise.all(components.map((component) => findProcess(componentPidFile(spec, component))));
  return components.filter((_, index) => running[index] === undefined);
}

/** Ends what runs otherwise than it should, and names all that is to start. */
async function stopOutdated(processes: Record<Component, ProcessSpec>): Promise<Component[]> {
  const outdated = await Promise.all(
    components.map(async (component) => {
      const running = await findProcess(processes[component].pidFile);
      if (running?.fingerprint === fingerprint(processes[component])) return [];
      if (running !== undefined) await stopProcess(processes[component].pidFile, 5_000);
      return [component];
    }),
  );
  return outdated.flat();
}

async function waitUntilHealthy(
  spec: ArgoCdProcessSpec,
  component: Component,
  password: string,
  signal?: AbortSignal,
): Promise<void> {
  let problem: string | undefined;
  const look = async () => {
    problem = await healthProblem(spec, component, password);
    if (problem === undefined) return true;
    if ((await findProcess(componentPidFile(spec, component))) === undefined)
      throw await failure(spec, component, "ended while starting");
    return undefined;
  };
  const done = await until(look, { timeout: healthyTimeout, interval: 100, ...(signal ? { signal } : {}) });
  if (done === undefined)
    throw await failure(spec, component, `is not well after ${healthyTimeout / 1000} s: ${problem}`);
}

async function failure(spec: ArgoCdProcessSpec, component: Component, what: string): Promise<LocalError> {
  return new LocalError(`${component} ${what}\n${await logTail(componentLogFile(spec, component))}`);
}

async function withAdmin<T>(
  spec: ArgoCdProcessSpec,
  work: (api: Awaited<ReturnType<typeof adminApi>>) => Promise<T>,
): Promise<T> {
  const api = await adminApi(spec.hub);
  try {
    return await work(api);
  } finally {
    api.close();
  }
}
