import type { Construct } from "constructs";
import { hubNetworkStackId } from "../config/names.js";
import type { HubSpokeTopology } from "../config/topology.js";
import { viewCluster } from "../constructs/cluster/index.js";
import { attachVpc } from "../constructs/network/transit-gateway.js";
import { BaseStack } from "./base-stack.js";

/** The hub's network on transit gateways; not defined where no spoke is reached through one. */
export class HubNetworkStack extends BaseStack {
  constructor(scope: Construct, topology: HubSpokeTopology, gateways: readonly string[]) {
    super(scope, hubNetworkStackId(topology.name), topology.backend);
    const { aws } = viewCluster(topology.hub).connect(this, "hub");
    if (aws === undefined) throw new Error(`cluster "${topology.hub.name}" has a transit gateway and is not in AWS`);
    for (const transitGatewayId of gateways) {
      attachVpc(this, {
        provider: aws.provider,
        name: topology.hub.name,
        transitGatewayId,
        vpcId: `${aws.cluster}.vpc_config[0].vpc_id`,
        subnetIds: `${aws.cluster}.vpc_config[0].subnet_ids`,
      });
    }
  }
}
