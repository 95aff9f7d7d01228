import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureFiles } from "../../local/argocd/files.js";
import { parameterEnvironment } from "../../local/argocd/parameters.js";
import { argocdProcesses } from "../../local/argocd/processes.js";
import { type ArgoCdProcessSpec, components } from "../../local/argocd/spec.js";
import { ensurePki } from "../../local/pki.js";
import { temporaryDirectory } from "./support.js";

async function processes(redisIsOurs = true) {
  const root = await temporaryDirectory();
  const directory = join(root, "clusters", "hub");
  await mkdir(directory, { recursive: true });
  await ensurePki(join(directory, "pki"));
  const hub = { name: "hub", directory, port: 16443, endpoint: "https://127.0.0.1:16443", context: "local-hub" };
  const spec = { hub, namespace: "argocd", directory: join(root, "argocd") } as ArgoCdProcessSpec;
  const redisPassword = await ensureFiles(spec);
  const programs = {
    argocd: "/tc/argocd",
    helm: "/usr/bin/helm",
    kustomize: "/tc/kustomize",
    redis: "/tc/redis-server",
    redisIsOurs,
  };
  const configMaps = {
    "argocd-cmd-params-cm": { "controller.status.processors": "7" },
    "argocd-cm": { "timeout.reconciliation": "30s" },
  };
  const environment = { PATH: "/bin", ARGOCD_AUTH_TOKEN: "mine", KUBECONFIG: "/mine" };
  return {
    spec,
    redisPassword,
    byComponent: await argocdProcesses(spec, {
      programs,
      redisPassword,
      configMaps,
      installation: "a-uid",
      environment,
    }),
  };
}

test("no component listens on, or connects to, anything but the loopback address", async () => {
  const { byComponent } = await processes();
  for (const component of components) {
    const addresses = byComponent[component].args.filter((arg) => /address|addr|redis=|repo-server=/.test(arg));
    for (const address of addresses) expect(address).toMatch(/=(127\.0\.0\.1(:\d+)?|0)$/);
  }
});

test.each([true, false])("the cache's password is in no argument (our own redis: %s)", async (redisIsOurs) => {
  const { spec, byComponent, redisPassword } = await processes(redisIsOurs);
  expect(redisPassword).toHaveLength(48);
  for (const component of components) expect(byComponent[component].args.join(" ")).not.toContain(redisPassword);
  expect(byComponent["argocd-server"].environment["REDIS_PASSWORD"]).toBe(redisPassword);
  for (const file of ["redis.conf", "redis-password"])
    expect((await stat(join(spec.directory, file))).mode & 0o777).toBe(0o600);
});

test("parameters reach the component they are for", async () => {
  const { byComponent } = await processes();
  const controller = byComponent["argocd-application-controller"].environment;
  expect(controller).toMatchObject({
    ARGOCD_APPLICATION_CONTROLLER_STATUS_PROCESSORS: "7",
    ARGOCD_RECONCILIATION_TIMEOUT: "30s",
  });
  expect(byComponent["argocd-server"].environment).not.toHaveProperty(
    "ARGOCD_APPLICATION_CONTROLLER_STATUS_PROCESSORS",
  );
});

test("the operator's own Argo CD and Kubernetes settings steer no component", async () => {
  const { spec, byComponent } = await processes();
  const server = byComponent["argocd-server"].environment;
  expect(server).not.toHaveProperty("ARGOCD_AUTH_TOKEN");
  expect(server["KUBECONFIG"]).toBe(join(spec.directory, "argocd-server.kubeconfig"));
});

test("no parameter can move a component off its address or turn TLS to the repo-server off", () => {
  const keys = [
    "server.listen.address",
    "reposerver.disable.tls",
    "controller.repo.server.plaintext",
    "redis.server",
    "repo.server",
  ];
  const map = { "argocd-cmd-params-cm": Object.fromEntries(keys.map((key) => [key, "true"])), "argocd-cm": {} };
  for (const component of components) expect(parameterEnvironment(component, map)).toEqual({});
});
