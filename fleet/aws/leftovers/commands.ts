import type { Place, Resource } from "./resource.js";
import type { Owner } from "./tags.js";

/** Kinds of objects whose deletion makes the controller remove what it made for them. */
const resources: Readonly<Record<string, string>> = {
  Service: "service",
  Ingress: "ingress",
  Gateway: "gateway",
  PersistentVolumeClaim: "pvc",
  PersistentVolume: "pv",
  NodePool: "nodepool",
};

/**
 * The command that ends a leftover.
 *
 * As long as the cluster is there, its object is deleted: what is only deleted in AWS is made anew by the controller.
 */
export function endingCommand(found: Resource, owner: Owner, place: Place & { readonly context: string }): string {
  const object = resources[owner.kind];
  if (!place.exists || object === undefined) return awsCommand(found, place.region);
  const namespace = owner.namespace === undefined ? "" : ` -n ${owner.namespace}`;
  return `kubectl --context ${place.context}${namespace} delete ${object} ${owner.name}`;
}

function awsCommand(found: Resource, region: string): string {
  const { kind, id, classic, instance } = found;
  const command = (words: string): string => `aws ${words} --region ${region}`;
  if (kind === "load balancer") {
    return classic
      ? command(`elb delete-load-balancer --load-balancer-name ${id}`)
      : command(`elbv2 delete-load-balancer --load-balancer-arn ${id}`);
  }
  if (kind === "target group") return command(`elbv2 delete-target-group --target-group-arn ${id}`);
  if (kind === "volume") return command(`ec2 delete-volume --volume-id ${id}`);
  if (kind === "security group") return command(`ec2 delete-security-group --group-id ${id}`);
  return instance === undefined
    ? command(`ec2 delete-network-interface --network-interface-id ${id}`)
    : command(`ec2 terminate-instances --instance-ids ${instance}`);
}
