import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { argocdVersion, installArgoCd } from "./argocd-manifests.js";
import { changedStacks, ended, eventually, onCluster, type UpJson } from "./fleet.js";
import { argocdEnvironment, deliver, registerByHand, startProcesses, writeKubeconfig } from "./found-argocd.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// An Argo CD that was installed by its own manifests, and clusters that were added by its own command line and by hand.
// It runs as processes, since no pod runs on a local control plane; nothing else in it is ours.
const firstPort = 27400;
let project: Project;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  project = createProject(localEnvironment(firstPort, ["payments"]));
  for (const cluster of ["hub", "payments"]) {
    ended(await project.hubspoke(["local", "create", "local", "--cluster", cluster]));
  }
  await onCluster(project, "hub", (api) => installArgoCd(api, "argocd"));
  await startProcesses(project);
  writeKubeconfig(project, firstPort);
  environment = await argocdEnvironment(project);
});

afterAll(async () => {
  await project.hubspoke(["down", "local"]);
  project.remove();
});

/** Everything in Argo CD's namespace that its command line and people have written. */
async function secretsOfArgoCd(): Promise<readonly string[]> {
  const path = "/api/v1/namespaces/argocd/secrets?labelSelector=argocd.argoproj.io/secret-type%3Dcluster";
  const list = await onCluster(project, "hub", (api) =>
    api.get<{ items: { metadata: { name: string; uid: string } }[] }>(path),
  );
  return (list?.items ?? []).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
}

interface Application {
  readonly metadata: { readonly uid: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly reconciledAt?: string;
  };
}

/** UIDs of the Applications, once all are synced. */
async function synced(): Promise<readonly string[]> {
  return eventually("the Applications are synced", async () => {
    const path = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    const list = await onCluster(project, "hub", (api) => api.get<{ items: Application[] }>(path));
    const items = list?.items ?? [];
    return items.every(({ status }) => status?.sync?.status === "Synced")
      ? items.map(({ metadata }) => metadata.uid)
      : undefined;
  });
}

const argocdName = "Payments (EU)";

function adopt(...args: readonly string[]) {
  return project.hubspoke(["adopt", "--context", "ops@hub", "--kubeconfig", "fleet.yaml", "--name", "prod", ...args]);
}

test("clusters are added as people do", async () => {
  const add = [
    "cluster",
    "add",
    "ops@payments",
    "--name",
    argocdName,
    "--label",
    "tier=gold",
    "--annotation",
    "owner=Team A",
    "--yes",
  ];
  ended(await project.run("argocd", add, { env: environment }));
  await registerByHand(project, `https://localhost:${firstPort}`);
  await deliver(project, { payments: argocdName, mirror: "mirror" });
  expect(await synced()).toHaveLength(2);
});

test("adopt writes them all down, and says what it cannot take over", async () => {
  const { stdout, stderr } = ended(await adopt(), 1);
  expect(stderr).toBe("");
  const file = join(project.directory, "fleet.yaml");
  const secret = (await secretsOfArgoCd())[0]?.split(" ")[0] ?? "";
  expect(stdout).toBe(`Argo CD ${argocdVersion()} in namespace argocd of context ops@hub, installed by manifests

wrote environments/prod.yaml
  hub: without a cluster Secret, as Argo CD knows it
  payments-eu: Secret ${secret}, context ops@payments, bearer-token
    note: it holds a client certificate, as argocd cluster add copies it; from the first deploy on Argo CD is ServiceAccount argocd-manager instead
  mirror: Secret mirror-by-hand, context ops@mirror, bearer-token
    note: its token was of ServiceAccount default/deployer, which stays and is used no more

cannot be taken over:
  Secret old ("old"): it has a user name and a password, which no version of Kubernetes since 1.19 takes: whatever is in front of the API server does
    fix: give Argo CD a credential of the cluster itself: argocd cluster add <context> --name <name> --upsert

the first deploy
  takes over these Secrets as they are: none is deleted or made anew, and Applications stay
  gives payments-eu, mirror a new token, which expires

the old tokens never expire; once hubspoke verify is content, end them:
    kubectl --kubeconfig '${file}' --context ops@payments -n kube-system delete secret argocd-manager-long-lived-token

next:
  npx hubspoke validate prod
  npx hubspoke up prod
`);
  const { hub, spokes } = parse(project.read("environments/prod.yaml")) as { hub: object; spokes: object[] };
  expect(hub).toEqual({
    name: "hub",
    cluster: { context: "ops@hub" },
    argocd: { existing: true, namespace: "argocd" },
  });
  expect(spokes).toEqual([
    {
      name: "payments-eu",
      cluster: { context: "ops@payments" },
      labels: { tier: "gold" },
      annotations: { owner: "Team A" },
      registration: { mode: "bearer-token", access: "admin" },
      adopt: { secret, name: argocdName, manager: true },
    },
    {
      name: "mirror",
      cluster: { context: "ops@mirror" },
      labels: { tier: "gold" },
      registration: { mode: "bearer-token", access: "admin" },
      adopt: { secret: "mirror-by-hand" },
    },
  ]);
  ended(await project.hubspoke(["validate", "prod"]));
});

test("the first deploy takes them over: the same Secrets, the same Applications", async () => {
  const before = { secrets: await secretsOfArgoCd(), applications: await synced() };
  expect(await up()).toEqual({
    ok: true,
    stacks: {
      // Which token it is. The account of `argocd cluster add` and its rights are as they were.
      "prod-spoke-payments-eu-registration": { added: 1, changed: 1, destroyed: 0 },
      // The account too: somebody's own stays somebody's own.
      "prod-spoke-mirror-registration": { added: 4, changed: 1, destroyed: 0 },
    },
  });
  expect({ secrets: await secretsOfArgoCd(), applications: await synced() }).toEqual(before);
});

test("the second one changes nothing, and Argo CD delivers without the old tokens", async () => {
  expect(await up()).toEqual({ ok: true, stacks: {} });
  const old = "/api/v1/namespaces/kube-system/secrets/argocd-manager-long-lived-token";
  await onCluster(project, "payments", (api) => api.delete(old));
  await onCluster(project, "hub", (api) => api.delete("/api/v1/namespaces/default/serviceaccounts/deployer"));
  const delivered = "/api/v1/namespaces/delivered-payments/configmaps/cluster-info";
  await onCluster(project, "payments", (api) => api.delete(delivered));
  await refreshAll();
  await eventually("Argo CD puts it back", () => onCluster(project, "payments", (api) => api.get(delivered)));
  expect(await synced()).toHaveLength(2);
});

/** `up` of what was adopted, with the providers of the other environment. */
async function up(): Promise<object> {
  const { stdout } = ended(await project.hubspoke(["up", "prod", "--json"], { env: environment }));
  const result = JSON.parse(stdout) as UpJson;
  return { ok: result.ok, stacks: changedStacks(result) };
}

async function refreshAll(): Promise<void> {
  const refresh = { metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } } };
  for (const name of ["payments", "mirror"]) {
    await onCluster(project, "hub", (api) =>
      api.patch(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${name}`, refresh),
    );
  }
}
