import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { Construct } from "constructs";
import type { Expression } from "../expression.js";

/** What every part of a VPC is defined from. */
export interface VpcContext {
  readonly scope: Construct;
  readonly provider: AwsProvider;
  /** Name of the cluster. */
  readonly name: string;
  readonly vpcId: Expression;
}
