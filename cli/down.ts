import { readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { clusterDirectory, localDirectory, machineFolder } from "../config/local-paths.js";
import { isStackIdOf } from "../config/names.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { removeFromKubeconfig } from "../fleet/kubeconfig-merge.js";
import { deleteArgoCd } from "../local/argocd.js";
import { argocdSpec } from "../local/argocd/spec.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { deleteControlPlane } from "../local/control-plane.js";
import { hasCode } from "../local/errors.js";
import { deleteKindCluster } from "../local/kind.js";
import { readRecord } from "../local/kind/record.js";
import { runCdktf } from "../terraform/cdktf.js";
import { openEnvironment } from "./environment.js";
import { holdEnvironment } from "./hold.js";
import { abortOnSignals } from "./interrupt.js";
import { userKubeconfigPath } from "./kubeconfig.js";
import { checkMachine } from "./machine.js";
import { EXIT, writeStatus } from "./output.js";
import { cdktfOptions, isOfThisMachine, terraformSetup } from "./terraform-environment.js";

/**
 * `hubspoke down`: removes everything that `up` made, from whatever state it is in; twice is as good as once.
 *
 * Where every cluster and the state are this machine's, nothing outlives its files and containers, so they are removed
 * without asking Terraform. Anything else goes through `cdktf destroy`, with the clusters of this machine still running.
 */
export async function down(environment: string): Promise<number> {
  const topology = openEnvironment(environment);
  const { signal, restore } = abortOnSignals(`go on with: hubspoke down ${environment}`);
  try {
    await holdEnvironment(topology, "down", async () => {
      if (!isOfThisMachine(topology) || topology.backend.type !== "local") {
        await destroyStacks(topology, signal);
      }
      await removeLocal(topology);
    });
  } finally {
    restore();
  }
  for (const folder of [["local"], []]) {
    await removeIfEmpty(join(topology.projectDirectory, machineFolder, ...folder));
  }
  writeStatus(`environment "${topology.name}" is gone`);
  return EXIT.fine;
}

async function destroyStacks(topology: HubSpokeTopology, signal: AbortSignal): Promise<void> {
  const machine = await checkMachine(topology.projectDirectory, controlPlaneSpecs(topology).length > 0);
  const setup = await terraformSetup(topology, machine.terraform, { signal, onProgress: writeStatus });
  await runCdktf("destroy", {
    ...cdktfOptions(topology, setup),
    onLine: ({ stack, text }) => writeStatus(`${stack}: ${text}`),
    signal,
  });
}

async function removeLocal(topology: HubSpokeTopology): Promise<void> {
  const argocd = argocdSpec(topology);
  if (argocd) {
    writeStatus("stopping Argo CD");
    await deleteArgoCd(argocd);
  }
  const clusters = await clustersOnDisk(topology);
  writeStatus(clusters.length > 0 ? `removing ${clusters.join(", ")}` : "no cluster of it is on this machine");
  const { projectDirectory, name: environment } = topology;
  await Promise.all(clusters.map((name) => deleteCluster(name, clusterDirectory(projectDirectory, environment, name))));
  await removeStackFiles(topology);
  await removeFromKubeconfig(userKubeconfigPath(), environment);
  await rm(localDirectory(projectDirectory, environment), { recursive: true, force: true });
}

async function deleteCluster(name: string, directory: string): Promise<void> {
  const kind = await readRecord(directory);
  if (kind !== undefined) await deleteKindCluster({ ...kind, directory }, { environment: process.env });
  await deleteControlPlane({ name, directory });
}

/** What is there and not what the file names: a spoke may have been deleted from it without being retired. */
async function clustersOnDisk(topology: HubSpokeTopology): Promise<string[]> {
  const names = await entries(dirname(clusterDirectory(topology.projectDirectory, topology.name, "any")));
  return [...new Set(names.map((name) => name.replace(/\.lock\.json$/, "")))];
}

/** State and synthesised configuration, of every stack that the environment ever had. */
async function removeStackFiles(topology: HubSpokeTopology): Promise<void> {
  const states = topology.backend.type === "local" ? [topology.backend.path] : [];
  for (const folder of [...states, join(topology.projectDirectory, "cdktf.out", "stacks")]) {
    const ours = (await entries(folder)).filter((name) => isStackIdOf(topology.name, stackOfFile(name)));
    await Promise.all(ours.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  }
  await Promise.all(states.map(removeIfEmpty));
}

/** `<stack>.tfstate`, its backup, and `.<stack>.tfstate.lock.info`, which a killed Terraform leaves. */
function stackOfFile(name: string): string {
  return name.replace(/^\./, "").replace(/\.tfstate\b.*$/, "");
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) {
      return [];
    }
    throw error;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) {
      throw error;
    }
  }
}
