import { localDirectory } from "../config/local-paths.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { endLeftovers, runVariable } from "../local/leftovers.js";
import { withLock } from "../local/lock.js";

/** Lock file of an environment on this machine; beside its folder, which `down` removes. */
function environmentLock(topology: HubSpokeTopology): string {
  return `${localDirectory(topology.projectDirectory, topology.name)}.lock.json`;
}

/**
 * Runs `work` as the only one that changes this environment on this machine.
 *
 * Whatever a killed predecessor left running (cdktf, Terraform, Git) is ended first: it would hold Terraform's lock. All
 * that we start carries the mark by which it is found then. All that is written from here on is for this user alone:
 * state and kubeconfigs hold credentials.
 */
export function holdEnvironment<T>(topology: HubSpokeTopology, command: string, work: () => Promise<T>): Promise<T> {
  process.umask(0o077);
  const path = environmentLock(topology);
  const lock = { path, what: `environment "${topology.name}"`, command: `hubspoke ${command} ${topology.name}` };
  return withLock(lock, async () => {
    await endLeftovers(path);
    process.env[runVariable] = path;
    return work();
  });
}
