import { expect } from "vitest";
import { loadHubSpoke } from "../config/support.js";
import type { HubSpokeTopology } from "../../config/topology.js";
import type { Report } from "../../fleet/verify.js";
import { adminApi } from "../../local/control-plane-ready.js";
import { controlPlaneSpecs } from "../../local/control-plane-spec.js";
import type { KubeApi } from "../../local/kube-api.js";
import { until } from "../../local/wait.js";
import type { Changes } from "../../terraform/cdktf-output.js";
import type { Finished, Project } from "./project.js";

/** A command that ended as expected; any other end shows the last lines that a person saw. */
export function ended(finished: Finished, code = 0): Finished {
  if (finished.code !== code) {
    const lines = finished.output.trimEnd().split("\n").slice(-100).join("\n");
    throw new Error(`it ended with ${finished.code}, expected ${code}; its last lines:\n${lines}`);
  }
  return finished;
}

/** What a probe finds, once it finds something; how long that takes is nobody's promise, so the limit is generous. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>): Promise<T> {
  const timeout = 120_000;
  const found = await until(probe, { timeout, interval: 250 });
  if (found === undefined) throw new Error(`${what}: not so after ${timeout / 1000} s`);
  return found;
}

export function topologyOf(project: Project): HubSpokeTopology {
  return loadHubSpoke(project.file);
}

/** Works on a cluster of the project as its administrator, past everything of ours but the key files. */
export async function onCluster<T>(project: Project, name: string, work: (api: KubeApi) => Promise<T>): Promise<T> {
  const spec = controlPlaneSpecs(topologyOf(project)).find((one) => one.name === name);
  if (!spec) throw new Error(`${project.file} has no cluster "${name}"`);
  const api = await adminApi(spec);
  try {
    return await work(api);
  } finally {
    api.close();
  }
}

/** The few fields that the tests read of any object. */
export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly hard?: Readonly<Record<string, string>> };
}

export function read(project: Project, cluster: string, path: string): Promise<KubernetesObject | undefined> {
  return onCluster(project, cluster, (api) => api.get<KubernetesObject>(path));
}

/** A spoke's cluster Secret on the hub. */
export async function clusterSecret(project: Project, spoke: string): Promise<KubernetesObject> {
  const { hub, spokes } = topologyOf(project);
  const secretName = spokes.find(({ name }) => name === spoke)?.secretName;
  if (secretName === undefined) throw new Error(`${project.file} has no spoke "${spoke}"`);
  const path = `/api/v1/namespaces/${hub.argocd.namespace}/secrets/${secretName}`;
  const secret = await read(project, hub.name, path);
  if (!secret) throw new Error(`the hub has no ${path}`);
  return secret;
}

/** The bearer token that Argo CD uses on a spoke. */
export async function tokenOf(project: Project, spoke: string): Promise<string> {
  const { bearerToken } = JSON.parse(decoded(await clusterSecret(project, spoke), "config")) as { bearerToken: string };
  expect(bearerToken).toMatch(/^eyJ/);
  return bearerToken;
}

export function decoded(secret: KubernetesObject, key: string): string {
  return Buffer.from(secret.data?.[key] ?? "", "base64").toString("utf8");
}

/** What `up --json` prints. */
export interface UpJson {
  readonly ok: boolean;
  readonly kubeconfig: string;
  readonly changes: { readonly total: Changes; readonly stacks: Readonly<Record<string, Changes>> };
  readonly report: Report;
}

export async function upJson(project: Project): Promise<UpJson> {
  return JSON.parse(ended(await project.hubspoke(["up", "local", "--json"])).stdout) as UpJson;
}

export const unchanged: Changes = { added: 0, changed: 0, destroyed: 0 };

/** The stacks of `up --json` that something changed in. */
export function changedStacks({ changes }: UpJson): Record<string, Changes> {
  return Object.fromEntries(
    Object.entries(changes.stacks).filter(([, { added, changed, destroyed }]) => added + changed + destroyed > 0),
  );
}

/** What `verify --json` prints, whether it found all well or not. */
export async function verifyJson(project: Project): Promise<Report> {
  return JSON.parse((await project.hubspoke(["verify", "local", "--json"])).stdout) as Report;
}

/** What is not as it should be, as lines to read in a failed test. */
export function shortcomings(report: Report): string[] {
  return report.checks
    .filter((check) => check.status !== "passed")
    .map((check) => `${check.status} ${check.subject}: ${check.id}: ${check.message}`);
}

/** Waits until every check passes; Argo CD itself records some states only now and then. */
export async function eventuallyVerified(project: Project): Promise<Report> {
  let last: Report | undefined;
  const look = async () => {
    last = await verifyJson(project);
    return shortcomings(last).length === 0 ? last : undefined;
  };
  return eventually("every check passes", look).catch((error: Error) => {
    throw new Error(`${error.message}\n${last ? shortcomings(last).join("\n") : ""}`);
  });
}
