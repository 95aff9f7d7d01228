import type { Construct } from "constructs";
import { localCluster, type LocalClusterSpec } from "../../config/cluster/local.js";
import { literal, quote } from "../expression.js";
import { localExec, TerraformData } from "../terraform-data.js";
import { clusterCommand } from "./command-line.js";
import type { ClusterConnection, ClusterProps, ClusterProvider, ICluster } from "./cluster.js";
import { kubeconfigCluster, kubeconfigProviders } from "./kubeconfig.js";

/** A control plane that runs as processes on this machine. */
export class LocalCluster implements ICluster {
  readonly capabilities = localCluster.capabilities;

  constructor(
    readonly name: string,
    private readonly spec: LocalClusterSpec,
  ) {}

  connect(scope: Construct): ClusterConnection {
    return {
      ...kubeconfigProviders(this.spec),
      facts: {},
      endpoint: () => ({ ...kubeconfigCluster(scope, this.spec), server: quote(this.spec.endpoint) }),
    };
  }
}

export const local: ClusterProvider<LocalClusterSpec> = {
  view: (name, spec) => new LocalCluster(name, spec),
  define: defineLocalCluster,
};

/**
 * Defines a local cluster as two `terraform_data`: its data, and the processes that serve it.
 *
 * In two, so that another port or version starts the processes anew and leaves etcd's data alone, and so that a start
 * that failed is tried again without destroying anything first.
 */
function defineLocalCluster(scope: Construct, props: ClusterProps<LocalClusterSpec>): void {
  const { spec, deletionProtection } = props;
  // A destroy provisioner runs only while its resource is still configured: a retired cluster stays, with count 0.
  const count = props.retired ? 0 : undefined;
  const data = new TerraformData(scope, "Cluster", {
    count,
    provisioners: [localExec({ command: clusterCommand(props, "local destroy"), when: "destroy" })],
    lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
  });
  data.overrideLogicalId("cluster");
  const processes = new TerraformData(scope, "Processes", {
    count,
    triggersReplace: { port: spec.port, version: literal(spec.version) },
    provisioners: [localExec({ command: clusterCommand(props, "local create") })],
  });
  processes.overrideLogicalId("processes");
  processes.dependsOn = [`terraform_data.${data.friendlyUniqueId}`];
}
