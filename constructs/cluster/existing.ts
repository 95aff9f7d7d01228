import type { Construct } from "constructs";
import { existingCluster, type ExistingClusterSpec } from "../../config/cluster/existing.js";
import { quote } from "../expression.js";
import type { ClusterConnection, ClusterProvider, ICluster } from "./cluster.js";
import { kubeconfigCluster, kubeconfigProviders } from "./kubeconfig.js";

/** A cluster that is already there, reached through a context of the operator's kubeconfig. */
export class ExistingCluster implements ICluster {
  readonly capabilities = existingCluster.capabilities;

  constructor(
    readonly name: string,
    private readonly spec: ExistingClusterSpec,
  ) {}

  connect(scope: Construct): ClusterConnection {
    return {
      ...kubeconfigProviders(this.spec),
      facts: {},
      endpoint: () => {
        const { hubEndpoint, proxyUrl } = this.spec;
        const cluster = kubeconfigCluster(scope, this.spec);
        return { ...cluster, proxyUrl, server: hubEndpoint === undefined ? cluster.server : quote(hubEndpoint) };
      },
    };
  }
}

export const existing: ClusterProvider<ExistingClusterSpec> = {
  view: (name, spec) => new ExistingCluster(name, spec),
};
