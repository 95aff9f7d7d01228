import type { TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { NetworkEnd } from "../../../constructs/network/peering.js";
import { Vpc, type VpcProps } from "../../../constructs/network/vpc.js";
import type { TerraformJson } from "../../stacks/support.js";
import { stackOf } from "../support.js";

export function awsProvider(stack: TerraformStack, alias: string): AwsProvider {
  return new AwsProvider(stack, `Aws-${alias}`, { alias, region: "eu-west-1" });
}

type VpcOver = Partial<Omit<VpcProps, "create" | "provider">> & { readonly create?: Partial<VpcProps["create"]> };

/** What a stack has that defines the VPC of cluster "dev-shop" and nothing else. */
export function vpcStack({ create, ...over }: VpcOver = {}, look: (vpc: Vpc) => void = () => {}): TerraformJson {
  return stackOf((stack) => {
    const vpc = new Vpc(stack, "Vpc", {
      provider: awsProvider(stack, "cluster"),
      name: "dev-shop",
      region: "eu-west-1",
      account: "111122223333",
      partition: "aws",
      create: { cidr: "10.20.0.0/16", nat: "single", ...create },
      flowLogRoleName: "hubspoke-dev-shop-flow-logs",
      logs: { kmsKeyArn: "aws_kms_key.cluster.arn", retentionDays: 90 },
      deletionProtection: false,
      ...over,
    });
    look(vpc);
  });
}

/** The VPC of the hub in one account, and of a spoke in another and another region. */
export function ends(stack: TerraformStack, spoke: Partial<NetworkEnd> = {}): { hub: NetworkEnd; spoke: NetworkEnd } {
  return {
    hub: {
      provider: awsProvider(stack, "hub"),
      account: "111122223333",
      region: "eu-west-1",
      vpcId: "data.aws_eks_cluster.hub.vpc_config[0].vpc_id",
      cidr: "10.10.0.0/16",
    },
    spoke: {
      provider: awsProvider(stack, "spoke"),
      account: "444455556666",
      region: "eu-central-1",
      vpcId: "data.aws_eks_cluster.spoke.vpc_config[0].vpc_id",
      cidr: "10.20.0.0/16",
      ...spoke,
    },
  };
}

/** Addresses that a stack has: `aws_vpc.cluster`. */
export function addresses({ resource = {} }: TerraformJson): readonly string[] {
  return Object.entries(resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
}

/** Data sources of a kind in a stack, by name. */
export function dataSources({ data = {} }: TerraformJson, type: string): unknown {
  const named = Object.entries(data[type] ?? {}) as [string, object][];
  return Object.fromEntries(named.map(([name, source]) => [name, { ...source, "//": undefined }]));
}
