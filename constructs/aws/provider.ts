import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Construct } from "constructs";
import type { EksClusterSpec } from "../../config/cluster/index.js";
import { literal, literals } from "../expression.js";

/**
 * Defines the AWS provider of a cluster's account and region.
 *
 * Its alias is what the cluster is to the stack, and says neither account nor role: what a stack has left is removed
 * through the provider that the state names, so that name must outlive a change of them.
 */
export function defineAwsProvider(scope: Construct, alias: "cluster" | "hub" | "spoke", spec: EksClusterSpec) {
  const { region, account, assumeRole, tags } = spec;
  return new AwsProvider(scope, `Aws-${alias}`, {
    alias,
    region,
    // Whoever runs Terraform with other credentials is stopped before anything is read or made.
    allowedAccountIds: [account],
    assumeRole: assumeRole === undefined ? undefined : [{ roleArn: literal(assumeRole), sessionName: "hubspoke" }],
    defaultTags: [{ tags: literals(tags) }],
  });
}
