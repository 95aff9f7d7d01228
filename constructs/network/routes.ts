import { DataAwsRouteTables } from "@cdktf/provider-aws/lib/data-aws-route-tables/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Route, type RouteConfig } from "@cdktf/provider-aws/lib/route/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { template, type Expression } from "../expression.js";
import { named } from "../named.js";

export interface RoutesProps {
  /** Which end of a route this is; the name of what is defined, whatever the route leads through. */
  readonly id: "hub" | "spoke";
  readonly provider: AwsProvider;
  readonly vpcId: Expression;
  /** IPv4 network that the routes lead to. */
  readonly cidr: string;
  readonly through: Pick<RouteConfig, "vpcPeeringConnectionId" | "transitGatewayId">;
  /** What has to be there before the routes. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Defines a route in every route table of a VPC that is there.
 *
 * In every one, since which subnets pods and the control plane are in is not said here; one more table gets its route
 * with the next deploy.
 */
export function defineRoutes(scope: Construct, { id, provider, vpcId, cidr, through, dependsOn }: RoutesProps): void {
  named(new DataAwsRouteTables(scope, `RouteTables-${id}`, { provider, vpcId: template(vpcId) }), id);
  const route = new Route(scope, `Route-${id}`, {
    provider,
    routeTableId: template("each.value"),
    destinationCidrBlock: cidr,
    ...through,
    dependsOn: [...dependsOn],
  });
  named(route, id);
  route.addOverride("for_each", template(`toset(data.aws_route_tables.${id}.ids)`));
}
