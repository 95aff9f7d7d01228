import { join } from "node:path";
import { stateOf } from "../config/backend/index.js";
import { hubArgoCdStackId, spokeRegistrationStackId } from "../config/names.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { argocdSpec } from "./argocd/spec.js";
import { adminApi } from "./control-plane-ready.js";
import { type ControlPlaneSpec, controlPlaneSpecs } from "./control-plane-spec.js";
import type { KubeApi } from "./kube-api.js";
import { renewCredential } from "./repair/credential.js";
import { removePendingReleases } from "./repair/releases.js";
import { removeUnrecorded } from "./repair/unrecorded.js";

export interface RepairOptions {
  readonly topology: HubSpokeTopology;
  /** Folder with the stacks as the last run synthesised them. */
  readonly stacksDirectory: string;
}

/**
 * Puts right, on local clusters, what an interrupted run left so that the next deploy would fail; returns a line for each.
 *
 * Call it while holding the environment, with the control planes ready and the stacks synthesised, before the deploy. With
 * nothing to repair it costs a few reads. Clusters that are not ours are never touched.
 */
export async function repairEnvironment(options: RepairOptions): Promise<string[]> {
  const clusters = await openClusters(controlPlaneSpecs(options.topology));
  try {
    const lines = await Promise.all([
      repairReleases(options.topology, clusters),
      repairStacks(options, clusters),
      repairCredentials(options.topology, clusters),
    ]);
    return lines.flat();
  } finally {
    for (const { api } of clusters) api.close();
  }
}

/** A local cluster and a client for it. */
export interface OpenCluster {
  readonly spec: ControlPlaneSpec;
  readonly api: KubeApi;
}

async function openClusters(specs: readonly ControlPlaneSpec[]): Promise<OpenCluster[]> {
  return Promise.all(specs.map(async (spec) => ({ spec, api: await adminApi(spec) })));
}

async function repairReleases(topology: HubSpokeTopology, clusters: readonly OpenCluster[]): Promise<string[]> {
  const hub = clusters.find(({ spec }) => spec.name === topology.hub.name);
  return hub === undefined ? [] : removePendingReleases(hub.api, topology.hub.argocd.namespace);
}

async function repairStacks(options: RepairOptions, clusters: readonly OpenCluster[]): Promise<string[]> {
  const { topology, stacksDirectory } = options;
  const { backend } = topology;
  // What is in the state is read from its file; what one in another place lacks, the deploy itself reports.
  if (backend.type !== "local") return [];
  const lines: string[] = [];
  // The hub's first, and in order: removing its namespace removes the cluster Secrets of all the others.
  const hub = { id: hubArgoCdStackId(topology.name), adopted: topology.hub.adoption !== undefined };
  const spokes = topology.spokes.map(({ name, adoption }) => ({
    id: spokeRegistrationStackId(topology.name, name),
    adopted: adoption !== undefined,
  }));
  for (const { id, adopted } of [hub, ...spokes]) {
    const stack = join(stacksDirectory, id, "cdk.tf.json");
    const state = stateOf(backend, id);
    lines.push(...(await removeUnrecorded({ stack, state, clusters, adopted })));
  }
  return lines;
}

async function repairCredentials(topology: HubSpokeTopology, clusters: readonly OpenCluster[]): Promise<string[]> {
  const argocd = argocdSpec(topology);
  const hub = clusters.find(({ spec }) => spec.name === topology.hub.name);
  if (argocd === undefined || hub === undefined) return [];
  const spokes = topology.spokes.filter(
    ({ retired, registration }) => !retired && registration.mode === "bearer-token",
  );
  const lines = await Promise.all(
    spokes.map(async ({ name, secretName }) => {
      const spoke = clusters.find(({ spec }) => spec.name === name);
      const secret = `/api/v1/namespaces/${argocd.namespace}/secrets/${secretName}`;
      return spoke && renewCredential(hub.api, spoke, secret);
    }),
  );
  return lines.filter((line) => line !== undefined);
}
