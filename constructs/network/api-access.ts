import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import type { Construct } from "constructs";
import { template, type Expression } from "../expression.js";
import { named } from "../named.js";

export interface ApiAccessProps {
  readonly provider: AwsProvider;
  /** Security group of the cluster, which the control plane's network interfaces have. */
  readonly securityGroupId: Expression;
  /** IPv4 network of the hub. */
  readonly cidr: string;
}

/** Defines the one rule that lets the hub's Argo CD reach a spoke's API server, and nothing else. */
export function allowApiServer(scope: Construct, { provider, securityGroupId, cidr }: ApiAccessProps): void {
  const rule = new VpcSecurityGroupIngressRule(scope, "ApiServerAccess", {
    provider,
    securityGroupId: template(securityGroupId),
    description: "Kubernetes API server, from the hub",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: cidr,
  });
  named(rule, "api_server");
}
