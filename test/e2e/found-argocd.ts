import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { argocdPrograms, openLocalToolchain } from "../../cli/toolchain.js";
import { gitopsRepository, gitopsRepositoryUrl } from "../../config/local-paths.js";
import { argocdSpec } from "../../local/argocd/spec.js";
import { startArgoCd } from "../../local/argocd.js";
import { seedRepository } from "../../local/git-repository.js";
import { ended, onCluster, topologyOf } from "./fleet.js";
import { CLI, type Project } from "./project.js";

/** Starts the processes of an Argo CD whose objects are there. */
export async function startProcesses(project: Project): Promise<void> {
  const topology = topologyOf(project);
  const spec = argocdSpec(topology);
  if (!spec) throw new Error("the hub has nodes");
  const repository = gitopsRepository(project.directory, "local");
  await seedRepository({ repository, sources: [join(project.directory, "gitops")], environment: process.env });
  await startArgoCd(spec, await argocdPrograms(await openLocalToolchain()), { environment: process.env });
}

interface Kubeconfig {
  readonly clusters: { name: string; cluster: Record<string, string> }[];
  readonly users: { name: string; user: object }[];
  readonly contexts: { name: string; context: object }[];
}

/** The operator's kubeconfig: the hub, the spoke, and the hub's API server by another name. */
export function writeKubeconfig(project: Project, firstPort: number): void {
  const of = (name: string) =>
    parse(project.read(join(".hubspoke", "local", "local", "clusters", name, "kubeconfig"))) as Kubeconfig;
  const entries = (["hub", "payments", "mirror"] as const).map((name) => {
    const { clusters, users } = of(name === "mirror" ? "hub" : name);
    const cluster = { ...clusters[0]?.cluster };
    if (name === "mirror") cluster["server"] = `https://localhost:${firstPort}`;
    return { name, cluster, user: users[0]?.user };
  });
  const merged = {
    apiVersion: "v1",
    kind: "Config",
    clusters: entries.map(({ name, cluster }) => ({ name, cluster })),
    users: entries.map(({ name, user }) => ({ name, user })),
    contexts: entries.map(({ name }) => ({ name: `ops@${name}`, context: { cluster: name, user: name } })),
  };
  writeFileSync(join(project.directory, "fleet.yaml"), stringify(merged));
}

/** For `argocd`, logged in to the Argo CD. */
export async function argocdEnvironment(project: Project): Promise<NodeJS.ProcessEnv> {
  const script = 'eval "$("$0" "$@")" && env -0';
  const { stdout } = ended(await project.run("sh", ["-c", script, process.execPath, CLI, "env", "local"]));
  const pairs = stdout
    .split("\0")
    .filter(Boolean)
    .map((line) => line.split(/=(.*)/s, 2) as [string, string]);
  const env = {
    ...Object.fromEntries(pairs),
    ARGOCD_CONFIG_DIR: join(project.directory, "argocd-config"),
    KUBECONFIG: join(project.directory, "fleet.yaml"),
  };
  ended(await project.hubspoke(["login", "local", "--perform"], { env }));
  return env;
}

/** A cluster that somebody registered by hand: an account of their own, and a Secret that nothing of Argo CD wrote. */
export async function registerByHand(project: Project, server: string): Promise<void> {
  const { ca, token } = await onCluster(project, "hub", async (api) => {
    await api.create("/api/v1/namespaces/default/serviceaccounts", {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "deployer" },
    });
    await api.create("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "deployer" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "deployer", namespace: "default" }],
    });
    const { status } = await api.create<{ status: { token: string } }>(
      "/api/v1/namespaces/default/serviceaccounts/deployer/token",
      { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} },
    );
    return { ca: Buffer.from(api.ca).toString("base64"), token: status.token };
  });
  const config = JSON.stringify({ bearerToken: token, tlsClientConfig: { insecure: false, caData: ca } });
  const basic = JSON.stringify({ username: "admin", password: "correct horse", tlsClientConfig: { insecure: false } });
  const secrets = {
    "mirror-by-hand": { name: "mirror", server, config },
    old: { name: "old", server: "https://old.example.com", config: basic },
  };
  for (const [name, stringData] of Object.entries(secrets)) {
    const labels = { tier: "gold", "argocd.argoproj.io/secret-type": "cluster" };
    await onCluster(project, "hub", (api) =>
      api.create("/api/v1/namespaces/argocd/secrets", {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, labels },
        stringData,
      }),
    );
  }
}

/** One Application for each destination, by the name that Argo CD shows. */
export async function deliver(project: Project, destinations: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, cluster] of Object.entries(destinations)) {
    await onCluster(project, "hub", (api) =>
      api.create("/apis/argoproj.io/v1alpha1/namespaces/argocd/applications", {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name },
        spec: {
          project: "default",
          source: {
            repoURL: gitopsRepositoryUrl(project.directory, "local"),
            targetRevision: "main",
            path: "platform-baseline",
          },
          destination: { name: cluster, namespace: `delivered-${name}` },
          syncPolicy: { automated: { selfHeal: true }, syncOptions: ["CreateNamespace=true"] },
        },
      }),
    );
  }
}
