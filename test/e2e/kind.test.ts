import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { openLocalToolchain } from "../../cli/toolchain.js";
import type { ControlPlaneSpec } from "../../local/control-plane-spec.js";
import { deleteControlPlane, startControlPlane } from "../../local/control-plane.js";
import { type FakeKind, installFakeKind } from "../kind/install.js";
import { editSpoke, editSpokes } from "./environment-file.js";
import { changedStacks, clusterSecret, decoded, ended, eventually, read, upJson, verifyJson } from "./fleet.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// A spoke in kind, where there are no containers: `kind` is the tests' own, which says what the real one says, and the
// API server that it hands out is a real one. A local hub reaches it where the operator does.
const hubPort = 27700;
const clusterName = "local-orders";
const clusterStack = "local-spoke-orders-cluster";
const registrationStack = "local-spoke-orders-registration";
const { PATH } = process.env;
let folder: string;
let kind: FakeKind;
let controlPlane: ControlPlaneSpec;
let project: Project;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hubspoke kind "));
  kind = installFakeKind(folder);
  controlPlane = await startServer(hubPort + 10);
  kind.serve(clusterName, readFileSync(controlPlane.kubeconfig, "utf8"));
  Object.assign(process.env, kind.environment);
  project = createProject(localEnvironment(hubPort, []).replace("spokes:\n", "spokes: []\n"));
  ended(await project.hubspoke(["up", "local"]));
  editSpokes(project, () => [
    { name: "orders", cluster: { provider: "kind" }, labels: { tier: "gold", region: "eu" } },
  ]);
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
  await deleteControlPlane(controlPlane);
  rmSync(folder, { recursive: true, force: true });
  process.env["PATH"] = PATH;
});

/** The API server that stands for the one in kind's container. */
async function startServer(port: number): Promise<ControlPlaneSpec> {
  const spec = {
    environment: "containers",
    name: "orders",
    directory: join(folder, "container"),
    port,
    endpoint: `https://127.0.0.1:${port}`,
    kubeconfig: join(folder, "container", "kubeconfig"),
    context: "kubernetes-admin@orders",
    field: "port",
    file: "kind.test.ts",
    retired: false,
  };
  await startControlPlane(
    spec,
    await openLocalToolchain({ programs: ["etcd", "kube-apiserver", "kube-controller-manager"] }),
  );
  return spec;
}

test("what keeps kind from making it is told before anything is deployed, with what to do", async () => {
  const missing = ended(await project.hubspoke(["up", "local"], { env: { PATH } }), 2);
  expect(missing.output).toContain(
    "kind is not on PATH\n  fix: install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation",
  );
  kind.fail("docker stopped");
  const stopped = ended(await project.hubspoke(["up", "local"]), 2);
  expect(stopped.output).toContain(
    "kind finds no container engine that works: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n" +
      "  fix: start Docker, or Podman with KIND_EXPERIMENTAL_PROVIDER=podman",
  );
});

test("a creation that is killed half way is made good, and Argo CD delivers to the cluster", async () => {
  kind.fail("hangs");
  const killed = project.hubspoke(["up", "local"], {
    group: true,
    onOutput: (_text, pid) => {
      if (kind.cluster(clusterName) !== undefined) process.kill(-pid, "SIGKILL");
    },
  });
  await killed;
  expect(kind.cluster(clusterName)?.works).toBe(false);
  kind.fail(undefined);
  expect(changedStacks(await upJson(project))).toMatchObject({ [registrationStack]: { changed: 0, destroyed: 0 } });
  expect(kind.cluster(clusterName)).toMatchObject({ works: true, nodes: [{ role: "control-plane" }] });
  expect(decoded(await clusterSecret(project, "orders"), "server")).toBe(controlPlane.endpoint);
  await eventually("Argo CD delivers to it", async () => {
    const { checks } = await verifyJson(project);
    const failed = checks.some(({ subject, status }) => subject === "orders" && status !== "passed");
    const synced = checks.some(({ subject, status }) => subject === "platform-baseline-orders" && status === "passed");
    return synced && !failed ? true : undefined;
  });
});

test("a second run changes nothing, and makes again what was deleted by hand", async () => {
  expect(changedStacks(await upJson(project))).toEqual({});
  rmSync(join(folder, "state", "clusters", clusterName));
  expect(changedStacks(await upJson(project))).toEqual({});
  expect(kind.cluster(clusterName)?.works).toBe(true);
});

test("kubeconfig and kubectl reach it by kind's own credential", async () => {
  const { stdout } = ended(await project.hubspoke(["kubeconfig", "local"]));
  const { clusters } = parse(readFileSync(stdout.trim(), "utf8")) as { clusters: { name: string; cluster: object }[] };
  expect(clusters.find(({ name }) => name === "local-orders")?.cluster).toMatchObject({
    server: controlPlane.endpoint,
  });
});

test("other nodes are another cluster, at the same registration", async () => {
  editSpoke(project, "orders", { cluster: { provider: "kind", nodes: 2 } });
  expect(changedStacks(await upJson(project))).toEqual({ [clusterStack]: { added: 2, changed: 0, destroyed: 2 } });
  expect(kind.cluster(clusterName)?.nodes).toEqual([{ role: "control-plane" }, { role: "worker" }]);
});

test("retired it is deleted, after its registration", async () => {
  editSpoke(project, "orders", { retired: { applications: "orphan" } });
  const changes = changedStacks(await upJson(project));
  expect(changes[clusterStack]).toEqual({ added: 0, changed: 0, destroyed: 2 });
  expect(changes[registrationStack]).toMatchObject({ added: 0, changed: 0 });
  expect(kind.cluster(clusterName)).toBeUndefined();
  expect(await read(project, "hub", "/api/v1/namespaces/argocd/secrets/cluster-local-orders")).toBeUndefined();
  expect(existsSync(join(project.directory, ".hubspoke/local/local/clusters/orders"))).toBe(false);
});

test("down deletes one that is there, and leaves nothing of it", async () => {
  editSpoke(project, "orders", { retired: false });
  ended(await project.hubspoke(["kind", "create", "local", "--cluster", "orders"]));
  ended(await project.hubspoke(["down", "local"]));
  expect(kind.cluster(clusterName)).toBeUndefined();
  expect(existsSync(join(project.directory, ".hubspoke"))).toBe(false);
});
