import { Ec2Tag } from "@cdktf/provider-aws/lib/ec2-tag/index.js";
import { template } from "../../expression.js";
import { named } from "../../named.js";
import { forEach, type EksContext } from "./context.js";

/** Defines the tags of the security group that EKS makes for a cluster, which gets none of the cluster's. */
export function defineSecurityGroupTags({ scope, provider, spec }: EksContext): void {
  const tags = new Ec2Tag(scope, "SecurityGroupTags", {
    provider,
    resourceId: template("aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id"),
    key: template("each.key"),
    value: template("each.value"),
  });
  forEach(named(tags, "security_group"), spec.tags);
}
