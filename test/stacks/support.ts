import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import { ifValid } from "../../config/errors.js";
import { parseEnvironment } from "../../config/parse.js";
import type {
  EksClusterSpec,
  ExistingClusterSpec,
  ExistingEndpointSpec,
  KindClusterSpec,
  LocalClusterSpec,
} from "../../config/cluster/index.js";
import type { Hub, HubSpokeTopology, PodIdentity, Spoke, Topology } from "../../config/topology.js";
import { defineStacks } from "../../stacks/index.js";

export const projectDirectory = "/projects/reference";

export function localCluster(name: string, position: number): LocalClusterSpec {
  const port = 16443 + 10 * position;
  return {
    provider: "local",
    port,
    version: "1.34.4",
    kubeconfig: `${projectDirectory}/.hubspoke/local/ref/clusters/${name}/kubeconfig`,
    context: `ref-${name}`,
    endpoint: `https://127.0.0.1:${port}`,
  };
}

export function existingCluster(context: string): ExistingClusterSpec {
  return { provider: "existing", kubeconfig: "/home/me/.kube/config", context };
}

/** A cluster that is there, by its address. */
export function endpointCluster(name: string, over: Partial<ExistingEndpointSpec> = {}): ExistingEndpointSpec {
  const apiVersion = "client.authentication.k8s.io/v1beta1";
  return {
    provider: "existing",
    endpoint: `https://api.${name}.example.com`,
    caData: Buffer.from("-----BEGIN CERTIFICATE-----\n${x}\n").toString("base64"),
    exec: { command: "login", args: ["--cluster", name], env: { PROFILE: "ops" }, apiVersion },
    ...over,
  };
}

/** A kind cluster of a hub on this machine. */
export function kindCluster(name: string, over: Partial<KindClusterSpec> = {}): KindClusterSpec {
  const kubeconfig = `${projectDirectory}/.hubspoke/local/ref/clusters/${name}/kubeconfig`;
  const clusterName = `ref-${name}`;
  return {
    provider: "kind",
    clusterName,
    nodes: 1,
    kubeconfig,
    hubKubeconfig: kubeconfig,
    context: `kind-${clusterName}`,
    ...over,
  };
}

/** An EKS cluster that is there. */
export function eksCluster(name: string, over: Partial<EksClusterSpec> = {}): EksClusterSpec {
  const account = "444455556666";
  return {
    provider: "eks",
    clusterName: `ref-${name}`,
    region: "eu-west-1",
    account,
    partition: "aws",
    clusterArn: `arn:aws:eks:eu-west-1:${account}:cluster/ref-${name}`,
    assumeRole: `arn:aws:iam::${account}:role/deploy`,
    endpoint: "private",
    publicCidrs: [],
    tags: { "hubspoke:environment": "ref", "hubspoke:cluster": name },
    ...over,
  };
}

/** The role of an Argo CD on EKS cluster `ref-hub`. */
export const argocdIdentity: PodIdentity = {
  kind: "pod-identity",
  roleName: "hubspoke-ref-hub-argocd",
  roleArn: "arn:aws:iam::111122223333:role/hubspoke-ref-hub-argocd",
  clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/ref-hub",
  namespace: "argocd",
  serviceAccounts: ["argocd-application-controller", "argocd-applicationset-controller", "argocd-server"],
};

export function spoke(name: string, over: Partial<Spoke> = {}): Spoke {
  return {
    name,
    argocdName: name,
    secretName: `cluster-ref-${name}`,
    cluster: localCluster(name, 1),
    labels: { "hubspoke/environment": "ref", "hubspoke/role": "spoke", "hubspoke/name": name, tier: "gold" },
    annotations: {
      "hubspoke/gitops-repo-url": "https://git.example.com/fleet.git",
      "hubspoke/gitops-revision": "main",
    },
    registration: { mode: "bearer-token", access: "admin", lifetime: "8760h", revision: 1 },
    retired: false,
    ...over,
  };
}

const hub: Hub = {
  name: "hub",
  argocdName: "in-cluster",
  secretName: "cluster-ref-hub",
  cluster: localCluster("hub", 0),
  labels: { "hubspoke/environment": "ref", "hubspoke/role": "hub", "hubspoke/name": "hub" },
  annotations: {},
  argocd: {
    existing: false,
    chart: { repository: "https://argoproj.github.io/argo-helm", version: "9.5.22" },
    namespace: "argocd",
    values: { configs: { cm: { "timeout.reconciliation": "60s" } } },
    projects: [],
    applicationSets: [],
    highAvailability: false,
    size: "auto",
    admin: { enabled: true },
    repositories: [],
    identity: "pod-identity",
    selfManage: false,
  },
};

/** A local hub, a local spoke and one on a cluster that is already there. */
export function topology(over: Partial<HubSpokeTopology> = {}): HubSpokeTopology {
  return {
    name: "ref",
    file: "environments/ref.yaml",
    projectDirectory,
    model: "hub-spoke",
    backend: { type: "local", path: `${projectDirectory}/.hubspoke/state` },
    deletionProtection: false,
    gitops: { repoURL: "https://git.example.com/fleet.git", revision: "main", path: "environments/ref" },
    hub,
    spokes: [spoke("alpha"), spoke("beta", { cluster: existingCluster("beta") })],
    ...over,
  };
}

/** What a stack is in Terraform's JSON, as far as the tests look. */
export interface TerraformJson {
  readonly provider?: Record<string, Record<string, unknown>[]>;
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, unknown>>;
  readonly ephemeral?: Record<string, Record<string, Record<string, unknown>>>;
  readonly variable?: Record<string, Record<string, unknown>>;
  readonly locals?: Record<string, unknown>;
  readonly output?: Record<string, unknown>;
  readonly terraform: Record<string, unknown>;
}

export interface Synthesized {
  readonly outdir: string;
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  /** Ids of the stacks that each stack waits for. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** Synthesizes environments into a folder of their own, and reads them back. */
export function synthesized(...topologies: readonly Topology[]): Synthesized {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  topologies.forEach((each) => defineStacks(app, each, { cli: "hubspoke-cli" }));
  app.synth();
  return readOutput(outdir);
}

/** The topology of a document that is no mistake. */
export function accepted(document: unknown): Topology | undefined {
  const origin = { file: "dev.yaml", projectDirectory: "/project", home: "/home/ada" };
  return ifValid(() => parseEnvironment(stringify(document), origin));
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hubspoke-synth-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function readOutput(outdir: string): Synthesized {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: string[] }>;
  };
  const ids = Object.keys(manifest.stacks);
  return {
    outdir,
    stacks: Object.fromEntries(ids.map((id) => [id, readStack(outdir, id)])),
    dependencies: Object.fromEntries(ids.map((id) => [id, manifest.stacks[id]?.dependencies ?? []])),
  };
}

function readStack(outdir: string, id: string): TerraformJson {
  return JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")) as TerraformJson;
}

/** Terraform addresses of everything that a stack manages, sorted. */
export function addresses(stack: TerraformJson): string[] {
  const kinds = Object.entries({ ...stack.resource, ...prefixed("ephemeral.", stack.ephemeral) });
  return kinds.flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)).sort();
}

function prefixed<T>(prefix: string, map: Record<string, T> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [prefix + key, value]));
}

/** Every file below a folder, by relative path. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}
