import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createKindCluster, deleteKindCluster } from "../../local/kind.js";
import { until } from "../../local/wait.js";
import { type World, world } from "../kind/world.js";
import { failureOf } from "./support.js";

/** Each step of kind, as it is told. */
async function stepsOf({ spec, options }: World): Promise<readonly string[]> {
  const steps: string[] = [];
  await createKindCluster(spec, { ...options, onProgress: (step) => steps.push(step) });
  return steps;
}

async function serverIn(file: string): Promise<string | undefined> {
  const { clusters } = parse(await readFile(file, "utf8")) as {
    clusters: { name: string; cluster: { server: string } }[];
  };
  return clusters.find(({ name }) => name === "kind-dev-a")?.cluster.server;
}

test("a cluster is made as it is described, and its steps are told", async () => {
  const here = await world({ nodes: 3, image: "kindest/node:v1.34.0" });
  expect(await stepsOf(here)).toEqual([
    "Ensuring node image (kindest/node:v1.34.0) 🖼",
    "Preparing nodes 📦 📦 📦",
    "Writing configuration 📜",
    "Starting control-plane 🕹️",
    "Installing CNI 🔌",
    "Installing StorageClass 💾",
    "Joining worker nodes 🚜",
    "Waiting ≤ 2m0s for control-plane = Ready ⏳",
  ]);
  const { kind, spec } = here;
  expect(kind.cluster("dev-a")).toEqual({
    nodes: [{ role: "control-plane" }, { role: "worker" }, { role: "worker" }],
    image: "kindest/node:v1.34.0",
    works: true,
  });
  expect(kind.calls()).toEqual([
    "get clusters",
    `create cluster --name dev-a --kubeconfig ${spec.kubeconfig} --config - --wait 2m --image kindest/node:v1.34.0`,
    "get kubeconfig --name dev-a",
    "get kubeconfig --name dev-a --internal",
  ]);
});

test("its kubeconfigs are the operator's own, and one without credentials for who is in the containers' network", async () => {
  const { spec, server, options } = await world();
  expect(await createKindCluster(spec, options)).toEqual({ created: true, server });
  expect(await serverIn(spec.kubeconfig)).toBe(server);
  expect(await serverIn(spec.internalKubeconfig)).toBe("https://dev-a-control-plane:6443");
  expect(await readFile(spec.internalKubeconfig, "utf8")).not.toMatch(/client-key|client-certificate|token/);
  for (const file of await readdir(spec.directory)) {
    expect([file, (await stat(join(spec.directory, file))).mode & 0o777]).toEqual([file, 0o600]);
  }
  expect(existsSync(join(options.environment["HOME"] ?? "", ".kube"))).toBe(false);
});

test("with kind's own configuration it has the nodes that are listed there, behind a load balancer", async () => {
  const { spec, kind, options } = await world();
  const config = join(spec.projectDirectory, "kind.yaml");
  await writeFile(config, "nodes: [{ role: control-plane }, { role: control-plane }, { role: worker }]\n");
  await createKindCluster({ ...spec, config }, options);
  expect(kind.cluster("dev-a")?.nodes).toHaveLength(3);
  expect(await serverIn(spec.internalKubeconfig)).toBe("https://dev-a-external-load-balancer:6443");
});

test("one that works is left alone, and lost kubeconfigs are written again", async () => {
  const { spec, kind, server, options } = await world();
  await createKindCluster(spec, options);
  await writeFile(spec.kubeconfig, "");
  expect(await createKindCluster({ ...spec, nodes: 2 }, options)).toEqual({ created: false, server });
  expect(await serverIn(spec.kubeconfig)).toBe(server);
  expect(kind.cluster("dev-a")?.nodes).toHaveLength(1);
});

test("one that was deleted behind our back is made again", async () => {
  const { spec, kind, server, options } = await world();
  await createKindCluster(spec, options);
  const kubeconfig = join(spec.projectDirectory, "another.kubeconfig");
  const args = ["delete", "cluster", "--name", "dev-a", "--kubeconfig", kubeconfig];
  await promisify(execFile)("kind", args, { env: options.environment });
  expect(kind.cluster("dev-a")).toBeUndefined();
  expect(await createKindCluster(spec, options)).toEqual({ created: true, server });
});

test("what a killed creation left is ended, deleted and made again", async () => {
  const here = await world();
  const { kind, spec, server, options } = here;
  kind.fail("hangs");
  const killed = spawnCreation(here);
  await until(async () => (kind.cluster("dev-a") === undefined ? undefined : true), { timeout: 30_000 });
  killed.kill("SIGKILL");
  await new Promise((closed) => killed.once("exit", closed));
  // As kind leaves it when it is killed while it writes.
  await writeFile(`${spec.kubeconfig}.lock`, "");
  kind.fail(undefined);
  expect(await createKindCluster(spec, options)).toEqual({ created: true, server });
  expect(kind.calls().slice(2)).toEqual([
    "get clusters",
    `delete cluster --name dev-a --kubeconfig ${spec.kubeconfig}`,
    `create cluster --name dev-a --kubeconfig ${spec.kubeconfig} --config - --wait 2m`,
    "get kubeconfig --name dev-a",
    "get kubeconfig --name dev-a --internal",
  ]);
});

test("deleting it takes its files, twice as well as once", async () => {
  const { spec, kind, options } = await world();
  await createKindCluster(spec, options);
  await deleteKindCluster(spec, options);
  expect(kind.cluster("dev-a")).toBeUndefined();
  expect(existsSync(spec.directory)).toBe(false);
  await deleteKindCluster(spec, options);
});

test("a cluster of that name that somebody else made is neither used nor deleted", async () => {
  const { spec, kind, options } = await world();
  const theirs = { ...spec, directory: join(spec.projectDirectory, "theirs") };
  await createKindCluster({ ...theirs, kubeconfig: join(theirs.directory, "kubeconfig") }, options);
  expect(await failureOf(createKindCluster(spec, options))).toBe(
    'kind cluster "dev-a" is there already, and was not made for this environment\n' +
      "  fix: kind delete cluster --name dev-a, or give the environment or the cluster another name",
  );
  expect(await failureOf(deleteKindCluster(spec, options))).toBe(
    'kind cluster "dev-a" is left alone: nothing here says that it was made for this environment\n' +
      "  fix: if it was, kind delete cluster --name dev-a",
  );
  expect(kind.cluster("dev-a")?.works).toBe(true);
});

/** A creation in a process of its own, which can be killed. */
function spawnCreation({ spec, options }: World) {
  const module = JSON.stringify(resolve(import.meta.dirname, "../../local/kind.ts"));
  const code = `const { createKindCluster } = await import(${module});
    await createKindCluster(${JSON.stringify(spec)}, { environment: process.env });`;
  return spawn(process.execPath, ["--import", import.meta.resolve("tsx"), "--input-type=module", "-e", code], {
    env: options.environment,
    stdio: "ignore",
  });
}
