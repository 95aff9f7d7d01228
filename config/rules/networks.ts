import { cidrOf, type EksNetwork, type EksReach } from "../cluster/eks-network.js";
import type { EksClusterSpec } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { formatNetwork, networksOverlap, parseNetwork, type Network } from "../fields/networks.js";
import type { Path } from "../path.js";
import type { Topology } from "../topology.js";
import { placedClusters, placedSpokes, type Checked } from "./rule.js";

/** What leaves a private spoke out of the hub's reach would only be seen once Argo CD tries. */
export function spokesAreReachable({ topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone") return [];
  const hub = placedClusters(topology)[0]?.cluster.cluster;
  return placedSpokes(topology).flatMap(({ path, cluster: { cluster, registration } }): Finding[] => {
    if (cluster.provider !== "eks" || (hub?.provider === "eks" && sameVpc(hub.network, cluster.network))) return [];
    const proxy = registration.proxyUrl !== undefined;
    const reach = cluster.reach ?? (proxy ? "proxy" : undefined);
    const place = [...path, "cluster"];
    if (reach === undefined) {
      const fix = "add reach: peering, a transit gateway or a proxyUrl, or set endpoint: public with publicCidrs";
      return [{ path: place, message: "the hub cannot reach a private endpoint by itself", fix }];
    }
    return complainOfReach(reach, cluster, { proxy, hub: hub?.provider ?? "" }).map((finding) => ({
      path: [...place, "reach"],
      ...finding,
    }));
  });
}

function complainOfReach(
  reach: EksReach,
  cluster: EksClusterSpec,
  { proxy, hub }: { readonly proxy: boolean; readonly hub: string },
): readonly Omit<Finding, "path">[] {
  if (reach === "public" && cluster.endpoint === "private") {
    return [{ message: 'reach "public" with a private endpoint', fix: "set endpoint: public, with publicCidrs" }];
  }
  if (reach === "proxy" && !proxy) return [{ message: 'reach "proxy" without a proxyUrl', fix: "add proxyUrl" }];
  if (reach === "peering" && hub !== "eks") {
    return [{ message: `reach "peering" needs a hub of provider "eks", and it is "${hub}"` }];
  }
  return [];
}

/** Routes are made from the networks, so they have to be known. */
export function routedNetworksAreKnown({ topology }: Checked): readonly Finding[] {
  return routedClusters(topology).flatMap(({ path, spec }): Finding[] => {
    if (cidrOf(spec.network) !== undefined) return [];
    const place = [...path, "cluster"];
    if (spec.network === undefined) {
      const message = 'missing field "network", expected where the hub routes to the cluster';
      return [{ path: place, message, fix: "write vpcId, subnetIds and cidr of its VPC" }];
    }
    const message = 'missing field "cidr", expected where the hub routes to the network';
    return [{ path: [...place, "network"], message, fix: "write the IPv4 network of the VPC" }];
  });
}

/**
 * The networks of a hub and of all spokes that it routes to, by peering or a transit gateway, must be distinct, also
 * those of two spokes: they do not route to each other, and yet the hub's route tables hold one route for an address.
 */
export function routedNetworksAreDistinct({ topology }: Checked): readonly Finding[] {
  const sorted = [...routedNetworks(topology)].sort((a, b) => a.network.first - b.network.first);
  let widest = sorted[0];
  return sorted.slice(1).flatMap((next) => {
    const below = widest;
    if (below === undefined || next.network.last > below.network.last) widest = next;
    return below === undefined || !networksOverlap(below.network, next.network) ? [] : [overlap(below, next)];
  });
}

/** The later entry is the one to change, so it is the one that is named. */
function overlap(a: RoutedNetwork, b: RoutedNetwork): Finding {
  const [early, late] = a.position < b.position ? [a, b] : [b, a];
  const message = `network ${formatNetwork(late.network)} overlaps ${formatNetwork(early.network)} of cluster "${early.name}"`;
  const fix = "the hub routes to both: give each a network of its own";
  return { path: [...late.path, "cluster", "network", ...late.field, "cidr"], message, fix };
}

interface RoutedCluster {
  readonly path: Path;
  readonly position: number;
  readonly name: string;
  readonly spec: EksClusterSpec;
}

interface RoutedNetwork extends RoutedCluster {
  readonly network: Network;
  readonly field: Path;
}

/** Spokes that the hub routes to, and the hub itself where there are any. */
function routedClusters(topology: Topology): readonly RoutedCluster[] {
  if (topology.model === "standalone") return [];
  const eks = placedClusters(topology).flatMap(({ path, cluster: { name, cluster } }, position): RoutedCluster[] =>
    cluster.provider === "eks" ? [{ path, position, name, spec: cluster }] : [],
  );
  const routed = eks.filter(({ position, spec }) => position > 0 && isRouted(spec.reach));
  return routed.length === 0 ? [] : [...eks.filter(({ position }) => position === 0), ...routed];
}

function isRouted(reach: EksReach | undefined): boolean {
  return reach === "peering" || typeof reach === "object";
}

/** One for each VPC: clusters that share one do not overlap. */
function routedNetworks(topology: Topology): readonly RoutedNetwork[] {
  const seen = new Set<string>();
  return routedClusters(topology).flatMap((cluster) => {
    const written = cluster.spec.network;
    const network = parseNetwork(cidrOf(written) ?? "");
    if (written === undefined || network === undefined) return [];
    if ("create" in written) return [{ ...cluster, network, field: ["create"] }];
    if (seen.has(written.vpcId)) return [];
    seen.add(written.vpcId);
    return [{ ...cluster, network, field: [] }];
  });
}

function sameVpc(a: EksNetwork | undefined, b: EksNetwork | undefined): boolean {
  return a !== undefined && b !== undefined && "vpcId" in a && "vpcId" in b && a.vpcId === b.vpcId;
}
