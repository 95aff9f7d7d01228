import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { localDirectory } from "../config/local-paths.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { environmentKubeconfig, writeKubeconfig } from "../fleet/kubeconfig.js";
import { mergeKubeconfig } from "../fleet/kubeconfig-merge.js";
import { openEnvironment } from "./environment.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";

interface KubeconfigOptions {
  readonly merge?: boolean;
  readonly out?: string;
}

/** Where the kubeconfig of an environment is written unless it is told otherwise; `down` removes it. */
export function defaultKubeconfigPath(topology: HubSpokeTopology): string {
  return join(localDirectory(topology.projectDirectory, topology.name), "kubeconfig");
}

/** kubectl's own rule: the first file of KUBECONFIG, else the one in the home folder. */
export function userKubeconfigPath(): string {
  const [first] = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter(Boolean);
  return first ?? join(homedir(), ".kube", "config");
}

/** `hubspoke kubeconfig`: prints the path, so that `export KUBECONFIG=$(…)` works. */
export async function kubeconfig(environment: string, options: KubeconfigOptions): Promise<number> {
  if (options.merge && options.out !== undefined) {
    throw new UsageError("--merge and --out cannot be used together\n  fix: use --out for a file of its own");
  }
  const topology = openEnvironment(environment);
  const content = await environmentKubeconfig(topology);
  const file = options.merge ? userKubeconfigPath() : resolve(options.out ?? defaultKubeconfigPath(topology));
  await (options.merge ? mergeKubeconfig(file, topology.name, content) : writeKubeconfig(file, content));
  writeStatus(`contexts: ${content.contexts.map((context) => context.name).join(", ")}`);
  writeData(file);
  return EXIT.fine;
}
