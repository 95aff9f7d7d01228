import { expect, test } from "vitest";
import { resource, statements } from "../cluster/eks/support.js";
import { vpcStack } from "./support.js";

test("all traffic of the VPC is logged, for as long as the file says and with the cluster's key", () => {
  const json = vpcStack({ logs: { kmsKeyArn: "aws_kms_key.cluster.arn", retentionDays: 365 } });
  expect(resource(json, "aws_cloudwatch_log_group.flow_logs")).toEqual({
    provider: "aws.cluster",
    name: "/aws/vpc-flow-log/dev-shop",
    retention_in_days: 365,
    kms_key_id: "${aws_kms_key.cluster.arn}",
  });
  expect(resource(json, "aws_flow_log.cluster")).toMatchObject({
    vpc_id: "${aws_vpc.cluster.id}",
    traffic_type: "ALL",
    log_destination_type: "cloud-watch-logs",
    log_destination: "${aws_cloudwatch_log_group.flow_logs.arn}",
    iam_role_arn: "${aws_iam_role.flow_logs.arn}",
    depends_on: ["aws_iam_role_policy.flow_logs"],
  });
});

test("the flow logs of this account and region, and nobody else, write to that group and no other", () => {
  const json = vpcStack({ partition: "aws-us-gov", region: "us-gov-west-1", flowLogRoleName: "hubspoke-logs" });
  expect(resource(json, "aws_iam_role.flow_logs").name).toBe("hubspoke-logs");
  expect(statements(resource(json, "aws_iam_role.flow_logs").assume_role_policy)).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "vpc-flow-logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": "111122223333" },
        ArnLike: { "aws:SourceArn": "arn:aws-us-gov:ec2:us-gov-west-1:111122223333:vpc-flow-log/*" },
      },
    },
  ]);
  const groups = "arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:";
  expect(statements(resource(json, "aws_iam_role_policy.flow_logs").policy)).toEqual([
    {
      Sid: "Write",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [`${groups}/aws/vpc-flow-log/dev-shop`, `${groups}/aws/vpc-flow-log/dev-shop:*`],
    },
    { Sid: "Find", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${groups}*` },
  ]);
});
