import { rm } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { LocalError, messageOf } from "./errors.js";
import { ensureDirectory, writeAtomic } from "./files.js";
import { kindFailure } from "./kind/failure.js";
import { parseKubeconfig, waitUntilReady, withoutUsers } from "./kind/kubeconfig.js";
import { type KindOptions, runKind } from "./kind/program.js";
import { readRecord, removeRecord, writeRecord } from "./kind/record.js";
import type { KindPlace, KindSpec } from "./kind/spec.js";
import { endLeftovers } from "./leftovers.js";
import { withLock } from "./lock.js";

/** What came of a creation. */
export interface KindResult {
  /** False when it was there. */
  readonly created: boolean;
  /** API server URL on this machine. */
  readonly server: string;
}

/** How long kind waits for the node of the control plane; beyond it kind warns and goes on. */
const nodeWait = "2m";

/**
 * Sees to it that a kind cluster is there and answers, and that its kubeconfigs are written.
 *
 * One of ours is used as it is; what a killed creation left is deleted and made again. A cluster that works is never
 * changed: where its nodes, image or configuration are to be others, Terraform deletes it first.
 */
export function createKindCluster(spec: KindSpec, options: KindOptions): Promise<KindResult> {
  return underLock(spec, "create", async () => {
    const record = await readRecord(spec.directory);
    const there = await isThere(spec, options);
    if (there && record === undefined) throw takenByOthers(spec);
    if (there && record?.state === "created") return { created: false, server: await openCluster(spec, options) };
    if (there) await deleteNodes(spec, options);
    await makeNodes(spec, options);
    return { created: true, server: await openCluster(spec, options) };
  });
}

/** Deletes a kind cluster of ours and its files; one that is gone already is fine. */
export function deleteKindCluster(place: KindPlace, options: KindOptions): Promise<void> {
  return underLock(place, "delete", async () => {
    const there = await isThere(place, options);
    if (there && (await readRecord(place.directory)) === undefined) throw leftAlone(place);
    if (there) await deleteNodes(place, options);
    await rm(place.directory, { recursive: true, force: true });
  });
}

/** Fails, saying what is missing, unless kind and a container engine are there. */
export async function requireKind(place: KindPlace, options: KindOptions): Promise<void> {
  await isThere(place, options);
}

async function makeNodes(spec: KindSpec, options: KindOptions): Promise<void> {
  const { clusterName, image, config } = spec;
  await ensureDirectory(spec.directory);
  await writeRecord(spec, "creating");
  const flags = ["--config", config ?? "-", "--wait", nodeWait, ...(image === undefined ? [] : ["--image", image])];
  const args = ["create", "cluster", "--name", clusterName, ...(await kubeconfigFlags(spec)), ...flags];
  try {
    await kind(spec, "create", { args, input: nodesConfig(spec), directory: spec.projectDirectory }, options);
  } catch (error) {
    // kind has removed what it made: the next cluster of this name may be somebody else's.
    if (!(await isThere(spec, options).catch(() => true))) await removeRecord(spec);
    throw error;
  }
  await writeRecord(spec, "created");
}

/** What kind reads from its standard input, unless it has a file: one control plane, and workers. */
function nodesConfig({ nodes }: KindSpec): string {
  const roles = Array.from({ length: nodes }, (_, index) => (index === 0 ? "control-plane" : "worker"));
  const header = { kind: "Cluster", apiVersion: "kind.x-k8s.io/v1alpha4" };
  return stringify({ ...header, nodes: roles.map((role) => ({ role })) });
}

async function deleteNodes(place: KindPlace, options: KindOptions): Promise<void> {
  const args = ["delete", "cluster", "--name", place.clusterName, ...(await kubeconfigFlags(place))];
  await kind(place, "delete", { args }, options);
}

/** Without a file of ours kind would write to the user's own. A killed kind leaves its lock on it, for ever. */
async function kubeconfigFlags({ directory }: KindPlace): Promise<readonly string[]> {
  const file = join(directory, "kubeconfig");
  await rm(`${file}.lock`, { force: true });
  return ["--kubeconfig", file];
}

async function isThere(place: KindPlace, options: KindOptions): Promise<boolean> {
  const names = await kind(place, "look for", { args: ["get", "clusters"] }, options);
  return names.split("\n").includes(place.clusterName);
}

/** Writes the kubeconfigs anew, since a restarted node may have another port, and waits for the API server. */
async function openCluster(spec: KindSpec, options: KindOptions): Promise<string> {
  const read = async (...flags: readonly string[]) => {
    const args = ["get", "kubeconfig", "--name", spec.clusterName, ...flags];
    return parseKubeconfig(await kind(spec, "read the kubeconfig of", { args }, options));
  };
  try {
    const [external, internal] = [await read(), await read("--internal")];
    await writeAtomic(spec.kubeconfig, stringify(external, { lineWidth: 0 }));
    await writeAtomic(spec.internalKubeconfig, withoutUsers(internal));
    return await waitUntilReady(external);
  } catch (error) {
    throw notAnswering(spec, error);
  }
}

async function kind(
  place: KindPlace,
  doing: string,
  run: Omit<Parameters<typeof runKind>[0], "lock">,
  options: KindOptions,
): Promise<string> {
  try {
    return await runKind({ ...run, lock: lockPath(place) }, options);
  } catch (error) {
    throw kindFailure(error, doing, place);
  }
}

function takenByOthers({ clusterName }: KindPlace): LocalError {
  return new LocalError(
    `kind cluster "${clusterName}" is there already, and was not made for this environment\n` +
      `  fix: kind delete cluster --name ${clusterName}, or give the environment or the cluster another name`,
    2,
  );
}

function leftAlone({ clusterName }: KindPlace): LocalError {
  return new LocalError(
    `kind cluster "${clusterName}" is left alone: nothing here says that it was made for this environment\n` +
      `  fix: if it was, kind delete cluster --name ${clusterName}`,
    2,
  );
}

function notAnswering({ clusterName, directory }: KindPlace, error: unknown): LocalError {
  return new LocalError(
    `kind cluster "${clusterName}" is there and does not answer: ${messageOf(error)}\n` +
      `  fix: start its containers (docker start ${clusterName}-control-plane), or lose it and have another made: ` +
      `kind delete cluster --name ${clusterName} --kubeconfig ${join(directory, "kubeconfig")}`,
  );
}

/** Beside the folder, which a deletion removes. */
function lockPath({ directory }: KindPlace): string {
  return `${directory}.lock.json`;
}

/** What a killed predecessor has left running would go on with the same containers. */
function underLock<T>(place: KindPlace, verb: string, work: () => Promise<T>): Promise<T> {
  const path = lockPath(place);
  const what = `kind cluster "${place.clusterName}"`;
  return withLock({ path, what, command: `hubspoke kind ${verb}`, onWait: () => {} }, async () => {
    await endLeftovers(path);
    return work();
  });
}
