import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet/index.js";
import type { ITerraformDependable, Precondition } from "cdktf";
import type { GivenVpc } from "../../../config/cluster/index.js";
import { iamName } from "../../../config/names.js";
import { literal, quote, template, type Expression } from "../../expression.js";
import { named } from "../../named.js";
import { Vpc } from "../../network/vpc.js";
import { forEach, type EksContext } from "./context.js";
import type { EksKeys } from "./keys.js";

/** Where a cluster and its nodes are. */
export interface EksSubnets {
  /** Their ids, as attributes take them. */
  readonly ids: string[];
  /** What they need to be of use. */
  readonly dependsOn: readonly ITerraformDependable[];
  /** What must hold before anything is created. */
  readonly preconditions: readonly Precondition[];
}

/** Defines the VPC of a cluster, where it is not one that is there: nodes are in its private subnets. */
export function defineSubnets(context: EksContext, keys: EksKeys): EksSubnets {
  const { scope, provider, environment, name, spec, creation, lifecycle } = context;
  const { network, region, account, partition } = spec;
  if (network === undefined || !("create" in network)) return readSubnets(context, network);
  const vpc = new Vpc(scope, "Vpc", {
    provider,
    name: spec.clusterName,
    region,
    account,
    partition,
    create: network.create,
    flowLogRoleName: iamName(environment, name, "flow-logs"),
    logs: { kmsKeyArn: keys.logs, retentionDays: creation.logRetentionDays },
    deletionProtection: lifecycle.preventDestroy === true,
  });
  return { ids: vpc.privateSubnetIds.map(template), dependsOn: vpc.dependables, preconditions: [] };
}

/** Looks at subnets that are there: EKS would refuse them after a quarter of an hour's work, or take those of another VPC. */
function readSubnets({ scope, provider }: EksContext, network: GivenVpc | undefined): EksSubnets {
  const { vpcId = "", subnetIds = [] } = network ?? {};
  const data = named(new DataAwsSubnet(scope, "Subnets", { provider, id: template("each.value") }), "given");
  forEach(data, Object.fromEntries(subnetIds.map((id) => [id, id])));
  const each = (attribute: string): Expression => `[for s in data.aws_subnet.given : s.${attribute}]`;
  return {
    ids: subnetIds.map(literal),
    dependsOn: [],
    preconditions: [
      {
        condition: template(`length(distinct(${each("availability_zone")})) > 1`),
        errorMessage: `the subnets of ${vpcId} are all in one availability zone, expected two at least: EKS takes no fewer`,
      },
      {
        condition: template(`distinct(${each("vpc_id")}) == tolist([${quote(vpcId)}])`),
        errorMessage: `not all subnets are of ${vpcId}, expected subnets of the network's own VPC`,
      },
    ],
  };
}
