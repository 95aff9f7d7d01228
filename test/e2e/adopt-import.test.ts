import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { gitopsRepositoryUrl } from "../../config/local-paths.js";
import type { KubeApi } from "../../local/kube-api.js";
import { changedStacks, decoded, ended, eventually, onCluster, type KubernetesObject, type UpJson } from "./fleet.js";
import { CLI, createProject, localEnvironment, type Finished, type Project } from "./project.js";

// A cluster that was added by `argocd cluster add` is taken over, at an Argo CD that another environment has: here the
// one of this project's local environment. The cluster is the hub's own API server by another name.
const firstPort = 27300;
const registration = "fleet-spoke-mirror-registration";
const argocdName = "admin@mirror";
const namespace = "/api/v1/namespaces/argocd";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
const account = "/api/v1/namespaces/kube-system/serviceaccounts/argocd-manager";
const adopted = [
  account,
  `${rbac}/clusterroles/argocd-manager-role`,
  `${rbac}/clusterrolebindings/argocd-manager-role-binding`,
];

let project: Project;
let secretPath: string;
let oldToken: string;
let uids: readonly string[];

beforeAll(async () => {
  project = createProject(localEnvironment(firstPort, []).replace("spokes:\n", "spokes: []\n"));
  ended(await project.hubspoke(["up", "local", "--json"]));
  writeKubeconfig();
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

function onHub<T>(work: (api: KubeApi) => Promise<T>): Promise<T> {
  return onCluster(project, "hub", work);
}

async function read<T = KubernetesObject>(path: string): Promise<T> {
  const object = await onHub((api) => api.get<T>(path));
  if (object === undefined) throw new Error(`the hub has no ${path}`);
  return object;
}

interface Kubeconfig {
  readonly clusters: { name: string; cluster: Record<string, string> }[];
  readonly users: { name: string; user: object }[];
}

/** The operator's kubeconfig: the hub, and the same API server as another cluster. */
function writeKubeconfig(): void {
  const { clusters, users } = parse(project.read(".hubspoke/local/local/clusters/hub/kubeconfig")) as Kubeconfig;
  const contexts = ["hub", "mirror"].map((name) => ({ name, context: { cluster: name, user: "admin" } }));
  const hub = clusters[0]?.cluster ?? {};
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "hub", cluster: hub },
      { name: "mirror", cluster: { ...hub, server: `https://localhost:${firstPort}` } },
    ],
    users: [{ name: "admin", user: users[0]?.user }],
    contexts,
  };
  writeFileSync(join(project.directory, "fleet.kubeconfig"), stringify(content));
}

/** Runs a command with the environment of `hubspoke env`: with `argocd` on PATH, and the providers of the local environment. */
function inEnvironment(command: string, args: readonly string[]): Promise<Finished> {
  const script = `eval "$("$0" "$1" env local)" && ${command}`;
  const env = {
    ARGOCD_CONFIG_DIR: join(project.directory, "argocd-config"),
    KUBECONFIG: join(project.directory, "fleet.kubeconfig"),
  };
  return project.run("sh", ["-c", script, process.execPath, CLI, ...args], { env });
}

async function argocd(...args: readonly string[]): Promise<void> {
  ended(await inEnvironment('"$0" "$1" login local --perform && shift && exec argocd "$@"', args));
}

function upFleet(): Promise<Finished> {
  return inEnvironment('exec "$0" "$@"', ["up", "fleet", "--json"]);
}

/** Argo CD runs as processes here, so nothing of it is in its namespace: something has to be, for verify to find. */
async function pretendComponent(): Promise<void> {
  const labels = { "app.kubernetes.io/part-of": "argocd" };
  const path = "/apis/apps/v1/namespaces/argocd/deployments";
  await onHub(async (api) => {
    const template = { metadata: { labels }, spec: { containers: [{ name: "server", image: "none" }] } };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template };
    const metadata = { name: "argocd-server", labels };
    await api.create(path, { apiVersion: "apps/v1", kind: "Deployment", metadata, spec });
    await api.patch(`${path}/argocd-server/status`, { status: { observedGeneration: 1 } });
  });
}

