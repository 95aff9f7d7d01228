import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import type { ITerraformDependable } from "cdktf";
import { literal, template } from "../../expression.js";
import { named } from "../../named.js";
import type { EksContext } from "./context.js";
import type { EksKeys } from "./keys.js";

/** Defines the log group of the control plane: EKS would make one that is kept forever, without a key. */
export function defineLogGroup(context: EksContext, keys: EksKeys): ITerraformDependable {
  const { scope, provider, spec, creation } = context;
  const group = new CloudwatchLogGroup(scope, "LogGroup", {
    provider,
    name: literal(`/aws/eks/${spec.clusterName}/cluster`),
    retentionInDays: creation.logRetentionDays,
    kmsKeyId: template(keys.logs),
  });
  return named(group, "cluster");
}
