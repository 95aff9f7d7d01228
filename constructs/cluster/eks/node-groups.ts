import { AutoscalingGroupTagA } from "@cdktf/provider-aws/lib/autoscaling-group-tag/index.js";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import type { ITerraformDependable } from "cdktf";
import type { NodeGroup } from "../../../config/cluster/index.js";
import { literal, literals, template } from "../../expression.js";
import { named } from "../../named.js";
import { forEach, type EksContext } from "./context.js";
import { defineLaunchTemplate } from "./launch-template.js";
import type { EksRole } from "./roles.js";

export interface NodeGroupsProps {
  readonly role: EksRole;
  /** Ids of the subnets, as attributes take them. */
  readonly subnetIds: string[];
  /** What nodes need to become ready, beside their role. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Defines the managed node groups of a cluster that is not in Auto Mode. */
export function defineNodeGroups(context: EksContext, props: NodeGroupsProps): readonly ITerraformDependable[] {
  const { nodes } = context.creation;
  return "auto" in nodes ? [] : nodes.groups.map((group) => defineNodeGroup(context, group, props));
}

function defineNodeGroup(context: EksContext, group: NodeGroup, props: NodeGroupsProps): ITerraformDependable {
  const { scope, provider, creation } = context;
  const { minSize, maxSize, desiredSize } = group;
  const id = group.name.replaceAll("-", "_");
  defineLaunchTemplate(context, group, id);
  const resource = new EksNodeGroup(scope, `NodeGroup-${group.name}`, {
    provider,
    clusterName: template("aws_eks_cluster.cluster.name"),
    // A prefix: what replaces a group has to have another name, since it is there before the other goes.
    nodeGroupNamePrefix: `${group.name}-`,
    version: creation.version,
    nodeRoleArn: template(props.role.arn),
    subnetIds: props.subnetIds,
    instanceTypes: group.instanceTypes.map(literal),
    capacityType: group.capacityType,
    amiType: group.amiType,
    launchTemplate: {
      id: template(`aws_launch_template.${id}.id`),
      version: template(`aws_launch_template.${id}.latest_version`),
    },
    scalingConfig: { minSize, maxSize, desiredSize },
    updateConfig: group.updateConfig,
    labels: literals(group.labels),
    taint: group.taints.map(({ key, value, effect }) => ({
      key: literal(key),
      ...(value !== undefined && { value: literal(value) }),
      effect,
    })),
    // How many nodes there are is an autoscaler's to say, once they run.
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ["scaling_config[0].desired_size"] },
    dependsOn: [...props.role.permissions, ...props.dependsOn],
  });
  named(resource, id);
  defineScalingGroupTags(context, id);
  return resource;
}

/** EKS gives the Auto Scaling group of a node group none of its tags; its instances have theirs from the template. */
function defineScalingGroupTags({ scope, provider, spec }: EksContext, id: string): void {
  const tags = new AutoscalingGroupTagA(scope, `ScalingGroupTags-${id}`, {
    provider,
    autoscalingGroupName: template(`aws_eks_node_group.${id}.resources[0].autoscaling_groups[0].name`),
    tag: { key: template("each.key"), value: template("each.value"), propagateAtLaunch: false },
  });
  forEach(named(tags, id), spec.tags);
}
