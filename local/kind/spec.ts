import { clusterDirectory, internalKubeconfigPath } from "../../config/local-paths.js";
import { clustersOf, type Topology } from "../../config/topology.js";

/** Where the files of a kind cluster are: enough to delete it. */
export interface KindPlace {
  /** Name that kind knows it by. */
  readonly clusterName: string;
  /** Folder of its own: kubeconfigs, and the record that it is ours. */
  readonly directory: string;
}

/** One kind cluster of an environment. */
export interface KindSpec extends KindPlace {
  /** Cluster name of the environment file. */
  readonly name: string;
  readonly nodes: number;
  /** @default - that of the installed kind */
  readonly image?: string;
  /** Absolute path of kind's own configuration file. @default - made from `nodes` */
  readonly config?: string;
  readonly kubeconfig: string;
  /** Kubeconfig with the address in the containers' network, and no credential. */
  readonly internalKubeconfig: string;
  readonly context: string;
  /** Folder that relative paths of a configuration file start from. */
  readonly projectDirectory: string;
  /** Environment file, for messages. */
  readonly file: string;
}

/** The kind clusters of an environment. Retired ones are in: they must run for Terraform to clean them. */
export function kindSpecs(topology: Topology): KindSpec[] {
  const { projectDirectory, name: environment, file } = topology;
  return clustersOf(topology).flatMap(({ name, cluster }) => {
    if (cluster.provider !== "kind") return [];
    const { clusterName, nodes, image, config, kubeconfig, context } = cluster;
    return {
      name,
      clusterName,
      directory: clusterDirectory(projectDirectory, environment, name),
      nodes,
      ...(image !== undefined && { image }),
      ...(config !== undefined && { config }),
      kubeconfig,
      internalKubeconfig: internalKubeconfigPath(projectDirectory, environment, name),
      context,
      projectDirectory,
      file,
    };
  });
}
