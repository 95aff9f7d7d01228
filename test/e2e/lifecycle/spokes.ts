import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { editSpoke, editSpokes } from "../environment-file.js";
import { changedStacks, clusterSecret, ended, eventuallyVerified, tokenOf, upJson, verifyJson } from "../fleet.js";
import { processesOf } from "../machine.js";
import type { Project } from "../project.js";
import { cdktf } from "./up.js";

const reports = "local-spoke-reports";

/** Everything about the spokes' cluster Secrets that Kubernetes changes when somebody writes them. */
async function secretVersions(project: Project): Promise<string[]> {
  const secrets = await Promise.all(["payments", "search"].map((spoke) => clusterSecret(project, spoke)));
  return secrets.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`);
}

export async function spokeAdded(project: Project, port: number): Promise<void> {
  const before = await secretVersions(project);
  const spoke = { name: "reports", cluster: { provider: "local", port }, labels: { tier: "silver", region: "us" } };
  editSpokes(project, (spokes) => [...spokes, spoke]);
  const result = await upJson(project);
  expect(result.ok).toBe(true);
  expect(changedStacks(result)).toEqual({
    [`${reports}-cluster`]: { added: 2, changed: 0, destroyed: 0 },
    [`${reports}-registration`]: { added: 5, changed: 0, destroyed: 0 },
  });
  expect(await secretVersions(project)).toEqual(before);
  const { checks } = await eventuallyVerified(project);
  expect(checks.map((check) => check.subject)).toContain("platform-baseline-reports");
}

/** In the order in which the spoke loses them. */
const removals = [
  `${reports}-registration: terraform_data.applications`,
  `${reports}-registration: kubernetes_secret_v1.cluster`,
  `${reports}-registration: kubernetes_cluster_role_binding_v1.argocd_manager`,
  `${reports}-registration: kubernetes_cluster_role_v1.argocd_manager`,
  `${reports}-cluster: terraform_data.cluster`,
];

export async function spokeRetired(project: Project): Promise<void> {
  const before = await secretVersions(project);
  const folder = join(project.directory, ".hubspoke", "local", "local", "clusters", "reports");
  expect(existsSync(folder)).toBe(true);
  editSpoke(project, "reports", { retired: { applications: "orphan" } });
  const { stdout, stderr } = ended(await project.hubspoke(["up", "local"]));
  expect(stdout).toContain('environment "local" is up: 0 added, 0 changed, 7 destroyed in ');
  expect(stdout).not.toContain("reports");
  const lines = stderr.split("\n");
  const positions = removals.map((resource) =>
    lines.findIndex((line) => line.includes(resource) && line.includes(": Destroying...")),
  );
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
  expect(positions).not.toContain(-1);
  expect(existsSync(folder)).toBe(false);
  expect(processesOf(folder)).toEqual([]);
  expect(await secretVersions(project)).toEqual(before);
}

export async function spokeDeleted(project: Project): Promise<void> {
  editSpokes(project, (spokes) => spokes.filter((spoke) => spoke.name !== "reports"));
  const result = await upJson(project);
  expect(result.ok).toBe(true);
  expect(changedStacks(result)).toEqual({});
  await eventuallyVerified(project);
}

/** What the sample fleet needs: what it delivers, and to give the role that it gives. */
const rules = [
  {
    apiGroups: ["", "networking.k8s.io", "rbac.authorization.k8s.io"],
    resources: ["namespaces", "resourcequotas", "limitranges", "configmaps", "networkpolicies", "rolebindings"],
    verbs: ["create", "update", "patch", "delete"],
  },
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], resourceNames: ["edit"], verbs: ["bind"] },
];

/** The fleet is delivered with no more rights than it needs. */
export async function accessByRules(project: Project): Promise<void> {
  editSpoke(project, "search", { registration: { access: { rules } } });
  const result = await upJson(project);
  expect(result.ok).toBe(true);
  expect(changedStacks(result)).toEqual({
    "local-spoke-search-registration": { added: 0, changed: 1, destroyed: 0 },
  });
  await accessIsProven(project);
}

/** With less the fleet cannot be delivered, so `up` would wait in vain; the credential is as good as with more. */
export async function narrowerAccess(project: Project): Promise<void> {
  for (const access of ["read-only", { namespaces: ["apps", "sandbox"] }]) {
    editSpoke(project, "search", { registration: { access } });
    await cdktf(project, "deploy local-spoke-search-registration --auto-approve --ignore-missing-stack-dependencies");
    await accessIsProven(project);
  }
  editSpoke(project, "search", { registration: { access: { rules } } });
  expect((await upJson(project)).ok).toBe(true);
  await eventuallyVerified(project);
}

async function accessIsProven(project: Project): Promise<void> {
  const { checks } = await verifyJson(project);
  const ids = ["cluster-secret", "credential-authenticates", "credential-permissions", "credential-restrictions"];
  const found = checks.filter((check) => check.subject === "search" && ids.includes(check.id));
  expect(found.map(({ id, status, message }) => `${id} ${status}${status === "passed" ? "" : `: ${message}`}`)).toEqual(
    ids.map((id) => `${id} passed`),
  );
}

export async function credentialRotated(project: Project): Promise<void> {
  const before = await tokenOf(project, "payments");
  editSpoke(project, "payments", { registration: { revision: 2 } });
  expect(changedStacks(await upJson(project))).toEqual({
    "local-spoke-payments-registration": { added: 0, changed: 1, destroyed: 0 },
  });
  expect(await tokenOf(project, "payments")).not.toBe(before);
  await eventuallyVerified(project);
}
