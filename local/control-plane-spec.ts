import { clusterDirectory } from "../config/local-paths.js";
import type { Cluster, HubSpokeTopology } from "../config/topology.js";

/** Where a control plane is on this machine: enough to end and to remove it. */
export interface ControlPlanePlace {
  /** Cluster name. */
  readonly name: string;
  /** Folder of its own: keys, data, logs, pid files. */
  readonly directory: string;
}

/** One control plane on this machine. */
export interface ControlPlaneSpec extends ControlPlanePlace {
  readonly environment: string;
  /** API server's port; etcd has the two after it. */
  readonly port: number;
  readonly endpoint: string;
  readonly kubeconfig: string;
  readonly context: string;
  /** Field that moves the port, and the file it is in: for the message about a port that is taken. */
  readonly field: string;
  readonly file: string;
  readonly retired: boolean;
}

/** The local control planes of an environment, the hub's first. Retired ones are in: they must run for Terraform to clean them. */
export function controlPlaneSpecs(topology: HubSpokeTopology): ControlPlaneSpec[] {
  const hub = specOf(topology, topology.hub, "hub.cluster.port", false);
  const spokes = topology.spokes.map((spoke, index) =>
    specOf(topology, spoke, `spokes[${index}].cluster.port`, spoke.retired),
  );
  return [hub, ...spokes].filter((spec) => spec !== undefined);
}

function specOf(
  topology: HubSpokeTopology,
  member: Cluster,
  field: string,
  retired: boolean,
): ControlPlaneSpec | undefined {
  const cluster = member.cluster;
  if (cluster.provider !== "local") return undefined;
  return {
    environment: topology.name,
    name: member.name,
    directory: clusterDirectory(topology.projectDirectory, topology.name, member.name),
    port: cluster.port,
    endpoint: cluster.endpoint,
    kubeconfig: cluster.kubeconfig,
    context: cluster.context,
    field,
    file: topology.file,
    retired,
  };
}
