import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { EksClusterSpec } from "../../../config/cluster/index.js";
import { named } from "../../named.js";
import { localExec, TerraformData } from "../../terraform-data.js";
import type { ClusterProps } from "../cluster.js";
import { clusterCommand } from "../command-line.js";

/**
 * Defines a gate before the removal of a cluster, as a `terraform_data`.
 *
 * What the cluster's controllers made, load balancers above all, Terraform does not know: it holds the VPC, and once
 * the cluster is gone nothing removes it. The gate goes before all that the stack has by now, and fails while there is
 * any: nothing is lost of a cluster that stays.
 */
export function defineLeftoversGate(scope: Construct, props: ClusterProps<EksClusterSpec>): void {
  const { retired, deletionProtection } = props;
  const command = clusterCommand(props, "leftovers", "--before-destroy");
  const everything = scope.node.findAll().filter((construct) => construct instanceof TerraformResource);
  const gate = new TerraformData(scope, "Leftovers", {
    // A destroy provisioner runs only while its resource is still configured: a retired cluster's stays, with count 0.
    count: retired ? 0 : undefined,
    provisioners: [localExec({ command, when: "destroy" })],
    lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
    dependsOn: everything,
  });
  named(gate, "leftovers");
}
