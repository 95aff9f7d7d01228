import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Construct } from "constructs";
import type { EksClusterSpec, EksCreation } from "../../../config/cluster/index.js";
import type { ClusterProps } from "../cluster.js";
import { defineAccessEntries, findAdmins } from "./access-entries.js";
import { addonsOf, defineAddons } from "./addons.js";
import type { EksContext } from "./context.js";
import { defineControlPlane } from "./control-plane.js";
import { defineKeys } from "./keys.js";
import { defineLeftoversGate } from "./leftovers.js";
import { defineLogGroup } from "./logs.js";
import { defineSubnets } from "./network.js";
import { defineNodeGroups } from "./node-groups.js";
import { defineClusterRole, defineNodeRole } from "./roles.js";
import { defineSecurityGroupTags } from "./tags.js";

export interface EksClusterProps extends ClusterProps<EksClusterSpec> {
  readonly provider: AwsProvider;
}

/** Defines an EKS cluster that is created: its network, keys, roles, control plane, nodes, add-ons and admins. */
export function defineEksCluster(scope: Construct, props: EksClusterProps): void {
  const { creation } = props.spec;
  if (creation === undefined) return;
  if (props.retired) return defineLeftoversGate(scope, props);
  const context = contextOf(scope, props, creation);
  const keys = defineKeys(context);
  const subnets = defineSubnets(context, keys);
  const logGroup = defineLogGroup(context, keys);
  const admins = findAdmins(context);
  const [clusterRole, nodeRole] = [defineClusterRole(context), defineNodeRole(context)];
  const cluster = defineControlPlane(context, {
    keys,
    clusterRole,
    nodeRole,
    subnetIds: subnets.ids,
    dependsOn: [logGroup, ...nodeRole.permissions, ...subnets.dependsOn],
    preconditions: [...admins.preconditions, ...subnets.preconditions],
  });
  defineAccessEntries(context, admins);
  const { beforeNodes, afterNodes } = addonsOf(creation);
  const early = defineAddons(context, beforeNodes, [cluster]);
  const groups = defineNodeGroups(context, {
    role: nodeRole,
    subnetIds: subnets.ids,
    dependsOn: [...early, ...subnets.dependsOn],
  });
  defineAddons(context, afterNodes, [cluster, ...groups]);
  defineSecurityGroupTags(context);
  defineLeftoversGate(scope, props);
}

function contextOf(scope: Construct, props: EksClusterProps, creation: EksCreation): EksContext {
  const { provider, environment, name, spec, deletionProtection } = props;
  return {
    scope,
    provider,
    environment,
    name,
    spec,
    creation,
    lifecycle: deletionProtection ? { preventDestroy: true } : {},
  };
}
