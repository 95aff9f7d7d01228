import {
  LaunchTemplate,
  type LaunchTemplateBlockDeviceMappings,
} from "@cdktf/provider-aws/lib/launch-template/index.js";
import type { NodeGroup } from "../../../config/cluster/index.js";
import { literal, literals } from "../../expression.js";
import { named } from "../../named.js";
import type { EksContext } from "./context.js";

/** What EC2 can tag when it launches an instance. */
const taggedAtLaunch = ["instance", "volume", "network-interface"];

/** Defines how the instances of a node group are launched: without a key, and without a way for pods to their role. */
export function defineLaunchTemplate({ scope, provider, spec }: EksContext, group: NodeGroup, id: string): void {
  const name = `${spec.clusterName}-${group.name}`;
  const tags = literals({ Name: name, ...spec.tags });
  const launchTemplate = new LaunchTemplate(scope, `LaunchTemplate-${group.name}`, {
    provider,
    name: literal(name),
    updateDefaultVersion: true,
    // One hop ends at the node: what pods may do comes from EKS Pod Identity, and not from the node's role.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: disksOf(group),
    tagSpecifications: taggedAtLaunch.map((resourceType) => ({ resourceType, tags })),
  });
  named(launchTemplate, id);
}

/** Bottlerocket has its system, which nothing writes to, on a disk of its own. */
function disksOf({ amiType, diskSize }: NodeGroup): LaunchTemplateBlockDeviceMappings[] {
  if (!amiType.startsWith("BOTTLEROCKET_")) return [disk("/dev/xvda", diskSize)];
  return [disk("/dev/xvda"), disk("/dev/xvdb", diskSize)];
}

/** Without a size it has that of the image. */
function disk(deviceName: string, volumeSize?: number): LaunchTemplateBlockDeviceMappings {
  return { deviceName, ebs: { volumeType: "gp3", encrypted: "true", deleteOnTermination: "true", volumeSize } };
}
