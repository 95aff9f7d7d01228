import { cidrOf, type EksNetwork } from "./cluster/eks-network.js";
import type { EksClusterSpec } from "./cluster/index.js";
import type { Cluster, Hub, HubSpokeTopology } from "./topology.js";

/** What has to be made so that the hub's Argo CD reaches a spoke's API server. */
export interface SpokeRoute {
  readonly hub: EksClusterSpec;
  readonly spoke: EksClusterSpec;
  /** IPv4 network of the hub: where Argo CD's requests come from. */
  readonly hubCidr: string;
  /** How requests get there; none where the two networks are one, or joined by somebody else. */
  readonly via?: PeeringRoute | TransitGatewayRoute;
}

export interface PeeringRoute {
  readonly kind: "peering";
  /** IPv4 network of the spoke. */
  readonly cidr: string;
}

export interface TransitGatewayRoute {
  readonly kind: "transit-gateway";
  readonly cidr: string;
  /** Gateway that the spoke's network is attached to. */
  readonly spokeGateway: string;
  /** Gateway that the hub's network is attached to: the same, or its peer in the hub's region. */
  readonly hubGateway: string;
}

type Placed = Pick<Cluster, "cluster">;

/**
 * The route to a spoke; none for one that the hub reaches, or does not reach, without any of ours.
 *
 * AWS itself connects an EKS capability to the private endpoints of clusters.
 */
export function routeTo(
  topology: { readonly hub: Placed & Pick<Hub, "identity"> },
  { cluster }: Placed,
): SpokeRoute | undefined {
  const { cluster: hub, identity } = topology.hub;
  if (hub.provider !== "eks" || cluster.provider !== "eks" || identity?.kind === "capability") return undefined;
  const hubCidr = cidrOf(hub.network);
  if (hubCidr === undefined) return undefined;
  const ends = { hub, spoke: cluster, hubCidr };
  if (sameVpc(hub.network, cluster.network)) return ends;
  if (cluster.reach === "routed") return cluster.creation === undefined ? undefined : ends;
  const via = viaOf(hub, cluster);
  return via && { ...ends, via };
}

function viaOf(hub: EksClusterSpec, { network, reach }: EksClusterSpec): SpokeRoute["via"] {
  const cidr = cidrOf(network);
  if (cidr === undefined) return undefined;
  if (reach === "peering") return { kind: "peering", cidr };
  if (typeof reach !== "object") return undefined;
  const spokeGateway = reach.transitGateway.id;
  return { kind: "transit-gateway", cidr, spokeGateway, hubGateway: gatewayOf(hub) ?? spokeGateway };
}

/**
 * Transit gateways that the hub's network is attached to.
 *
 * Those of retired spokes too: their routes are removed while the attachment is there.
 */
export function hubGateways(topology: HubSpokeTopology): readonly string[] {
  const gateways = topology.spokes.flatMap((spoke) => {
    const via = routeTo(topology, spoke)?.via;
    return via?.kind === "transit-gateway" ? [via.hubGateway] : [];
  });
  return [...new Set(gateways)];
}

/** The transit gateway that a cluster's own network is attached to. */
export function gatewayOf({ reach }: EksClusterSpec): string | undefined {
  return typeof reach === "object" ? reach.transitGateway.id : undefined;
}

/** Whether two clusters are in one VPC that was there before them. */
export function sameVpc(a: EksNetwork | undefined, b: EksNetwork | undefined): boolean {
  return a !== undefined && b !== undefined && "vpcId" in a && "vpcId" in b && a.vpcId === b.vpcId;
}
