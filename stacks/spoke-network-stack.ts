import type { Construct } from "constructs";
import { spokeNetworkStackId } from "../config/names.js";
import type { SpokeRoute, TransitGatewayRoute } from "../config/routes.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { viewCluster, type AwsConnection } from "../constructs/cluster/index.js";
import { allowApiServer } from "../constructs/network/api-access.js";
import { definePeering, type NetworkEnd } from "../constructs/network/peering.js";
import { attachVpc, routeThrough } from "../constructs/network/transit-gateway.js";
import { BaseStack } from "./base-stack.js";

export interface SpokeNetworkStackProps {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
  readonly route: SpokeRoute;
}

/** The route between the hub's network and a spoke's; not defined where there is nothing to make. */
export class SpokeNetworkStack extends BaseStack {
  constructor(scope: Construct, { topology, spoke, route }: SpokeNetworkStackProps) {
    super(scope, spokeNetworkStackId(topology.name, spoke.name), topology.backend);
    const { aws: hub } = viewCluster(topology.hub).connect(this, "hub");
    const { aws } = viewCluster(spoke).connect(this, "spoke", spoke);
    if (hub === undefined || aws === undefined) throw new Error(`a route to "${spoke.name}" needs both ends in AWS`);
    // The providers alone: Terraform needs them to remove what its state has, and then needs nothing.
    if (spoke.retired) return;
    const { via, hubCidr } = route;
    if (via?.kind === "peering") {
      definePeering(this, { name: spoke.name, hub: networkEnd(hub, hubCidr), spoke: networkEnd(aws, via.cidr) });
    }
    if (via?.kind === "transit-gateway") {
      this.throughGateway(via, {
        name: spoke.name,
        hub: networkEnd(hub, hubCidr),
        spoke: networkEnd(aws, via.cidr),
        aws,
      });
    }
    allowApiServer(this, {
      provider: aws.provider,
      securityGroupId: `${aws.cluster}.vpc_config[0].cluster_security_group_id`,
      cidr: hubCidr,
    });
  }

  private throughGateway(
    via: TransitGatewayRoute,
    { name, hub, spoke, aws }: { name: string; hub: NetworkEnd; spoke: NetworkEnd; aws: AwsConnection },
  ): void {
    const attachment = attachVpc(this, {
      ...spoke,
      name,
      transitGatewayId: via.spokeGateway,
      subnetIds: `${aws.cluster}.vpc_config[0].subnet_ids`,
    });
    const dependsOn = [attachment];
    routeThrough(this, { ...hub, id: "hub", cidr: spoke.cidr, transitGatewayId: via.hubGateway, dependsOn });
    routeThrough(this, { ...spoke, id: "spoke", cidr: hub.cidr, transitGatewayId: via.spokeGateway, dependsOn });
  }
}

function networkEnd({ provider, account, region, cluster }: AwsConnection, cidr: string): NetworkEnd {
  return { provider, account, region, vpcId: `${cluster}.vpc_config[0].vpc_id`, cidr };
}
