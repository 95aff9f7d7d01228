import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Route, type RouteConfig } from "@cdktf/provider-aws/lib/route/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import type { ITerraformDependable } from "cdktf";
import { literal, template, type Expression } from "../expression.js";
import type { VpcContext } from "./context.js";
import { named } from "../named.js";
import type { NatOfZone } from "./nat.js";
import type { Zone } from "./zones.js";

/** Subnets of a kind, one in each zone. */
export interface Subnets {
  readonly ids: readonly Expression[];
  readonly routeTableIds: readonly Expression[];
  /** What they need to reach the Internet. */
  readonly dependables: readonly ITerraformDependable[];
}

/** Defines the subnets of load balancers that face the Internet, and of NAT gateways. */
export function definePublicSubnets(context: VpcContext, zones: readonly Zone[]): Subnets {
  const { scope, provider, name, vpcId } = context;
  const tags = { Name: literal(name) };
  named(new InternetGateway(scope, "InternetGateway", { provider, vpcId: template(vpcId), tags }), "cluster");
  const table = defineRouteTable(context, "public");
  const route = defineDefaultRoute(context, "public", { gatewayId: template("aws_internet_gateway.cluster.id") });
  const ids = zones.map((zone) => defineSubnet(context, "public", zone));
  const associations = zones.map(({ position }) => associate(context, `public_${position}`, table));
  return { ids, routeTableIds: [table], dependables: [route, ...associations] };
}

/** Defines the subnets of nodes, pods and the control plane's network interfaces, which reach out through NAT. */
export function definePrivateSubnets(context: VpcContext, zones: readonly Zone[], nat: NatOfZone): Subnets {
  const ids = zones.map((zone) => defineSubnet(context, "private", zone));
  // Each zone has a table, also where all share a NAT gateway: more gateways later are other routes, and no other table.
  const routed = zones.map((zone) => {
    const id = `private_${zone.position}`;
    const table = defineRouteTable(context, id);
    const route = defineDefaultRoute(context, id, { natGatewayId: template(nat(zone)) });
    return { table, dependables: [route, associate(context, id, table)] };
  });
  return {
    ids,
    routeTableIds: routed.map(({ table }) => table),
    dependables: routed.flatMap(({ dependables }) => dependables),
  };
}

/**
 * Tags by which controllers find the subnets for a load balancer.
 *
 * None has the name of the cluster: they need none, and it would keep those of another cluster out of the subnets.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
const roleTags = {
  public: { "kubernetes.io/role/elb": "1" },
  private: { "kubernetes.io/role/internal-elb": "1" },
};

function defineSubnet(context: VpcContext, kind: "public" | "private", zone: Zone): Expression {
  const { scope, provider, name, vpcId } = context;
  const { position, availabilityZone, networks, lifecycle } = zone;
  const subnet = new Subnet(scope, `Subnet-${kind}-${position}`, {
    provider,
    vpcId: template(vpcId),
    cidrBlock: networks[kind],
    availabilityZone,
    mapPublicIpOnLaunch: false,
    tags: { Name: literal(`${name}-${kind}-${position}`), ...roleTags[kind] },
    lifecycle,
  });
  named(subnet, `${kind}_${position}`);
  return `aws_subnet.${kind}_${position}.id`;
}

/** Defines an empty table: routes are resources of their own, so that those of other stacks can be beside them. */
function defineRouteTable({ scope, provider, name, vpcId }: VpcContext, id: string): Expression {
  const tags = { Name: literal(`${name}-${id.replace("_", "-")}`) };
  named(new RouteTable(scope, `RouteTable-${id}`, { provider, vpcId: template(vpcId), tags }), id);
  return `aws_route_table.${id}.id`;
}

/** In the table of the same name. */
function defineDefaultRoute(
  { scope, provider }: VpcContext,
  id: string,
  through: Pick<RouteConfig, "gatewayId" | "natGatewayId">,
): ITerraformDependable {
  const routeTableId = template(`aws_route_table.${id}.id`);
  const route = new Route(scope, `Route-${id}`, {
    provider,
    routeTableId,
    destinationCidrBlock: "0.0.0.0/0",
    ...through,
  });
  return named(route, id);
}

/** Of the subnet of the same name. */
function associate({ scope, provider }: VpcContext, id: string, table: Expression): ITerraformDependable {
  const association = new RouteTableAssociation(scope, `RouteTableAssociation-${id}`, {
    provider,
    subnetId: template(`aws_subnet.${id}.id`),
    routeTableId: template(table),
  });
  return named(association, id);
}
