import type { HubSpokeTopology } from "../config/topology.js";
import { argocdSpec } from "../local/argocd/spec.js";
import { startArgoCd, stopArgoCd } from "../local/argocd.js";
import { type ControlPlaneSpec, controlPlaneSpecs } from "../local/control-plane-spec.js";
import { deleteControlPlane, startControlPlane, stopControlPlane } from "../local/control-plane.js";
import { assertEnvironmentPortsFree } from "../local/environment-ports.js";
import { exists } from "../local/files.js";
import type { Toolchain } from "../local/toolchain.js";
import { holdEnvironment } from "./hold.js";
import { openEnvironment } from "./environment.js";
import { EXIT, UsageError, writeStatus } from "./output.js";
import { argocdPrograms, openLocalToolchain } from "./toolchain.js";

const CONTROL_PLANE = ["etcd", "kube-apiserver", "kube-controller-manager"];

/** `hubspoke local create`: what Terraform runs to make a local cluster; a running one is left alone. */
export async function create(environment: string, options: { cluster?: string }): Promise<number> {
  const topology = openEnvironment(environment);
  const spec = clusterOf(topology, options.cluster);
  await startControlPlane(spec, await openLocalToolchain({ programs: CONTROL_PLANE }));
  writeStatus(`cluster "${spec.name}" answers at ${spec.endpoint}`);
  return EXIT.fine;
}

/** `hubspoke local destroy`: what Terraform runs to remove a local cluster; twice is as good as once. */
export async function destroy(environment: string, options: { cluster?: string }): Promise<number> {
  const topology = openEnvironment(environment);
  const spec = clusterOf(topology, options.cluster);
  const argocd = argocdSpec(topology);
  if (argocd && spec.name === topology.hub.name) {
    await stopArgoCd(argocd);
  }
  await deleteControlPlane(spec);
  writeStatus(`cluster "${spec.name}" is gone`);
  return EXIT.fine;
}

/** `hubspoke local start`: after a reboot; starts what was created before and creates nothing. */
export async function start(environment: string): Promise<number> {
  const topology = openEnvironment(environment);
  return holdEnvironment(topology, "local start", async () => {
    const specs = await createdControlPlanes(topology);
    if (specs.length === 0) {
      throw new UsageError(
        `environment "${topology.name}" has no cluster on this machine\n  fix: hubspoke up ${environment}`,
      );
    }
    await assertEnvironmentPortsFree(topology);
    const toolchain = await openLocalToolchain();
    await Promise.all(specs.map((spec) => startControlPlane(spec, toolchain)));
    specs.forEach((spec) => writeStatus(`cluster "${spec.name}" answers at ${spec.endpoint}`));
    await startArgoCdIfLocal(topology, toolchain);
    return EXIT.fine;
  });
}

/** `hubspoke local stop`: ends every process and keeps the data. */
export async function stop(environment: string): Promise<number> {
  const topology = openEnvironment(environment);
  return holdEnvironment(topology, "local stop", async () => {
    const argocd = argocdSpec(topology);
    if (argocd) {
      await stopArgoCd(argocd);
    }
    await Promise.all(controlPlaneSpecs(topology).map((spec) => stopControlPlane(spec)));
    writeStatus(`environment "${topology.name}" is stopped; its data is kept: hubspoke local start ${environment}`);
    return EXIT.fine;
  });
}

/** Control planes that exist on this machine, in contrast to those that the file merely names. */
async function createdControlPlanes(topology: HubSpokeTopology): Promise<ControlPlaneSpec[]> {
  const specs = controlPlaneSpecs(topology);
  const there = await Promise.all(specs.map((spec) => exists(spec.directory)));
  return specs.filter((_, index) => there[index]);
}

async function startArgoCdIfLocal(topology: HubSpokeTopology, toolchain: Toolchain): Promise<void> {
  const spec = argocdSpec(topology);
  if (spec) {
    await startArgoCd(spec, await argocdPrograms(toolchain), { environment: process.env });
    writeStatus("Argo CD answers");
  }
}

function clusterOf(topology: HubSpokeTopology, name: string | undefined): ControlPlaneSpec {
  const specs = controlPlaneSpecs(topology);
  const spec = specs.find((candidate) => candidate.name === name);
  if (!spec) {
    const allowed = specs.map((candidate) => candidate.name).join(", ") || "none: no cluster of it is local";
    throw new UsageError(
      `no local cluster ${JSON.stringify(name ?? "")} in ${topology.file}, expected one of: ${allowed}\n  fix: --cluster <name>`,
    );
  }
  return spec;
}
