import { expect, test } from "vitest";
import { eksSpec, eksStack, resource } from "./support.js";

test("the control plane's log group is there before EKS would make one that is kept forever", () => {
  const json = eksStack(eksSpec({ logRetentionDays: 365 }));
  expect(resource(json, "aws_cloudwatch_log_group.cluster")).toMatchObject({
    name: "/aws/eks/dev-shop/cluster",
    retention_in_days: 365,
    kms_key_id: "${aws_kms_key.cluster.arn}",
  });
  expect(resource(json, "aws_eks_cluster.cluster").depends_on).toContain("aws_cloudwatch_log_group.cluster");
});
