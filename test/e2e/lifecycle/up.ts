import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { changedStacks, ended, eventuallyVerified, unchanged, upJson } from "../fleet.js";
import { contents, files } from "../files.js";
import { processesOf } from "../machine.js";
import type { Project } from "../project.js";

/** Stacks of a hub and two spokes. */
const stacks = [
  "local-hub-argocd",
  "local-hub-cluster",
  "local-spoke-payments-cluster",
  "local-spoke-payments-registration",
  "local-spoke-search-cluster",
  "local-spoke-search-registration",
];

export async function upFromNothing(project: Project, firstPort: number): Promise<void> {
  const { stdout, stderr, output } = ended(await project.hubspoke(["up", "local"]));
  expect(stdout).toMatch(/^environment "local" is up: 20 added, 0 changed, 0 destroyed in \d+ s$/m);
  const rows = [
    ["hub", "hub", firstPort, "local-hub"],
    ["payments", "spoke", firstPort + 10, "local-payments"],
    ["search", "spoke", firstPort + 20, "local-search"],
  ] as const;
  for (const [name, role, port, context] of rows) {
    expect(stdout).toMatch(new RegExp(`^  ${name} +${role} +https://127.0.0.1:${port} +${context}$`, "m"));
  }
  expect(stdout).toContain(`Argo CD     https://127.0.0.1:${firstPort + 3}, user admin, password: npx hubspoke login`);
  expect(stdout).toContain(join(".hubspoke", "local", "local", "kubeconfig"));
  expect(stderr).toContain("machine: wrote cdktf.json, which cdktf asks for\n");
  expect(stderr.split("\n").filter((line) => line !== "" && !/^\[[1-6]\/6\] \d+:\d\d \w+: ./.test(line))).toEqual([]);
  expect(output).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  expect(JSON.parse(project.read("cdktf.json"))).toMatchObject({ language: "typescript", sendCrashReports: "false" });
}

export async function verified(project: Project): Promise<void> {
  const { checks, ok } = await eventuallyVerified(project);
  expect(ok).toBe(true);
  const idsOf = (subject: string) => checks.filter((check) => check.subject === subject).map((check) => check.id);
  expect(idsOf("hub")).toEqual(["cluster-answers", "cluster-secret", "argocd-connection", "cluster-secret-leftover"]);
  for (const spoke of ["payments", "search"]) {
    expect(idsOf(spoke)).toEqual([
      "cluster-answers",
      "cluster-secret",
      "cluster-secret-edited",
      "credential-authenticates",
      "credential-permissions",
      "credential-expiry",
      "argocd-connection",
    ]);
    expect(idsOf(`platform-baseline-${spoke}`)).toEqual(["application"]);
  }
  expect(checks.filter((check) => check.id === "argocd-component")).toHaveLength(5);
  expect(idsOf("root")).toEqual(["application"]);
  expect(idsOf("platform-baseline")).toEqual(["applicationset"]);
}

export async function verifyText(project: Project): Promise<void> {
  const { stdout } = ended(await project.hubspoke(["verify", "local"]));
  const [checks = "", table = "", last = ""] = stdout.trimEnd().split("\n\n");
  expect(checks.split("\n").filter((line) => !/^ok {7}\S+: [a-z-]+: ./.test(line))).toEqual([]);
  expect(table).toMatch(/^SUBJECT +STATUS +CHECKS\nhub +ok +4 of 4 passed\n/);
  expect(table).toMatch(/^payments +ok +7 of 7 passed$/m);
  expect(last).toMatch(/^environment "local" is verified: 27 passed \(\d+\.\d s\)$/);
}

export async function upAgain(project: Project): Promise<void> {
  const before = processIds(project);
  expect(Object.keys(before)).toHaveLength(14);
  const result = await upJson(project);
  expect(Object.keys(result.changes.stacks).sort()).toEqual(stacks);
  expect(changedStacks(result)).toEqual({});
  expect(result.changes.total).toEqual(unchanged);
  expect(processIds(project)).toEqual(before);
}

/** Process ids by pid file, of processes that run. */
function processIds(project: Project): Record<string, number> {
  const running = new Set(processesOf(project.directory).map(({ pid }) => pid));
  const pidFiles = files(project.directory).filter((path) => path.endsWith(".pid.json"));
  const all = pidFiles.map((path) => [path, (JSON.parse(project.read(path)) as { pid: number }).pid] as const);
  return Object.fromEntries(all.filter(([, pid]) => running.has(pid)));
}

/** `cdktf` in a shell of the user's. */
export async function cdktf(project: Project, args: string): Promise<string> {
  const { stdout: exports } = ended(await project.hubspoke(["env", "local"]));
  const shell = `${exports}\nnode_modules/.bin/cdktf ${args}`;
  return ended(await project.run("sh", ["-c", shell], { env: { FORCE_COLOR: "0" } })).output;
}

export async function plainCdktf(project: Project): Promise<void> {
  // Its table is 80 columns wide and breaks longer names.
  const listed = (await cdktf(project, "list")).match(/cdktf\.out\/stacks\/local-[a-z-]+/g) ?? [];
  expect(listed.map((path, index) => stacks[index]?.startsWith(path.replace("cdktf.out/stacks/", "")))).toEqual(
    stacks.map(() => true),
  );
  expect(await cdktf(project, "diff local-hub-argocd")).toContain("No changes.");
  const deployed = await cdktf(project, "deploy 'local-*' --auto-approve");
  expect(deployed.match(/\d+ added, \d+ changed, \d+ destroyed/g)).toEqual(
    stacks.map(() => "0 added, 0 changed, 0 destroyed"),
  );
}

export async function sameSynth(project: Project): Promise<void> {
  ended(await project.hubspoke(["synth", "local", "--out", "gerendert ü"]));
  const synthesised = (folder: string) =>
    contents(join(project.directory, folder), (path) => !/\.terraform|[\\/]plan$/.test(path));
  const ours = synthesised("gerendert ü");
  expect(Object.keys(ours).filter((path) => path.endsWith("cdk.tf.json"))).toHaveLength(stacks.length);
  expect(ours).toEqual(synthesised("cdktf.out"));
  expect(readFileSync(join(project.directory, "gerendert ü", "manifest.json"), "utf8")).toContain("local-hub-argocd");
}
