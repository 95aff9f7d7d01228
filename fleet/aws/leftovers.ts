import type { EksClusterSpec } from "../../config/cluster/index.js";
import { findCluster, protectionProblem } from "./cluster.js";
import { openAws } from "./credentials.js";
import { endingCommand } from "./leftovers/commands.js";
import { findInEc2 } from "./leftovers/ec2.js";
import { findLoadBalancing } from "./leftovers/load-balancers.js";
import type { Place, Resource } from "./leftovers/resource.js";
import { describeOwner, ownerOf, type LeftoverKind } from "./leftovers/tags.js";

/** Something in AWS that a controller of a cluster made, and that neither Terraform nor EKS removes with the cluster. */
export interface Leftover {
  readonly kind: LeftoverKind;
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  /** What it was made for: `Service shop/web`. */
  readonly owner: string;
  /** Whether the VPC cannot be deleted while it is there. */
  readonly holdsVpc: boolean;
  /** The command that ends it. */
  readonly command: string;
}

/** Which of them AWS does not let a VPC go with. */
const holders: readonly LeftoverKind[] = ["load balancer", "network interface", "security group"];

/** In the order in which they can be ended. */
const order: readonly LeftoverKind[] = [
  "load balancer",
  "target group",
  "network interface",
  "security group",
  "volume",
];

/**
 * What a cluster's controllers have left in AWS, whether the cluster is still there or not.
 *
 * @param context of the cluster in our kubeconfig
 */
export async function findLeftovers(spec: EksClusterSpec, context: string): Promise<readonly Leftover[]> {
  const config = await openAws(spec);
  const exists = (await findCluster(config, spec)) !== undefined;
  const { partition, region, account, clusterName } = spec;
  const place = { partition, region, account, clusterName, exists };
  const found = await Promise.all([findLoadBalancing(config, place), findInEc2(config, place)]);
  const leftovers = found.flat().map((resource) => toLeftover(resource, { ...place, context }));
  return leftovers.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.arn < b.arn ? -1 : 1));
}

/** Why a cluster cannot be destroyed, whatever its controllers have left; undefined where it can. */
export async function destroyProblem(spec: EksClusterSpec): Promise<{ problem: string; fix: string } | undefined> {
  return protectionProblem(await openAws(spec), spec);
}

function toLeftover(found: Resource, place: Place & { readonly context: string }): Leftover {
  const owner = found.owner ?? ownerOf(found.tags);
  return {
    kind: found.kind,
    name: found.name,
    arn: found.arn,
    region: place.region,
    owner: describeOwner(owner),
    holdsVpc: holders.includes(found.kind),
    command: endingCommand(found, owner, place),
  };
}
