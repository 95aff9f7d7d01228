import { expect, test } from "vitest";
import { eksSpec, eksStack, resource } from "./support.js";

test("the security group that EKS makes has the cluster's tags, taken literally", () => {
  const json = eksStack(eksSpec({ tags: { team: "${shop}", "${cost}": "%{5}" } }));
  expect(resource(json, "aws_ec2_tag.security_group")).toEqual({
    provider: "aws.cluster",
    for_each: {
      team: "$${shop}",
      "$${cost}": "%%{5}",
      "hubspoke:environment": "dev",
      "hubspoke:cluster": "shop",
    },
    resource_id: "${aws_eks_cluster.cluster.vpc_config[0].cluster_security_group_id}",
    key: "${each.key}",
    value: "${each.value}",
  });
});
