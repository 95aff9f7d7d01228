import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { editSpoke } from "../environment-file.js";
import {
  type KubernetesObject,
  changedStacks,
  clusterSecret,
  ended,
  eventually,
  eventuallyVerified,
  onCluster,
  read,
  upJson,
} from "../fleet.js";
import type { Project } from "../project.js";

const spokes = ["payments", "search"] as const;
const quotaPath = "/api/v1/namespaces/apps/resourcequotas/baseline";
const policyPath = "/apis/networking.k8s.io/v1/namespaces/apps/networkpolicies/default-deny";
const clusterInfoPath = "/api/v1/namespaces/platform-system/configmaps/cluster-info";

/** A commit to the environment's repository, made as a user would make it; returns its hash. */
export async function commit(
  project: Project,
  change: { path: string; from: string; to: string; message: string },
): Promise<string> {
  const clone = join(project.directory, "a clone");
  const git = async (...args: string[]) => {
    const identity = ["-c", "user.name=me", "-c", "user.email=me@example.com"];
    return ended(await project.run("git", ["-C", clone, ...identity, ...args])).stdout.trim();
  };
  const repository = join(project.directory, ".hubspoke", "local", "local", "gitops.git");
  ended(await project.run("git", ["clone", "--quiet", repository, clone]));
  try {
    const before = project.read(join("a clone", change.path));
    expect(before).toContain(change.from);
    writeFileSync(join(clone, change.path), before.replace(change.from, change.to));
    await git("commit", "--quiet", "--all", `--message=${change.message}`);
    await git("push", "--quiet");
    return await git("rev-parse", "HEAD");
  } finally {
    rmSync(clone, { recursive: true });
  }
}

export async function commitReachesSpokes(project: Project): Promise<void> {
  const path = join("platform-baseline", "values.yaml");
  const change = { path, from: 'pods: "100"', to: 'pods: "90"', message: "A quota of 90 pods" };
  const revision = await commit(project, change);
  for (const spoke of spokes) {
    await eventually(`the quota on ${spoke}`, async () => {
      const quota = await read(project, spoke, quotaPath);
      return quota?.spec?.hard?.["pods"] === "90" ? quota : undefined;
    });
  }
  const { checks } = await eventuallyVerified(project);
  const applications = checks.filter((check) => check.id === "application").map((check) => check.message);
  expect(applications).toEqual(applications.map(() => `Synced and Healthy at ${revision.slice(0, 8)} of main`));
}

export async function driftIsHealed(project: Project): Promise<void> {
  const policy = await read(project, "payments", policyPath);
  await onCluster(project, "payments", async (api) => {
    await api.patch(quotaPath, { spec: { hard: { pods: "1" } } });
    await api.delete(policyPath);
  });
  await eventually("the edited quota is as in Git again", async () => {
    const quota = await read(project, "payments", quotaPath);
    return quota?.spec?.hard?.["pods"] === "90" ? quota : undefined;
  });
  const made = await eventually("the deleted policy is there again", () => read(project, "payments", policyPath));
  expect(made.metadata.uid).not.toBe(policy?.metadata.uid);
}

/** `cluster-info` of a spoke, as soon as it says this of a tier. */
function clusterInfo(project: Project, spoke: string, tier: string): Promise<KubernetesObject> {
  return eventually(`cluster-info of ${spoke} says ${tier}`, async () => {
    const map = await read(project, spoke, clusterInfoPath);
    return map?.data?.["label.tier"] === tier ? map : undefined;
  });
}

export async function labelsReachCharts(project: Project): Promise<void> {
  const before = await clusterInfo(project, "search", "gold");
  expect((await clusterInfo(project, "payments", "gold")).data).toEqual({
    name: "payments",
    environment: "local",
    "label.tier": "gold",
    "label.region": "eu",
    "label.hubspoke.environment": "local",
    "label.hubspoke.name": "payments",
    "label.hubspoke.role": "spoke",
    "label.argocd.argoproj.io.secret-type": "cluster",
  });
  const { uid } = (await clusterSecret(project, "payments")).metadata;

  editSpoke(project, "payments", { labels: { tier: "platinum", region: "eu" } });
  expect(changedStacks(await upJson(project))).toEqual({
    "local-spoke-payments-registration": { added: 0, changed: 1, destroyed: 0 },
  });
  const { metadata } = await clusterSecret(project, "payments");
  expect(metadata).toMatchObject({ uid, labels: { tier: "platinum", region: "eu" } });
  expect((await clusterInfo(project, "payments", "platinum")).data).toMatchObject({ "label.region": "eu" });
  expect(await clusterInfo(project, "search", "gold")).toEqual(before);
}
