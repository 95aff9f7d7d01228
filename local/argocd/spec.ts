import { join } from "node:path";
import { argocdDirectory } from "../../config/local-paths.js";
import type { HubSpokeTopology } from "../../config/topology.js";
import { type ControlPlaneSpec, controlPlaneSpecs } from "../control-plane-spec.js";

/** Argo CD as processes beside a local hub. */
export interface ArgoCdProcessSpec {
  readonly hub: ControlPlaneSpec;
  /** Namespace of its objects on the hub. */
  readonly namespace: string;
  /** Folder of the processes: configuration, logs, pid files. */
  readonly directory: string;
}

/** What is to run for an environment; undefined where the hub has nodes and runs Argo CD itself. */
export function argocdSpec(topology: HubSpokeTopology): ArgoCdProcessSpec | undefined {
  const hub = controlPlaneSpecs(topology).find((spec) => spec.name === topology.hub.name);
  if (hub === undefined) return undefined;
  return {
    hub,
    namespace: topology.hub.argocd.namespace,
    directory: argocdDirectory(topology.projectDirectory, topology.name),
  };
}

/** Programs of Argo CD, in the order they start. */
export const components = [
  "redis",
  "argocd-repo-server",
  "argocd-application-controller",
  "argocd-applicationset-controller",
  "argocd-server",
] as const;
export type Component = (typeof components)[number];

export function componentPidFile(spec: ArgoCdProcessSpec, component: Component): string {
  return join(spec.directory, `${component}.pid.json`);
}

export function componentLogFile(spec: ArgoCdProcessSpec, component: Component): string {
  return join(spec.directory, "logs", `${component}.log`);
}