async function deliver(): Promise<void> {
  const source = {
    repoURL: gitopsRepositoryUrl(project.directory, "local"),
    targetRevision: "main",
    path: "platform-baseline",
  };
  const spec = {
    project: "default",
    source,
    destination: { name: argocdName, namespace: "delivered" },
    syncPolicy: { automated: { selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
  };
  const metadata = { name: "web" };
  await onHub((api) =>
    api.create(applications, { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec }),
  );
}

interface Application extends KubernetesObject {
  readonly status?: { readonly sync?: { readonly status?: string }; readonly reconciledAt?: string };
}

/** The Application, compared after a time, and synced. */
function synced(after = ""): Promise<Application> {
  return eventually("the Application is synced", async () => {
    const application = await read<Application>(`${applications}/web`);
    const { sync, reconciledAt = "" } = application.status ?? {};
    return sync?.status === "Synced" && reconciledAt > after ? application : undefined;
  });
}

/** The environment that takes it over. */
function writeFleet(spoke: object = {}): void {
  const cluster = (context: string) => ({ provider: "existing", kubeconfig: "fleet.kubeconfig", context });
  const adopt = { secret: secretPath.split("/").at(-1), name: argocdName, manager: true };
  const content = {
    apiVersion: "hubspoke/v1",
    name: "fleet",
    hub: { name: "hub", cluster: cluster("hub"), argocd: { existing: true } },
    spokes: [
      {
        name: "mirror",
        cluster: cluster("mirror"),
        labels: { team: "payments" },
        annotations: { owner: "ops" },
        adopt,
        ...spoke,
      },
    ],
  };
  writeFileSync(join(project.directory, "environments", "fleet.yaml"), stringify(content));
}

async function up(): Promise<UpJson> {
  return JSON.parse(ended(await upFleet()).stdout) as UpJson;
}

async function uidsOf(paths: readonly string[]): Promise<readonly string[]> {
  return Promise.all(paths.map(async (path) => (await read(path)).metadata.uid));
}

function states(): string {
  const folder = join(project.directory, ".hubspoke", "state");
  return readdirSync(folder)
    .filter((name) => name.startsWith("fleet-"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

test("a cluster is added by Argo CD's own command, and Argo CD delivers to it", async () => {
  await argocd(
    "cluster",
    "add",
    "mirror",
    "--name",
    argocdName,
    "--label",
    "team=payments",
    "--annotation",
    "owner=ops",
    "--yes",
  );
  const { items } = await read<{ items: KubernetesObject[] }>(
    `${namespace}/secrets?labelSelector=argocd.argoproj.io/secret-type%3Dcluster,team%3Dpayments`,
  );
  const [secret] = items as [KubernetesObject];
  secretPath = `${namespace}/secrets/${secret.metadata.name}`;
  oldToken = (JSON.parse(decoded(secret, "config")) as { bearerToken: string }).bearerToken;
  uids = await uidsOf([secretPath, ...adopted]);
  await deliver();
  await synced();
  await pretendComponent();
});

test("a Secret that is not as the file says is not taken over", async () => {
  writeFleet({ adopt: { secret: secretPath.split("/").at(-1), manager: true } });
  const { stderr } = ended(await upFleet(), 1);
  expect(stderr).toContain(`fix: write adopt.name: "${argocdName}"`);
  expect(await uidsOf([secretPath, ...adopted])).toEqual(uids);
});

test("the first deploy takes it over: nothing is made anew, and it gets a token that expires", async () => {
  writeFleet();
  const result = await up();
  // What is added is no object: it stands for the Applications, for when the spoke leaves.
  expect(changedStacks(result)).toEqual({ [registration]: { added: 1, changed: 1, destroyed: 0 } });
  expect(await uidsOf([secretPath, ...adopted])).toEqual(uids);
  const secret = await read(secretPath);
  expect(secret.metadata.labels).toMatchObject({ team: "payments", "hubspoke/name": "mirror" });
  expect((secret.metadata as { annotations?: object }).annotations).toMatchObject({
    owner: "ops",
    "managed-by": "argocd.argoproj.io",
  });
  const { bearerToken } = JSON.parse(decoded(secret, "config")) as { bearerToken: string };
  expect(bearerToken).toMatch(/^eyJ/);
  expect(bearerToken).not.toBe(oldToken);
});

test("Argo CD keeps delivering, also without the token that it had", async () => {
  const { metadata, status } = await read<Application>(`${applications}/web`);
  await onHub((api) => api.delete("/api/v1/namespaces/kube-system/secrets/argocd-manager-long-lived-token"));
  await onHub((api) =>
    api.patch(`${applications}/web`, { metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } } }),
  );
  expect((await synced(status?.reconciledAt)).metadata.uid).toBe(metadata.uid);
});

test("no state has a token, and the second deploy changes nothing", async () => {
  expect(states()).toContain("kubernetes_cluster_role_v1");
  expect(states()).not.toContain(oldToken);
  expect(states()).not.toMatch(/eyJhbGciOi/);
  expect(changedStacks(await up())).toEqual({});
});

test("retired, it is removed as any other", async () => {
  await onHub((api) => api.delete(`${applications}/web`));
  writeFleet({ retired: true });
  await up();
  for (const path of [secretPath, account]) {
    expect(await onHub((api) => api.get(path))).toBeUndefined();
  }
});
