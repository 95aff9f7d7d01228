import { look, read, serviceRole, whenTagged, whereOurs, write, type Grant, type Needs } from "./grant.js";
import { clusterNames } from "./names.js";
import type { Element } from "./elements.js";

/** What is there beside a resource that is made. */
interface Making {
  readonly make: readonly string[];
  /** Kinds of what is made, which gets our tag. */
  readonly kinds: readonly string[];
  /** Kinds of ours that it is made in, or of. @default - none */
  readonly within?: readonly string[];
  /** Actions on what was made. */
  readonly keep: readonly string[];
}

function arns({ partition, region, account }: Element, kinds: readonly string[]): readonly string[] {
  return kinds.map((kind) => `arn:${partition}:ec2:${region}:${account}:${kind}/*`);
}

/** What it takes to make and keep something of EC2's that has our tag from the start. */
function made(element: Element, { make, kinds, within = [], keep }: Making): readonly Grant[] {
  const own = arns(element, kinds);
  return [
    write(own, make, whenTagged(element)),
    ...(within.length > 0 ? [write(arns(element, within), make, whereOurs(element))] : []),
    // With the request that makes it, and later on what has the tag.
    write(own, ["ec2:CreateTags"], { ...whenTagged(element), Null: { "ec2:CreateAction": ["false"] } }),
    write(own, [...keep, "ec2:CreateTags", "ec2:DeleteTags"], whereOurs(element)),
  ];
}

/** What is there and gets our tag now: it was not made with a request of ours. */
function whenTaggedLater(element: Element) {
  return { ...whenTagged(element), Null: { "ec2:CreateAction": ["true"] } };
}

/** On the security group that EKS makes for a cluster. */
function ofCluster(element: Element) {
  return { StringLike: { "aws:ResourceTag/aws:eks:cluster-name": clusterNames(element) } };
}

const vpc: Needs = (element) => [
  look("ec2:DescribeVpcs", "ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables"),
  read(arns(element, ["vpc"]), "ec2:DescribeVpcAttribute"),
  look("ec2:DescribeSecurityGroups"),
  ...made(element, { make: ["ec2:CreateVpc"], kinds: ["vpc"], keep: ["ec2:ModifyVpcAttribute", "ec2:DeleteVpc"] }),
];

const subnet: Needs = (element) => [
  look("ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces"),
  ...made(element, {
    make: ["ec2:CreateSubnet"],
    kinds: ["subnet"],
    within: ["vpc"],
    keep: ["ec2:ModifySubnetAttribute", "ec2:DeleteSubnet"],
  }),
];

const internetGateway: Needs = (element) => [
  look("ec2:DescribeInternetGateways"),
  ...made(element, {
    make: ["ec2:CreateInternetGateway"],
    kinds: ["internet-gateway"],
    keep: ["ec2:DeleteInternetGateway"],
  }),
  write(
    arns(element, ["internet-gateway", "vpc"]),
    ["ec2:AttachInternetGateway", "ec2:DetachInternetGateway"],
    whereOurs(element),
  ),
];

const eip: Needs = (element) => [
  look("ec2:DescribeAddresses", "ec2:DescribeAddressesAttribute", "ec2:DescribeNetworkInterfaces"),
  ...made(element, {
    make: ["ec2:AllocateAddress"],
    kinds: ["elastic-ip"],
    keep: ["ec2:ReleaseAddress", "ec2:DisassociateAddress"],
  }),
];

const natGateway: Needs = (element) => [
  look("ec2:DescribeNatGateways"),
  ...made(element, {
    make: ["ec2:CreateNatGateway"],
    kinds: ["natgateway"],
    within: ["subnet", "elastic-ip", "vpc"],
    keep: ["ec2:DeleteNatGateway"],
  }),
];

const routeTable: Needs = (element) => [
  look("ec2:DescribeRouteTables"),
  ...made(element, {
    make: ["ec2:CreateRouteTable"],
    kinds: ["route-table"],
    within: ["vpc"],
    keep: ["ec2:DeleteRouteTable"],
  }),
];

const routeTableAssociation: Needs = (element) => [
  look("ec2:DescribeRouteTables"),
  write(
    arns(element, ["route-table", "subnet"]),
    ["ec2:AssociateRouteTable", "ec2:DisassociateRouteTable", "ec2:ReplaceRouteTableAssociation"],
    whereOurs(element),
  ),
];

