import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { Partition } from "../../config/cluster/aws.js";
import { policyDocument, type PolicyStatement } from "../aws/policy.js";
import { acceptFindings } from "../checkov.js";
import { literal, template, type Expression } from "../expression.js";
import type { VpcContext } from "./context.js";
import { named } from "../named.js";

/** Where the logs of a VPC's traffic are kept, and by which role they get there. */
export interface FlowLogsProps {
  readonly region: string;
  readonly account: string;
  readonly partition: Partition;
  readonly flowLogRoleName: string;
  readonly logs: {
    /** ARN of the key that encrypts them. */
    readonly kmsKeyArn: Expression;
    readonly retentionDays: number;
  };
}

/** Defines the logs of what was let through in a VPC, and what was not. */
export function defineFlowLogs(context: VpcContext, props: FlowLogsProps): void {
  const { scope, provider, name, vpcId } = context;
  const group = new CloudwatchLogGroup(scope, "FlowLogGroup", {
    provider,
    name: literal(groupName(name)),
    retentionInDays: props.logs.retentionDays,
    kmsKeyId: template(props.logs.kmsKeyArn),
  });
  named(group, "flow_logs");
  if (props.logs.retentionDays < 365) {
    acceptFindings(group, { CKV_AWS_338: "how long logs are kept is the environment file's to say" });
  }
  const permissions = defineRole(context, props);
  const flowLog = new FlowLog(scope, "FlowLog", {
    provider,
    vpcId: template(vpcId),
    trafficType: "ALL",
    logDestinationType: "cloud-watch-logs",
    logDestination: template("aws_cloudwatch_log_group.flow_logs.arn"),
    iamRoleArn: template("aws_iam_role.flow_logs.arn"),
    tags: { Name: literal(name) },
    dependsOn: [permissions],
  });
  named(flowLog, "cluster");
}

function defineRole({ scope, provider, name }: VpcContext, props: FlowLogsProps): IamRolePolicy {
  const role = new IamRole(scope, "FlowLogRole", {
    provider,
    name: literal(props.flowLogRoleName),
    description: literal(`Flow logs of the VPC of EKS cluster ${name}`),
    assumeRolePolicy: policyDocument([deliveryTrust(props)]),
  });
  named(role, "flow_logs");
  const policy = new IamRolePolicy(scope, "FlowLogPolicy", {
    provider,
    name: "write-flow-logs",
    role: template("aws_iam_role.flow_logs.name"),
    policy: policyDocument(deliveryRights(name, props)),
  });
  return named(policy, "flow_logs");
}

/**
 * Who writes: the service, and that for flow logs of this account and region alone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function deliveryTrust({ partition, region, account }: FlowLogsProps): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: "vpc-flow-logs.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
    },
  };
}

/** Writing streams of the one group. The service looks for groups before, which cannot be allowed for one alone. */
function deliveryRights(name: string, { partition, region, account }: FlowLogsProps): readonly PolicyStatement[] {
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:`;
  const group = `${groups}${groupName(name)}`;
  return [
    {
      Sid: "Write",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [group, `${group}:*`],
    },
    { Sid: "Find", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${groups}*` },
  ];
}

function groupName(name: string): string {
  return `/aws/vpc-flow-log/${name}`;
}
