import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { ensureAuthority } from "../../local/certificates.js";
import { pkiDirectory } from "../../local/control-plane-processes.js";
import { controlPlaneSpecs } from "../../local/control-plane-spec.js";
import { argocdApi } from "./argocd-api.js";
import { editSpokes } from "./environment-file.js";
import {
  changedStacks,
  clusterSecret,
  decoded,
  ended,
  eventually,
  onCluster,
  read,
  topologyOf,
  upJson,
  verifyJson,
} from "./fleet.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// A spoke that is known by its address and registered by a command, on a real API server, with a real Argo CD. It is the
// hub's own API server by another name: a command is what the test is about, and one control plane is quick to make.
const firstPort = 27000;
const stack = "local-spoke-mirror-registration";
let project: Project;

beforeAll(() => {
  project = createProject(localEnvironment(firstPort, []).replace("spokes:\n", "spokes: []\n"));
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

/** Signs a certificate for a user of the hub; `login` prints it as an ExecCredential. */
async function addUser(name: string, group?: string): Promise<void> {
  const authority = await ensureAuthority(folder(), "ca");
  await authority.ensure({ name, commonName: name, organization: group, usage: ["client"] });
}

function folder(): string {
  const [spec] = controlPlaneSpecs(topologyOf(project));
  if (!spec) throw new Error("there is no hub");
  return pkiDirectory(spec);
}

function writeLogin(): void {
  const program = `
import { readFileSync } from "node:fs";
const read = (end) => readFileSync(${JSON.stringify(folder())} + "/" + process.env.WHO + end, "utf8");
const { apiVersion } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
const status = { clientCertificateData: read(".crt"), clientKeyData: read(".key") };
console.log(JSON.stringify({ apiVersion, kind: "ExecCredential", status }));
`;
  const login = join(project.directory, "login");
  writeFileSync(`${login}.mjs`, program);
  writeFileSync(login, `#!/bin/sh\nexec '${process.execPath}' "$0.mjs"\n`);
  chmodSync(login, 0o755);
}

function mirror(registration: object): void {
  const caData = readFileSync(join(folder(), "ca.crt")).toString("base64");
  const exec = { command: "./login", env: { WHO: "operator" }, apiVersion: "client.authentication.k8s.io/v1" };
  const cluster = { provider: "existing", endpoint: `https://localhost:${firstPort}`, caData, exec };
  editSpokes(project, () => [{ name: "mirror", cluster, registration }]);
}

const command = (who: string) => ({ mode: "exec", command: join(project.directory, "login"), env: { WHO: who } });

/** Each check of the spoke, and what came of it, once Argo CD has said that it reaches the spoke. */
function connected(): Promise<readonly string[]> {
  return eventually("Argo CD reaches the spoke", async () => {
    const { checks } = await verifyJson(project);
    const found = checks.filter(({ subject }) => subject === "mirror").map(({ id, status }) => `${id} ${status}`);
    return found.includes("argocd-connection passed") ? found : undefined;
  });
}

test("a spoke by its address is registered by a command", async () => {
  ended(await project.hubspoke(["up", "local", "--json"]));
  await addUser("operator", "system:masters");
  await addUser("ada");
  writeLogin();
  mirror({ ...command("ada"), subject: { kind: "User", name: "ada" } });
  expect(changedStacks(await upJson(project))).toEqual({ [stack]: { added: 4, changed: 0, destroyed: 0 } });
});

test("Argo CD reaches it by the command, and verify asks about its user", async () => {
  expect(await connected()).toEqual([
    "cluster-answers passed",
    "cluster-secret passed",
    "exec-secret passed",
    "credential-authenticates skipped",
    "credential-permissions passed",
    "argocd-connection passed",
  ]);
  await eventually("Argo CD delivers to it", async () => {
    const { checks } = await verifyJson(project);
    return checks.find(({ subject, status }) => subject === "platform-baseline-mirror" && status === "passed");
  });
});

test("the cluster Secret is ordinary data: an edit by hand is seen and put back", async () => {
  const written = decoded(await clusterSecret(project, "mirror"), "config");
  await onCluster(project, "hub", (api) =>
    api.patch("/api/v1/namespaces/argocd/secrets/cluster-local-mirror", {
      data: { config: Buffer.from(written.replace("ada", "eve")).toString("base64") },
    }),
  );
  const { checks } = await verifyJson(project);
  expect(checks.find(({ id }) => id === "exec-secret")).toMatchObject({
    status: "failed",
    message: "execProviderConfig.env is not what the environment file says",
  });
  const result = await upJson(project);
  expect(changedStacks(result)).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 0 } });
  expect(decoded(await clusterSecret(project, "mirror"), "config")).toBe(written);
});

test("that Argo CD writes it anew is no edit", async () => {
  const path = "/api/v1/namespaces/argocd/secrets/cluster-local-mirror";
  const before = await read(project, "hub", path);
  await (await argocdApi(project, firstPort + 3)).invalidateCache(`https://localhost:${firstPort}`);
  const after = await read(project, "hub", path);
  expect(after?.metadata).toMatchObject({ annotations: { "managed-by": "argocd.argoproj.io" } });
  expect(after?.metadata.resourceVersion).not.toBe(before?.metadata.resourceVersion);
  expect(changedStacks(await upJson(project))).toEqual({});
});

test("kubeconfig has the command", async () => {
  const { stdout } = ended(await project.hubspoke(["kubeconfig", "local"]));
  const { users } = parse(readFileSync(stdout.trim(), "utf8")) as { users: { name: string; user: object }[] };
  expect(users.find(({ name }) => name === "local-mirror")?.user).toMatchObject({
    exec: { command: join(project.directory, "login"), interactiveMode: "IfAvailable" },
  });
});

test("without a subject nothing is left on the spoke, and the command gives whom it will", async () => {
  mirror(command("operator"));
  expect(changedStacks(await upJson(project))).toEqual({ [stack]: { added: 0, changed: 1, destroyed: 2 } });
  expect(await connected()).toContain("credential-permissions skipped");
});