/** Those of a network that is given are in tables without our tag, and which they are is found out later. */
const route: Needs = (element) => {
  const own = /^\$\{aws_route_table\./.test(String(element.attributes.route_table_id));
  const actions = ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"];
  return [
    look("ec2:DescribeRouteTables"),
    write(arns(element, ["route-table"]), actions, own ? whereOurs(element) : undefined),
  ];
};

/** It comes with the VPC, and so without our tag. */
const defaultSecurityGroup: Needs = (element) => {
  const groups = arns(element, ["security-group"]);
  return [
    look("ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules"),
    write(groups, ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"]),
    write(groups, ["ec2:CreateTags"], whenTaggedLater(element)),
    write(groups, ["ec2:CreateTags", "ec2:DeleteTags"], whereOurs(element)),
  ];
};

const flowLog: Needs = (element) => [
  look("ec2:DescribeFlowLogs"),
  ...made(element, {
    make: ["ec2:CreateFlowLogs"],
    kinds: ["vpc-flow-log"],
    within: ["vpc"],
    keep: ["ec2:DeleteFlowLogs"],
  }),
];

const vpcEndpoint: Needs = (element) => [
  look("ec2:DescribeVpcEndpoints", "ec2:DescribePrefixLists"),
  ...made(element, {
    make: ["ec2:CreateVpcEndpoint"],
    kinds: ["vpc-endpoint"],
    within: ["vpc", "route-table"],
    keep: ["ec2:ModifyVpcEndpoint", "ec2:DeleteVpcEndpoints"],
  }),
  write(arns(element, ["route-table"]), ["ec2:ModifyVpcEndpoint"], whereOurs(element)),
];

/** Tags of what is not made here. */
const tag: Needs = (element) => [
  look("ec2:DescribeTags"),
  write(arns(element, ["security-group"]), ["ec2:CreateTags", "ec2:DeleteTags"], ofCluster(element)),
];

const ingressRule: Needs = (element) => {
  const [open, modify] = ["ec2:AuthorizeSecurityGroupIngress", "ec2:ModifySecurityGroupRules"];
  return [
    look("ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules"),
    write(arns(element, ["security-group"]), [open, modify, "ec2:RevokeSecurityGroupIngress"], ofCluster(element)),
    ...made(element, { kinds: ["security-group-rule"], make: [open], keep: [modify] }),
  ];
};

const peering: Needs = (element) => [
  look("ec2:DescribeVpcPeeringConnections"),
  ...made(element, {
    make: ["ec2:CreateVpcPeeringConnection"],
    kinds: ["vpc-peering-connection"],
    keep: ["ec2:DeleteVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection", "ec2:ModifyVpcPeeringConnectionOptions"],
  }),
  // A network that is given has no tag of ours.
  write(arns(element, ["vpc"]), ["ec2:CreateVpcPeeringConnection", "ec2:AcceptVpcPeeringConnection"]),
];

/** The side that agrees has no tag until it has agreed: each account has tags of its own on a connection. */
const peeringAccepter: Needs = (element) => {
  const connections = arns(element, ["vpc-peering-connection"]);
  return [
    look("ec2:DescribeVpcPeeringConnections"),
    write([...connections, ...arns(element, ["vpc"])], ["ec2:AcceptVpcPeeringConnection"]),
    write(connections, ["ec2:CreateTags"], whenTaggedLater(element)),
    write(connections, ["ec2:CreateTags", "ec2:DeleteTags"], whereOurs(element)),
  ];
};

const peeringOptions: Needs = (element) => [
  look("ec2:DescribeVpcPeeringConnections"),
  write(arns(element, ["vpc-peering-connection"]), ["ec2:ModifyVpcPeeringConnectionOptions"]),
];

const gatewayReads = [
  "ec2:DescribeTransitGateways",
  "ec2:DescribeTransitGatewayAttachments",
  "ec2:DescribeTransitGatewayVpcAttachments",
];

/** The gateway may be of another account, and the network given. */
const transitGatewayAttachment: Needs = (element) => {
  const { partition, region } = element;
  const gateway = `arn:${partition}:ec2:${region}:*:transit-gateway/${element.text("transit_gateway_id") ?? "*"}`;
  return [
    look(...gatewayReads),
    ...made(element, {
      make: ["ec2:CreateTransitGatewayVpcAttachment"],
      kinds: ["transit-gateway-attachment"],
      keep: ["ec2:ModifyTransitGatewayVpcAttachment", "ec2:DeleteTransitGatewayVpcAttachment"],
    }),
    write(
      [gateway, ...arns(element, ["vpc", "subnet"])],
      ["ec2:CreateTransitGatewayVpcAttachment", "ec2:ModifyTransitGatewayVpcAttachment"],
    ),
    serviceRole(element, "transitgateway.amazonaws.com"),
  ];
};

export const network: Readonly<Record<string, Needs>> = {
  aws_vpc: vpc,
  aws_subnet: subnet,
  aws_internet_gateway: internetGateway,
  aws_eip: eip,
  aws_nat_gateway: natGateway,
  aws_route_table: routeTable,
  aws_route_table_association: routeTableAssociation,
  aws_route: route,
  aws_default_security_group: defaultSecurityGroup,
  aws_flow_log: flowLog,
  aws_vpc_endpoint: vpcEndpoint,
  aws_ec2_tag: tag,
  aws_vpc_security_group_ingress_rule: ingressRule,
  aws_vpc_peering_connection: peering,
  aws_vpc_peering_connection_accepter: peeringAccepter,
  aws_vpc_peering_connection_options: peeringOptions,
  aws_ec2_transit_gateway_vpc_attachment: transitGatewayAttachment,
  "data.aws_availability_zones": () => [look("ec2:DescribeAvailabilityZones")],
  "data.aws_route_tables": () => [look("ec2:DescribeRouteTables")],
  "data.aws_subnet": () => [look("ec2:DescribeSubnets")],
};
