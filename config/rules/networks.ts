import { cidrOf, type EksReach } from "../cluster/eks-network.js";
import type { EksClusterSpec, ClusterSpec } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { formatNetwork, networksOverlap, parseNetwork, type Network } from "../fields/networks.js";
import type { Path } from "../path.js";
import { gatewayOf, sameVpc } from "../routes.js";
import { hasCapability, placedClusters, placedSpokes, type Checked } from "./rule.js";

/** What leaves a private spoke out of the hub's reach would only be seen once Argo CD tries. */
export function spokesAreReachable({ file, topology }: Checked): readonly Finding[] {
  if (topology.model === "standalone" || hasCapability({ file })) return [];
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
    return complainOfReach(reach, cluster, { proxy, hub }).map((finding) => ({
      path: [...place, "reach"],
      ...finding,
    }));
  });
}

function complainOfReach(
  reach: EksReach,
  cluster: EksClusterSpec,
  { proxy, hub }: { readonly proxy: boolean; readonly hub: ClusterSpec | undefined },
): readonly Omit<Finding, "path">[] {
  if (reach === "public" && cluster.endpoint === "private") {
    return [{ message: 'reach "public" with a private endpoint', fix: "set endpoint: public, with publicCidrs" }];
  }
  if (isRouted(reach) && cluster.endpoint === "public") {
    const message = `${nameOf(reach)} with a public endpoint, whose name leads to its public addresses from any other VPC`;
    return [{ message, fix: "set endpoint: private, or reach: public with the hub's addresses among publicCidrs" }];
  }
  if (reach === "proxy" && !proxy) return [{ message: 'reach "proxy" without a proxyUrl', fix: "add proxyUrl" }];
  return isRouted(reach) ? complainOfRoute(reach, cluster, hub) : [];
}

function nameOf(reach: EksReach): string {
  return typeof reach === "string" ? `reach "${reach}"` : "reach by a transit gateway";
}

/** What is made on both sides needs a hub whose network is ours to route. */
function complainOfRoute(
  reach: EksReach,
  cluster: EksClusterSpec,
  hub: ClusterSpec | undefined,
): readonly Omit<Finding, "path">[] {
  const name = nameOf(reach);
  if (hub?.provider !== "eks") {
    const fix = "write reach: routed where others have joined the networks";
    return [{ message: `${name} needs a hub of provider "eks", and it is "${hub?.provider ?? ""}"`, fix }];
  }
  if (reach === "peering" || hub.region === cluster.region || gatewayOf(hub) !== undefined) return [];
  const message = `a transit gateway of ${cluster.region}, and the hub is in ${hub.region}`;
  const fix =
    "write the gateway of the hub's region, peered with this one: hub.cluster.reach: { transitGateway: { id: ... } }";
  return [{ message, fix }];
}

/** From where EKS takes addresses of Services, whichever the cluster's own VPC leaves free: pods find nothing else there. */
const serviceRanges = ["10.100.0.0/16", "172.20.0.0/16"];

export function routedNetworksLeaveServices(checked: Checked): readonly Finding[] {
  return routedNetworks(checked).flatMap(({ path, field, network }): Finding[] => {
    const range = serviceRanges.find((each) => networksOverlap(network, parseNetwork(each) ?? network));
    if (range === undefined) return [];
    const message = `network ${formatNetwork(network)} overlaps ${range}, where EKS may put the Services of another cluster`;
    const place = [...path, "cluster", "network", ...field, "cidr"];
    return [
      { path: place, message, fix: "choose another network, or pods may not reach this one", severity: "warning" },
    ];
  });
}

/** A VPC can be joined to another once. */
export function routesAreMadeOnce(checked: Checked): readonly Finding[] {
  const owners = new Map<string, string>();
  return routedClusters(checked).flatMap(({ path, name, spec }): Finding[] => {
    const { network } = spec;
    if (path[0] === "hub" || network === undefined || "create" in network) return [];
    const owner = owners.get(network.vpcId);
    if (owner === undefined) {
      owners.set(network.vpcId, name);
      return [];
    }
    const message = `the route to ${network.vpcId} is made for spoke "${owner}" already`;
    return [{ path: [...path, "cluster", "reach"], message, fix: "write reach: routed, and keep that spoke" }];
  });
}

/** A hub is where requests come from, so nothing reaches it. */
export function hubsAreNotReached({ topology }: Checked): readonly Finding[] {
  const hub = placedClusters(topology)[0];
  if (topology.model === "standalone" || hub?.cluster.cluster.provider !== "eks") return [];
  const { reach, proxyUrl } = hub.cluster.cluster;
  if (typeof reach !== "string" || reach === "public" || (reach === "proxy" && proxyUrl !== undefined)) return [];
  const message = `reach "${reach}" has no effect on a hub`;
  return [{ path: [...hub.path, "cluster", "reach"], message, fix: "remove it", severity: "warning", ofEntry: true }];
}

/** Routes are made from the networks, so they have to be known. */
export function routedNetworksAreKnown(checked: Checked): readonly Finding[] {
  return routedClusters(checked).flatMap(({ path, spec }): Finding[] => {
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
export function routedNetworksAreDistinct(checked: Checked): readonly Finding[] {
  const sorted = [...routedNetworks(checked)].sort((a, b) => a.network.first - b.network.first);
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
function routedClusters({ file, topology }: Checked): readonly RoutedCluster[] {
  if (topology.model === "standalone" || hasCapability({ file })) return [];
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
function routedNetworks(checked: Checked): readonly RoutedNetwork[] {
  const seen = new Set<string>();
  return routedClusters(checked).flatMap((cluster) => {
    const written = cluster.spec.network;
    const network = parseNetwork(cidrOf(written) ?? "");
    if (written === undefined || network === undefined) return [];
    if ("create" in written) return [{ ...cluster, network, field: ["create"] }];
    if (seen.has(written.vpcId)) return [];
    seen.add(written.vpcId);
    return [{ ...cluster, network, field: [] }];
  });
}
