import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group/index.js";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint/index.js";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { CreatedVpc } from "../../config/cluster/eks-network.js";
import { literal, template, type Expression } from "../expression.js";
import { defineFlowLogs, type FlowLogsProps } from "./flow-logs.js";
import type { VpcContext } from "./context.js";
import { named } from "../named.js";
import { defineNat } from "./nat.js";
import { definePrivateSubnets, definePublicSubnets } from "./subnets.js";
import { findZones } from "./zones.js";

export interface VpcProps extends FlowLogsProps {
  readonly provider: AwsProvider;
  /** Name of the EKS cluster. */
  readonly name: string;
  readonly create: CreatedVpc["create"];
  /** True makes removing the VPC an error of `terraform plan`. */
  readonly deletionProtection: boolean;
}

/** A VPC for one cluster, with private and public subnets in each of its zones. */
export class Vpc extends Construct {
  readonly vpcId: Expression = "aws_vpc.cluster.id";
  readonly privateSubnetIds: readonly Expression[];
  readonly publicSubnetIds: readonly Expression[];
  /** What nodes in the private subnets need before they start: they fetch images, and call on AWS, at once. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    const { provider, name, create } = props;
    const context: VpcContext = { scope: this, provider, name, vpcId: this.vpcId };
    defineNetwork(context, props);
    closeDefaultSecurityGroup(context);
    const zones = findZones(this, props);
    const publicSubnets = definePublicSubnets(context, zones);
    const nat = defineNat(context, { zones, mode: create.nat, dependsOn: publicSubnets.dependables });
    const privateSubnets = definePrivateSubnets(context, zones, nat);
    const routeTableIds = [...publicSubnets.routeTableIds, ...privateSubnets.routeTableIds];
    const s3 = defineS3Endpoint(context, props.region, routeTableIds);
    defineFlowLogs(context, props);
    this.privateSubnetIds = privateSubnets.ids;
    this.publicSubnetIds = publicSubnets.ids;
    this.dependables = [...publicSubnets.dependables, ...privateSubnets.dependables, s3];
  }
}

/** The private endpoint of EKS is a name in the VPC, hence DNS of both kinds. */
function defineNetwork({ scope, provider, name }: VpcContext, { create, deletionProtection }: VpcProps): void {
  const vpc = new AwsVpc(scope, "Vpc", {
    provider,
    cidrBlock: create.cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: literal(name) },
    lifecycle: deletionProtection ? { preventDestroy: true } : undefined,
  });
  named(vpc, "cluster");
}

/** What is put into a VPC without a security group gets this one: it lets nothing in and nothing out. */
function closeDefaultSecurityGroup({ scope, provider, name, vpcId }: VpcContext): void {
  const group = new DefaultSecurityGroup(scope, "DefaultSecurityGroup", {
    provider,
    vpcId: template(vpcId),
    ingress: [],
    egress: [],
    tags: { Name: literal(`${name}-default`) },
  });
  named(group, "closed");
}

/** Images of ECR and whatever else is in S3 do not pass through NAT, where each byte costs. */
function defineS3Endpoint(
  { scope, provider, name, vpcId }: VpcContext,
  region: string,
  routeTableIds: readonly Expression[],
): ITerraformDependable {
  const endpoint = new VpcEndpoint(scope, "S3Endpoint", {
    provider,
    vpcId: template(vpcId),
    vpcEndpointType: "Gateway",
    // This one is named alike in China, where others are cn.com.amazonaws.
    serviceName: `com.amazonaws.${region}.s3`,
    routeTableIds: routeTableIds.map(template),
    tags: { Name: literal(`${name}-s3`) },
  });
  return named(endpoint, "s3");
}
