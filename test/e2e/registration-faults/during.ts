import { expect } from "vitest";
import { descendants } from "../../../terraform/process-tree.js";
import { recordedProcesses } from "../faults.js";
import { changedStacks, ended, eventually, upJson, type UpJson } from "../fleet.js";
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

/** Terraform breaks long lines where it likes. */
function joined(output: string): string {
  return output.replace(/\n {2}local-spoke-\S+: (?!Error:)/g, " ");
}

function changes(result: UpJson): Record<string, object> {
  return changedStacks(result);
}

/** Five spokes of six fail in as many ways: the sixth is registered, and each other is told with what to do. */
export async function eachFailsAlone(faults: Faults): Promise<void> {
  const { fleet, add, inNamespace } = faults;
  (await add("r-busy", { registration: await inNamespace("r-busy") })).fault = onRoles({
    status: 429,
    message: "slow down",
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
  console.log(joined(await faults.refused()));
  expect(await faults.isRegistered("r-well")).toBe(true);
}

export async function eachIsAddedLater(faults: Faults): Promise<void> {
  const { fleet, proxy } = faults;
  for (const name of ["r-busy", "r-broken", "r-gone"]) proxy(name).fault = pass;
  await fleet.api.delete(`${rbac}/r-there/roles/argocd-manager-role`);
  await fleet.api.patch("/apis/rbac.authorization.k8s.io/v1/clusterroles/small", {
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
  });
  expect(changes(await upJson(faults.project))).toEqual(
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
  console.log(joined(await faults.refused()));
  faults.proxy("late").fault = pass;
  expect(changes(await upJson(project))).toEqual({ [stackOf("late")]: { added: 2, changed: 0, destroyed: 0 } });
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
  console.log(joined(await faults.refused()));
  await restarted;
  expect(changes(await upJson(project))).toEqual({ [stackOf("reborn")]: { added: 3, changed: 0, destroyed: 0 } });
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
  console.log(joined(await faults.refused()));
  await fleet.api.delete(binding);
  expect(changes(await upJson(project))).toEqual({ [stackOf("killed")]: { added: 3, changed: 0, destroyed: 0 } });
}

/** A request without an answer is named while it lasts, and can be interrupted. */
export async function hangsUntilInterrupted(faults: Faults): Promise<void> {
  const { project, add, inNamespace } = faults;
  let sent = false;
  (await add("stuck", { registration: await inNamespace("stuck") })).fault = onRoles("hang");
  const { output } = ended(
    await project.hubspoke(["up", "local"], {
      onOutput: (text, pid) => {
        if (sent || !text.includes(`deploy: ${stackOf("stuck")}: kubernetes_role_v1.argocd_manager_stuck`)) return;
        sent = true;
        process.kill(pid, "SIGTERM");
      },
    }),
    130,
  );
  expect(output).toContain("interrupted\n");
  faults.proxy("stuck").fault = pass;
  expect(changes(await upJson(project))).toEqual({ [stackOf("stuck")]: registered });
}
