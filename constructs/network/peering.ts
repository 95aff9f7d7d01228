import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { VpcPeeringConnectionAccepterA } from "@cdktf/provider-aws/lib/vpc-peering-connection-accepter/index.js";
import { VpcPeeringConnectionOptions } from "@cdktf/provider-aws/lib/vpc-peering-connection-options/index.js";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { literal, template, type Expression } from "../expression.js";
import { named } from "../named.js";
import { defineRoutes } from "./routes.js";

/** A VPC that is joined to another. */
export interface NetworkEnd {
  readonly provider: AwsProvider;
  readonly account: string;
  readonly region: string;
  readonly vpcId: Expression;
  /** Its IPv4 network. */
  readonly cidr: string;
}

export interface PeeringProps {
  readonly name: string;
  readonly hub: NetworkEnd;
  readonly spoke: NetworkEnd;
}

/** The peering connection, by its address in Terraform. */
const connectionId: Expression = "aws_vpc_peering_connection.spoke.id";

/**
 * Defines a peering connection between the VPCs of the hub and a spoke, and the routes through it on both sides.
 *
 * What joins the two lets nothing in by itself: security groups do.
 */
export function definePeering(scope: Construct, props: PeeringProps): void {
  const { hub, spoke } = props;
  const active = connect(scope, props);
  // Options can be set, and routes lead somewhere, once the other side has agreed.
  const dependsOn = [active];
  defineOptions(scope, "hub", { end: hub, dependsOn });
  defineOptions(scope, "spoke", { end: spoke, dependsOn });
  const through = { vpcPeeringConnectionId: template(connectionId) };
  defineRoutes(scope, { id: "hub", provider: hub.provider, vpcId: hub.vpcId, cidr: spoke.cidr, through, dependsOn });
  defineRoutes(scope, {
    id: "spoke",
    provider: spoke.provider,
    vpcId: spoke.vpcId,
    cidr: hub.cidr,
    through,
    dependsOn,
  });
}

/** Defines the connection, and tells what has to be there for it to be active. */
function connect(scope: Construct, { name, hub, spoke }: PeeringProps): ITerraformDependable {
  const tags = { Name: literal(name) };
  // In one account and region there is one object for both sides: two resources would each write its tags.
  const isOneObject = hub.account === spoke.account && hub.region === spoke.region;
  const connection = new VpcPeeringConnection(scope, "Peering", {
    provider: hub.provider,
    vpcId: template(hub.vpcId),
    peerVpcId: template(spoke.vpcId),
    peerOwnerId: spoke.account,
    // AWS's provider takes no region beside a request that accepts itself.
    ...(isOneObject ? { autoAccept: true } : { autoAccept: false, peerRegion: spoke.region }),
    tags,
  });
  named(connection, "spoke");
  if (isOneObject) return connection;
  const accepter = new VpcPeeringConnectionAccepterA(scope, "PeeringAccepter", {
    provider: spoke.provider,
    vpcPeeringConnectionId: template(connectionId),
    autoAccept: true,
    tags,
  });
  return named(accepter, "spoke");
}

/** Each side lets the other resolve its host names to private addresses; only it can. */
function defineOptions(
  scope: Construct,
  side: "hub" | "spoke",
  { end, dependsOn }: { readonly end: NetworkEnd; readonly dependsOn: readonly ITerraformDependable[] },
): void {
  const dns = { allowRemoteVpcDnsResolution: true };
  const options = new VpcPeeringConnectionOptions(scope, `PeeringOptions-${side}`, {
    provider: end.provider,
    vpcPeeringConnectionId: template(connectionId),
    ...(side === "hub" ? { requester: dns } : { accepter: dns }),
    dependsOn: [...dependsOn],
  });
  named(options, side);
}
