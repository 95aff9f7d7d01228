import type { Construct } from "constructs";
import { spokeClusterStackId } from "../config/names.js";
import type { BackendSpec, Spoke } from "../config/topology.js";
import { clusterProvider } from "../constructs/cluster/index.js";
import { BaseStack } from "./base-stack.js";

/** What the stack of any cluster takes. */
export interface ClusterStackProps {
  readonly environment: string;
  /** Absolute path of the environment file. */
  readonly environmentFile: string;
  readonly backend: BackendSpec;
  /** Shell words that run this package's own command line. */
  readonly cli: string;
  readonly deletionProtection: boolean;
}

export interface SpokeClusterStackProps extends ClusterStackProps {
  readonly spoke: Spoke;
}

/** One spoke's cluster; not defined for a cluster that is already there. */
export class SpokeClusterStack extends BaseStack {
  constructor(scope: Construct, { spoke, ...props }: SpokeClusterStackProps) {
    super(scope, spokeClusterStackId(props.environment, spoke.name), props.backend);
    const { name, cluster, retired } = spoke;
    clusterProvider(cluster).define?.(this, { ...props, name, spec: cluster, retired });
  }
}
