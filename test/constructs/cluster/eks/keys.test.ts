import { expect, test } from "vitest";
import { eksSpec, eksStack, resource, statements } from "./support.js";

test("a key of the cluster's own rotates and outlives a mistake", () => {
  const json = eksStack(eksSpec());
  expect(resource(json, "aws_kms_key.cluster")).toMatchObject({
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    provider: "aws.cluster",
  });
  expect(resource(json, "aws_kms_alias.cluster")).toMatchObject({
    name: "alias/hubspoke/dev-shop",
    target_key_id: "${aws_kms_key.cluster.arn}",
  });
});

test.each([
  ["eu-west-1", "aws", "logs.eu-west-1.amazonaws.com"],
  ["cn-north-1", "aws-cn", "logs.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "aws-us-gov", "logs.us-gov-west-1.amazonaws.com"],
])(
  "in %s the account decides about it, and CloudWatch uses it for the account's log groups",
  (region, partition, service) => {
    const role = `arn:${partition}:iam::111122223333:role/deployer`;
    const key = resource(eksStack(eksSpec({ region, assumeRole: role })), "aws_kms_key.cluster");
    expect(statements(key.policy)).toEqual([
      {
        Sid: "Account",
        Effect: "Allow",
        Principal: { AWS: `arn:${partition}:iam::111122223333:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Principal: { Service: service },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:111122223333:log-group:*` },
        },
      },
    ]);
  },
);

test("another key encrypts Secrets where one is given, and ours the logs still", () => {
  const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const json = eksStack(eksSpec({ kmsKeyArn }));
  expect(resource(json, "aws_eks_cluster.cluster").encryption_config).toEqual({
    provider: { key_arn: kmsKeyArn },
    resources: ["secrets"],
  });
  expect(resource(json, "aws_cloudwatch_log_group.cluster").kms_key_id).toBe("${aws_kms_key.cluster.arn}");
});
