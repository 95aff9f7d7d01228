import type { Construct } from "constructs";
import { kindCluster, type KindClusterSpec } from "../../config/cluster/kind.js";
import { call, literal, quote, template } from "../expression.js";
import { localExec, TerraformData } from "../terraform-data.js";
import { clusterCommand } from "./command-line.js";
import type { ClusterConnection, ClusterProps, ClusterProvider, ICluster } from "./cluster.js";
import { kubeconfigCluster, kubeconfigProviders } from "./kubeconfig.js";

/** A cluster whose nodes are containers of this machine. */
export class KindCluster implements ICluster {
  readonly capabilities = kindCluster.capabilities;

  constructor(
    readonly name: string,
    private readonly spec: KindClusterSpec,
  ) {}

  connect(scope: Construct): ClusterConnection {
    const { hubKubeconfig, hubEndpoint, context } = this.spec;
    return {
      ...kubeconfigProviders(this.spec),
      facts: {},
      endpoint: () => {
        const cluster = kubeconfigCluster(scope, { kubeconfig: hubKubeconfig, context });
        return hubEndpoint === undefined ? cluster : { ...cluster, server: quote(hubEndpoint) };
      },
    };
  }
}

export const kind: ClusterProvider<KindClusterSpec> = {
  view: (name, spec) => new KindCluster(name, spec),
  define: defineKindCluster,
};

/**
 * Defines a kind cluster as two `terraform_data`: the one deletes it, the other makes it.
 *
 * In two, so that a creation that failed is tried again without destroying anything first. kind changes no cluster: what
 * its nodes are made from replaces both, and with them the cluster.
 */
function defineKindCluster(scope: Construct, props: ClusterProps<KindClusterSpec>): void {
  const { spec, deletionProtection } = props;
  // A destroy provisioner runs only while its resource is still configured: a retired cluster stays, with count 0.
  const count = props.retired ? 0 : undefined;
  const triggersReplace = nodesOf(spec);
  const cluster = new TerraformData(scope, "Cluster", {
    count,
    triggersReplace,
    provisioners: [localExec({ command: clusterCommand(props, "kind delete"), when: "destroy" })],
    lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
  });
  cluster.overrideLogicalId("cluster");
  const nodes = new TerraformData(scope, "Nodes", {
    count,
    triggersReplace,
    provisioners: [localExec({ command: clusterCommand(props, "kind create") })],
  });
  nodes.overrideLogicalId("nodes");
  nodes.dependsOn = [`terraform_data.${cluster.friendlyUniqueId}`];
}

/** What its nodes are made from; a configuration file is read at plan. */
function nodesOf({ nodes, image, config }: KindClusterSpec): Readonly<Record<string, string | number>> {
  return {
    ...(config === undefined ? { nodes } : { config: template(call("filesha256", quote(config))) }),
    ...(image !== undefined && { image: literal(image) }),
  };
}
