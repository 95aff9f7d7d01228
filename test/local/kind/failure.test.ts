import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKindCluster, deleteKindCluster } from "../../../local/kind.js";
import { world } from "../../kind/world.js";
import { failureOf } from "../support.js";

test("without kind it says where kind is to be had", async () => {
  const { spec, options } = await world();
  const environment = { ...options.environment, PATH: "/nowhere" };
  const said = "kind is not on PATH\n  fix: install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation";
  expect(await failureOf(createKindCluster(spec, { environment }))).toBe(said);
  expect(await failureOf(deleteKindCluster(spec, { environment }))).toBe(said);
});

const engineFix = "  fix: start Docker, or Podman with KIND_EXPERIMENTAL_PROVIDER=podman";

test.each([
  [
    "no docker",
    `kind finds no container engine that works: exec: "docker": executable file not found in $PATH\n${engineFix}`,
  ],
  [
    "docker stopped",
    "kind finds no container engine that works: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n" +
      engineFix,
  ],
  [
    "no image",
    'image "kindest/node:v1.99.0" of kind cluster "dev-a" cannot be pulled: Error response from daemon: manifest for kindest/node:v1.99.0 not found: manifest unknown: manifest unknown\n' +
      "  fix: name an image that is there in its cluster.image, or bring it here: docker pull kindest/node:v1.99.0",
  ],
  [
    "too many open files",
    'kind cannot create cluster "dev-a": failed to create cluster: could not find a log line that matches "Reached target .*Multi-User System.*|detected cgroup v1"; this machine lets no more files be watched\n' +
      "  fix: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512",
  ],
])("%s: what kind says, and what to do about it", async (fault, said) => {
  const { spec, kind, options } = await world({ image: "kindest/node:v1.99.0" });
  kind.fail(fault);
  expect(await failureOf(createKindCluster(spec, options))).toBe(said);
  expect(existsSync(join(spec.directory, "kind.json"))).toBe(false);
});

test("one whose containers are stopped is not lost for that", async () => {
  const { spec, kind, options } = await world();
  await createKindCluster(spec, options);
  kind.fail("stopped");
  expect(await failureOf(createKindCluster(spec, options))).toBe(
    'kind cluster "dev-a" is there and does not answer: kind cannot read the kubeconfig of cluster "dev-a": Error response from daemon: container 3f1c is not running\n' +
      "  fix: start its containers (docker start dev-a-control-plane), or lose it and have another made: " +
      `kind delete cluster --name dev-a --kubeconfig ${spec.kubeconfig}`,
  );
  expect(kind.cluster("dev-a")?.works).toBe(true);
});
