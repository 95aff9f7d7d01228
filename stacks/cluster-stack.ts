import type { Construct } from "constructs";
import type { BackendSpec, Cluster } from "../config/topology.js";
import { clusterProvider } from "../constructs/cluster/index.js";
import { BaseStack } from "./base-stack.js";

export interface ClusterStackProps {
  readonly id: string;
  readonly environment: string;
  readonly cluster: Cluster;
  /** True makes the next deploy remove the cluster. */
  readonly retired: boolean;
  /** Absolute path of the environment file. */
  readonly environmentFile: string;
  readonly backend: BackendSpec;
  /** Shell words that run this package's own command line. */
  readonly cli: string;
  readonly deletionProtection: boolean;
}

/** One cluster; not defined for a cluster that is already there. */
export class ClusterStack extends BaseStack {
  constructor(scope: Construct, { id, cluster, ...props }: ClusterStackProps) {
    super(scope, id, props.backend);
    const { name, cluster: spec } = cluster;
    clusterProvider(spec).define?.(this, { ...props, name, spec });
  }
}
