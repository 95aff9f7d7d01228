import { expect } from "vitest";
import { descendants } from "../../../terraform/process-tree.js";
import { orphans, recordedProcesses } from "../faults.js";
import { changedStacks, ended, eventually, upJson } from "../fleet.js";
import type { Faults } from "./context.js";
import { pass, type Answer, type Fault } from "./proxy.js";

// Faults that come up while Terraform is at work.

const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces";
/** Role, binding, Secret, and what holds that while Applications need it. */
const registered = { added: 4, changed: 0, destroyed: 0 };
const stackOf = (spoke: string) => `local-spoke-${spoke}-registration`;

/** One answer to whatever makes a role, and the API server's own to all else. */
function onRoles(answer: Answer): Fault {
  return (method, path) => (method === "POST" && path.endsWith("/roles") ? answer : "pass");
}

/** What `up` says of each stack that failed, without Terraform's line breaks; and what it says to do. */
async function refusals(
  faults: Faults,
): Promise<{ readonly errors: Record<string, string>; readonly fixes: string[] }> {
  const [first, ...lines] = (await faults.refused()).trimEnd().split("\n");
  expect(first).toBe("cdktf deploy failed");
  const errors: Record<string, string> = {};
  for (const line of lines) {
    const [, spoke, text = ""] = /^ {2}local-spoke-(\S+)-registration: (.*)/.exec(line) ?? [];
    if (spoke !== undefined) errors[spoke] = `${errors[spoke] ?? ""} ${text}`.trim();
  }
  return { errors, fixes: lines.filter((line) => line.startsWith("  fix: ")).map((line) => line.slice(7)) };
}

const again = "then run this again: it adds what is missing";
const wentAway = `the API server went away or does not answer: see that it does, ${again}`;
const notOfThisState = (kind: string, name: string) =>
  `${name} is not of this state: retire the spoke in the environment that registers this cluster, or take over what ` +
  `\`argocd cluster add\` made (adopt); what an interrupted run left, delete (kubectl delete ${kind} ${name})`;

/** Five spokes of six fail in as many ways: the sixth is registered, and each other is told with what to do. */
export async function eachFailsAlone(faults: Faults): Promise<void> {
  const { fleet, add, inNamespace } = faults;
  (await add("r-busy", { registration: await inNamespace("r-busy") })).fault = onRoles({
    status: 429,
    message: "Too many requests, please try again later.",
  });
  const broken = onRoles({ status: 500, message: "etcdserver: no leader" });
  (await add("r-broken", { registration: await inNamespace("r-broken") })).fault = broken;
  (await add("r-gone", { registration: await inNamespace("r-gone") })).fault = onRoles("drop");
  const reader = [{ apiGroups: ["*"], resources: ["*"], verbs: ["get"] }];
  const token = await fleet.account("small", reader);
  await add("r-small", { registration: await inNamespace("r-small"), token });
  await add("r-there", { registration: await inNamespace("r-there") });
  await fleet.api.create(`${rbac}/r-there/roles`, { metadata: { name: "argocd-manager-role" }, rules: [] });
  await add("r-well", { registration: await inNamespace("r-well") });
  const { errors, fixes } = await refusals(faults);
  expect(errors).toEqual({
    "r-busy": expect.stringContaining("Too many requests, please try again later."),
    "r-broken": expect.stringContaining("etcdserver: no leader"),
    "r-gone": expect.stringContaining("EOF"),
    "r-small": expect.stringContaining('cannot create resource "roles"'),
    "r-there": expect.stringContaining('"argocd-manager-role" already exists'),
  });
  const who = "system:serviceaccount:kube-system:small";
  const where = 'in the namespace "r-small" (API group "rbac.authorization.k8s.io")';
  expect(fixes.sort()).toEqual([
    `${stackOf("r-broken")}: the API server has a trouble of its own: see its log, ${again}`,
    `${stackOf("r-busy")}: the API server is busy: wait a while, ${again}`,
    `${stackOf("r-gone")}: ${wentAway}`,
    `${stackOf("r-small")}: let "${who}" create roles ${where}, or deploy as somebody who may`,
    `${stackOf("r-there")}: ${notOfThisState("roles", "argocd-manager-role")}`,
  ]);
  expect(await faults.isRegistered("r-well")).toBe(true);
}

