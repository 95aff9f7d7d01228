import { join } from "node:path";
import { expect } from "vitest";
import { adminApi } from "../../../local/control-plane-ready.js";
import type { ControlPlaneSpec } from "../../../local/control-plane-spec.js";
import type { KubeApi } from "../../../local/kube-api.js";
import { type KubernetesObject, ended, eventually } from "../fleet.js";
import type { Finished, Project } from "../project.js";
import type { World } from "./world.js";

const application = "platform-baseline-payments";
const quotaPath = "/api/v1/namespaces/apps/resourcequotas/baseline";

/** Registers the spoke at the hub, as Terraform would do it. */
async function register({ stacks, hub, spoke }: World): Promise<void> {
  const { name, namespace, labels } = stacks.secretMetadata;
  const path = `/api/v1/namespaces/${namespace}/secrets`;
  const ofHub = await hub.get<{ items: { metadata: { annotations: Record<string, string> } }[] }>(
    `${path}?labelSelector=hubspoke%2Frole%3Dhub`,
  );
  await withSpoke(spoke, async (api) => {
    await api.create("/apis/rbac.authorization.k8s.io/v1/clusterroles", stacks.clusterRole);
    await api.create("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", stacks.clusterRoleBinding);
    const caData = Buffer.from(api.ca).toString("base64");
    const config = { awsAuthConfig: stacks.awsAuthConfig, tlsClientConfig: { insecure: false, caData } };
    // The GitOps repository is that of this hub.
    const annotations = ofHub?.items[0]?.metadata.annotations;
    const stringData = { name: "payments", server: spoke.endpoint, config: JSON.stringify(config) };
    await hub.create(path, { apiVersion: "v1", kind: "Secret", metadata: { name, labels, annotations }, stringData });
  });
}

export async function argocdDelivers(world: World): Promise<void> {
  await register(world);
  await eventually("the Application is Synced and Healthy", async () => {
    const { sync, health } = (await applicationStatus(world)) ?? {};
    return sync?.status === "Synced" && health?.status === "Healthy" ? true : undefined;
  });
  const quota = await withSpoke(world.spoke, (api) => api.get<KubernetesObject>(quotaPath));
  expect(quota?.spec?.hard).toMatchObject({ pods: expect.any(String) as string });
}

interface ApplicationStatus {
  readonly sync?: { readonly status: string };
  readonly health?: { readonly status: string };
  readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  readonly operationState?: OperationState;
}

interface OperationState {
  readonly phase: string;
  readonly message: string;
  readonly syncResult?: { readonly resources: readonly { readonly message: string }[] };
}

async function applicationStatus(world: World): Promise<ApplicationStatus | undefined> {
  return (await world.hub.get<{ status?: ApplicationStatus }>(applicationPath(world)))?.status;
}

function applicationPath({ stacks }: World): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${stacks.secretMetadata.namespace}/applications/${application}`;
}

/** Works on the spoke as its administrator: a client certificate, which no webhook is asked about. */
async function withSpoke<T>(spoke: ControlPlaneSpec, work: (api: KubeApi) => Promise<T>): Promise<T> {
  const api = await adminApi(spoke);
  try {
    return await work(api);
  } finally {
    api.close();
  }
}

/** Runs `argocd` as whoever `logIn` made it. */
async function argocd({ project }: World, args: string): Promise<Finished> {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  return project.run("sh", ["-c", `${exports}\nargocd ${args}`], { env: argocdEnvironment(project) });
}

async function logIn({ project }: World): Promise<void> {
  ended(await project.hubspoke(["login", "local", "--perform"], { env: argocdEnvironment(project) }));
}

function argocdEnvironment({ directory }: Project): NodeJS.ProcessEnv {
  return { ARGOCD_CONFIG_DIR: join(directory, "my argocd") };
}

/** What Argo CD says of its connection to the spoke, once that is its state. */
function connectionMessage(world: World, status: "Successful" | "Failed"): Promise<string> {
  return eventually(`Argo CD's connection to the spoke is ${status}`, async () => {
    const { connectionState } = JSON.parse(ended(await argocd(world, "cluster get payments -o json")).stdout) as {
      connectionState: { status: string; message?: string };
    };
    return connectionState.status === status ? (connectionState.message ?? "") : undefined;
  });
}

export async function argocdIsConnected(world: World): Promise<void> {
  await logIn(world);
  expect(await connectionMessage(world, "Successful")).toBe("");
  // All else is the controller's doing; this is argocd-server, which asks the spoke itself.
  const resource = await argocd(world, `app get-resource ${application} --kind Namespace --resource-name apps -o json`);
  expect(JSON.parse(ended(resource).stdout)).toMatchObject({ kind: "Namespace", metadata: { name: "apps" } });
}

export async function withoutEntryArgocdIsRefused(world: World): Promise<void> {
  const { entries, stacks, hub } = world;
  entries.delete(stacks.awsAuthConfig.roleARN);
  expect(await messageOfFailedSync(world)).toMatch(/: Unauthorized$/);
  expect(world.authenticator.refusals.at(-1)).toMatch(/^no access entry for arn:aws:sts::444455556666:/);

  // What it knows of a cluster it keeps up to date by watches that are there already, until it is told to look anew.
  const { name, namespace } = stacks.secretMetadata;
  const annotations = { "argocd.argoproj.io/refresh": new Date().toISOString() };
  await hub.patch(`/api/v1/namespaces/${namespace}/secrets/${name}`, { metadata: { annotations } });
  expect(await connectionMessage(world, "Failed")).toContain(refusal);
  await hub.patch(applicationPath(world), { metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } } });
  await eventually("the Application says why it cannot be compared", async () => {
    const { conditions = [] } = (await applicationStatus(world)) ?? {};
    return conditions.some(({ type, message }) => type === "ComparisonError" && message.includes(refusal)) || undefined;
  });
}

/** 401 in the words of Kubernetes' client. */
const refusal = "the server has asked for the client to provide credentials";

/** For some ten seconds after the end of an access entry, an API server goes on with the answer that it had before. */
async function messageOfFailedSync(world: World): Promise<string> {
  const { message, syncResult } = await eventually("a sync fails", async () => {
    const { operationState } = (await applicationStatus(world)) ?? {};
    if (operationState?.phase === "Failed" || operationState?.phase === "Error") return operationState;
    if (operationState?.phase === "Succeeded") {
      const operation = { sync: { resources: [{ kind: "Namespace", name: "apps" }] }, retry: { limit: 0 } };
      await world.hub.patch(applicationPath(world), { operation });
    }
    return undefined;
  });
  return syncResult?.resources[0]?.message ?? message;
}
