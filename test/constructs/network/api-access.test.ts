import { expect, test } from "vitest";
import { allowApiServer } from "../../../constructs/network/api-access.js";
import { resource } from "../cluster/eks/support.js";
import { stackOf } from "../support.js";
import { addresses, awsProvider } from "./support.js";

test("the hub's network reaches the API server, by one rule and on one port", () => {
  const json = stackOf((stack) =>
    allowApiServer(stack, {
      provider: awsProvider(stack, "spoke"),
      securityGroupId: "data.aws_eks_cluster.spoke.vpc_config[0].cluster_security_group_id",
      cidr: "10.10.0.0/16",
    }),
  );
  expect(addresses(json)).toEqual(["aws_vpc_security_group_ingress_rule.api_server"]);
  expect(resource(json, "aws_vpc_security_group_ingress_rule.api_server")).toEqual({
    provider: "aws.spoke",
    security_group_id: "${data.aws_eks_cluster.spoke.vpc_config[0].cluster_security_group_id}",
    description: "Kubernetes API server, from the hub",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.10.0.0/16",
  });
});
