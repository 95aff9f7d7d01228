import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet/index.js";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { literal, template, type Expression } from "../expression.js";
import { named } from "../named.js";
import { defineRoutes, type RoutesProps } from "./routes.js";

export interface AttachmentProps {
  readonly provider: AwsProvider;
  /** Name of the cluster whose VPC it is. */
  readonly name: string;
  readonly transitGatewayId: string;
  readonly vpcId: Expression;
  /** A list of the subnets of the cluster. */
  readonly subnetIds: Expression;
}

/**
 * Defines the attachment of a VPC to a transit gateway of its region.
 *
 * The gateway is there: it is of the account of the VPC or shared with it, accepts attachments by itself, and associates
 * and propagates them in its default route tables. One of another region is peered with it, with static routes.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export function attachVpc(scope: Construct, props: AttachmentProps): ITerraformDependable {
  const { provider, name, transitGatewayId, vpcId, subnetIds } = props;
  const id = transitGatewayId.replace("-", "_");
  const subnets = new DataAwsSubnet(scope, `Subnets-${id}`, { provider, id: template("each.value") });
  named(subnets, id);
  subnets.addOverride("for_each", template(`toset(${subnetIds})`));
  const attachment = new Ec2TransitGatewayVpcAttachment(scope, `Attachment-${id}`, {
    provider,
    transitGatewayId,
    vpcId: template(vpcId),
    subnetIds: [],
    tags: { Name: literal(name) },
  });
  named(attachment, id);
  attachment.addOverride("subnet_ids", template(onePerZone(`data.aws_subnet.${id}`)));
  return attachment;
}

/** A gateway takes one subnet of a zone, and serves all that are in it: the first by id, so that it stays the same. */
function onePerZone(subnets: Expression): Expression {
  const byZone = `{for subnet in ${subnets} : subnet.availability_zone_id => subnet.id...}`;
  return `[for ids in ${byZone} : sort(ids)[0]]`;
}

export interface ThroughGatewayProps extends Omit<RoutesProps, "through"> {
  readonly transitGatewayId: string;
}

/** Defines the routes of a VPC to a network behind the transit gateway that it is attached to. */
export function routeThrough(scope: Construct, { transitGatewayId, ...routes }: ThroughGatewayProps): void {
  defineRoutes(scope, { ...routes, through: { transitGatewayId } });
}
