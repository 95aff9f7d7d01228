import { spawn } from "node:child_process";
import type { HubSpokeTopology } from "../config/topology.js";
import { adminPassword, openArgoCd, ArgoCdError } from "./argocd.js";
import type { ClientOptions } from "./kubernetes.js";
import { operatorClient } from "./operator.js";

export interface LoginOptions extends ClientOptions {
  /** URL of argocd-server as it is reached from here. */
  readonly argocdServer: string;
}

export interface PerformLoginOptions extends LoginOptions {
  /** The argocd program. */
  readonly argocd: string;
}

/** The admin password of an environment's Argo CD, read from its hub; printing it is the caller's decision. */
export async function readAdminPassword(topology: HubSpokeTopology, options: ClientOptions = {}): Promise<string> {
  const hub = await operatorClient(topology.hub.cluster, options);
  try {
    return await adminPassword(hub, topology.hub.argocd.namespace);
  } finally {
    hub.close();
  }
}

/**
 * Arguments of `argocd` that log in to an environment's Argo CD; the password is not among them, it is asked for.
 *
 * The certificate that Argo CD makes for itself is signed by no authority, and `argocd login` can be told to trust
 * all certificates or none: hence `--insecure`.
 */
export function loginArguments(topology: HubSpokeTopology, argocdServer: string): string[] {
  return ["login", new URL(argocdServer).host, "--username", "admin", "--name", topology.name, "--insecure"];
}

/**
 * Runs `argocd login` with the admin password through its standard input; returns what it says.
 *
 * Before the password goes there, the server proves that it is the one whose certificate the hub holds, which
 * `argocd` would not look at. What argocd keeps is a session token, in its own configuration.
 */
export async function performLogin(topology: HubSpokeTopology, options: PerformLoginOptions): Promise<string> {
  const namespace = topology.hub.argocd.namespace;
  const hub = await operatorClient(topology.hub.cluster, options);
  try {
    (await openArgoCd(hub, namespace, { ...options, server: options.argocdServer })).close();
    return await runLogin(topology, options, await adminPassword(hub, namespace));
  } finally {
    hub.close();
  }
}

function runLogin(topology: HubSpokeTopology, options: PerformLoginOptions, password: string): Promise<string> {
  const env = options.env ?? process.env;
  const args = loginArguments(topology, options.argocdServer);
  return new Promise((resolve, reject) => {
    const child = spawn(options.argocd, args, { env, signal: options.signal, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new ArgoCdError(`the program ${options.argocd} is not there`) : error),
    );
    child.on("close", (code) => {
      // Its prompt has no line end, so the first line of the answer follows it.
      const said = output.replace(/^Password: */, "").trim();
      if (code === 0) resolve(said);
      else reject(new ArgoCdError(`argocd login failed: ${said || `exit code ${code}`}`));
    });
    // It may end without having read: that shows in its exit code, not here.
    child.stdin.on("error", () => {});
    child.stdin.end(`${password}\n`);
  });
}