export async function eachIsAddedLater(faults: Faults): Promise<void> {
  const { fleet, proxy } = faults;
  for (const name of ["r-busy", "r-broken", "r-gone"]) proxy(name).fault = pass;
  await fleet.api.delete(`${rbac}/r-there/roles/argocd-manager-role`);
  await fleet.api.patch("/apis/rbac.authorization.k8s.io/v1/clusterroles/small", {
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  });
  expect(changedStacks(await upJson(faults.project))).toEqual(
    Object.fromEntries(
      ["r-broken", "r-busy", "r-gone", "r-small", "r-there"].map((name) => [stackOf(name), registered]),
    ),
  );
}

/** The hub goes away between the rights on the spoke and the Secret: the next run adds the Secret. */
export async function hubGoesDown(faults: Faults): Promise<void> {
  const { project, add, inNamespace } = faults;
  const pid = recordedProcesses(project).get("hub/kube-apiserver") ?? NaN;
  (await add("late", { registration: await inNamespace("late") })).fault = (method, path) => {
    if (method === "POST" && path.endsWith("/rolebindings")) process.kill(pid, "SIGKILL");
    return "pass";
  };
  const { errors, fixes } = await refusals(faults);
  // The request for the Secret may be under way when the hub goes, or be sent after it has gone.
  expect(errors["late"]).toMatch(/connection refused|connection reset by peer|EOF/);
  expect(fixes).toEqual([wentAway]);
  faults.proxy("late").fault = pass;
  expect(changedStacks(await upJson(project))).toEqual({ [stackOf("late")]: { added: 2, changed: 0, destroyed: 0 } });
}

/** The spoke's API server ends in the middle and comes back. */
export async function spokeRestarts(faults: Faults): Promise<void> {
  const { project, fleet, add, inNamespace } = faults;
  let restarted: Promise<void> | undefined;
  (await add("reborn", { registration: await inNamespace("reborn") })).fault = (method, path) => {
    if (method !== "POST" || !path.endsWith("/rolebindings") || restarted !== undefined) return "pass";
    restarted = fleet.restart();
    return "drop";
  };
  const { errors, fixes } = await refusals(faults);
  expect(errors).toEqual({ reborn: expect.stringContaining("EOF") });
  expect(fixes).toEqual([wentAway]);
  await restarted;
  expect(changedStacks(await upJson(project))).toEqual({ [stackOf("reborn")]: { added: 3, changed: 0, destroyed: 0 } });
}

/** Everything of ours is killed when the spoke has the rights and nobody has written that down. */
export async function killedInBetween(faults: Faults): Promise<void> {
  const { project, fleet, add, inNamespace } = faults;
  let pid = 0;
  const path = `${rbac}/killed/rolebindings`;
  const proxy = await add("killed", { registration: await inNamespace("killed") });
  const binding = `${path}/argocd-manager-role-binding`;
  proxy.fault = (method, asked) => {
    if (method !== "POST" || asked !== path) return "pass";
    // It is made, and then they end before they hear of it.
    void eventually("the binding is there", () => fleet.api.get(binding)).then(() =>
      [...descendants(pid), { pid }].forEach((row) => process.kill(row.pid, "SIGKILL")),
    );
    return "deaf";
  };
  const { code } = await project.hubspoke(["up", "local"], { onOutput: (_text, own) => (pid = own) });
  expect(code).toBe(null);
  proxy.fault = pass;
  const { errors, fixes } = await refusals(faults);
  expect(errors).toEqual({ killed: expect.stringContaining('"argocd-manager-role-binding" already exists') });
  expect(fixes).toEqual([notOfThisState("rolebindings", "argocd-manager-role-binding")]);
  await fleet.api.delete(binding);
  expect(changedStacks(await upJson(project))).toEqual({ [stackOf("killed")]: { added: 3, changed: 0, destroyed: 0 } });
}

/** A request without an answer is named while it lasts, and can be left behind: the next run ends what still waits. */
export async function hangsUntilInterrupted(faults: Faults): Promise<void> {
  const { project, add, inNamespace } = faults;
  (await add("stuck", { registration: await inNamespace("stuck") })).fault = onRoles("hang");
  const signals = [`deploy: ${stackOf("stuck")}: kubernetes_role_v1.argocd_manager_stuck`, "once more to force"];
  const onOutput = (text: string, pid: number) => {
    if (signals[0] === undefined || !text.includes(signals[0])) return;
    signals.shift();
    process.kill(pid, "SIGTERM");
  };
  ended(await project.hubspoke(["up", "local"], { onOutput }), 130);
  faults.proxy("stuck").fault = pass;
  expect(changedStacks(await upJson(project))).toEqual({ [stackOf("stuck")]: registered });
  const left = await orphans(project);
  expect(left.filter((command) => !command.includes("/elsewhere/"))).toEqual([]);
}
