import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterSecret, ended } from "../fleet.js";
import { createProject, localEnvironment, type Project } from "../project.js";
import { startFaultFleet, type FaultFleet, type FaultySpoke } from "./fleet.js";
import type { FaultProxy } from "./proxy.js";

/**
 * An environment whose spokes are there already and misbehave.
 *
 * All are one real API server behind proxies with faults. What they have on it is in namespaces of their own; one alone
 * has a token, whose ServiceAccount has the same name on every cluster.
 */
export interface Faults {
  readonly project: Project;
  readonly fleet: FaultFleet;
  /** Registered by a command, without anything on the spoke, unless said otherwise. */
  add(name: string, spoke?: Partial<FaultySpoke>): Promise<FaultProxy>;
  proxy(name: string): FaultProxy;
  /** A registration by a command, with everything in one namespace, which is made. */
  inNamespace(name: string): Promise<object>;
  /** Last lines of an `up` that fails: what it says it could not do. */
  refused(): Promise<string>;
  isRegistered(name: string): Promise<boolean>;
}

export async function startFaults(firstPort: number): Promise<Faults> {
  const project = createProject(localEnvironment(firstPort, []).replace("spokes:\n", "spokes: []\n"));
  const fleet = await startFaultFleet(project, firstPort + 20);
  try {
    ended(await project.hubspoke(["up", "local"]));
    return await faultsOf(project, fleet);
  } catch (error) {
    await stopFaults({ project, fleet });
    throw error;
  }
}

async function faultsOf(project: Project, fleet: FaultFleet): Promise<Faults> {
  const registration = { mode: "exec", command: await writeLogin(project, fleet), quarantine: true };
  const proxies = new Map<string, FaultProxy>();
  return {
    project,
    fleet,
    async add(name, spoke) {
      const proxy = await fleet.add(name, { registration, ...spoke });
      proxies.set(name, proxy);
      return proxy;
    },
    proxy: (name) => proxies.get(name) as FaultProxy,
    async inNamespace(name) {
      await fleet.api.create("/api/v1/namespaces", { metadata: { name } });
      return { ...registration, access: { namespaces: [name] }, subject: { kind: "User", name: "argocd" } };
    },
    async refused() {
      const { output } = ended(await project.hubspoke(["up", "local"]), 1);
      return output.replace(/^\[\d\/\d\].*\n/gm, "");
    },
    isRegistered: (name) =>
      clusterSecret(project, name).then(
        () => true,
        () => false,
      ),
  };
}

export async function stopFaults({ project, fleet }: Pick<Faults, "project" | "fleet">): Promise<void> {
  await project.hubspoke(["down", "local"]);
  await fleet.close();
  project.remove();
}

/** A command that gives Argo CD a credential, which may read everything. */
async function writeLogin(project: Project, fleet: FaultFleet): Promise<string> {
  const verbs = ["get", "list", "watch"];
  const token = await fleet.account("reader", [{ apiGroups: ["*"], resources: ["*"], verbs }]);
  const credential = { apiVersion: "client.authentication.k8s.io/v1beta1", kind: "ExecCredential", status: { token } };
  const command = join(project.directory, "login");
  writeFileSync(command, `#!/bin/sh\necho '${JSON.stringify(credential)}'\n`);
  chmodSync(command, 0o755);
  return command;
}
