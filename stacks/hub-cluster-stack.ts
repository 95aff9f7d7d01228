import type { Construct } from "constructs";
import { hubClusterStackId } from "../config/names.js";
import type { Hub } from "../config/topology.js";
import { clusterProvider } from "../constructs/cluster/index.js";
import { BaseStack } from "./base-stack.js";
import type { ClusterStackProps } from "./spoke-cluster-stack.js";

export interface HubClusterStackProps extends ClusterStackProps {
  readonly hub: Hub;
}

/** The hub's cluster; not defined for a cluster that is already there. */
export class HubClusterStack extends BaseStack {
  constructor(scope: Construct, { hub, ...props }: HubClusterStackProps) {
    super(scope, hubClusterStackId(props.environment), props.backend);
    clusterProvider(hub.cluster).define?.(this, { ...props, name: hub.name, spec: hub.cluster, retired: false });
  }
}
