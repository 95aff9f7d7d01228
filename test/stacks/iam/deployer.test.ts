import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { parse } from "../../config/support.js";
import { environmentPolicies } from "../../../stacks/iam/environment.js";
import { accounts, eksReference, eksReferenceText } from "../eks-support.js";
import { resultOf } from "../iam-world.js";

type Context = Readonly<Record<string, string>>;

const tag = "hubspoke:environment";

describe("whoever deploys the reference environment", () => {
  const policies = environmentPolicies(eksReference());
  const account = accounts.payments;
  const arn = (service: string, rest: string, region = "eu-west-1") =>
    `arn:aws:${service}:${region}:${account}:${rest}`;
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

  /** A key leaves it to IAM who may use it, as those that are made do. */
  const keyPolicy = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
    ],
  };

  async function may(action: string, resource: string, context: Context): Promise<boolean> {
    const found = policies.find((each) => each.account === account);
    const result = await runSimulation(
      {
        request: {
          principal: role("deploy"),
          action,
          resource: { resource, accountId: account },
          contextVariables: { "aws:RequestedRegion": "eu-west-1", ...context },
        },
        identityPolicies: (found?.policies ?? []).map((policy, index) => ({ name: String(index), policy })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: action.startsWith("kms:") && resource.includes(":key/") ? keyPolicy : undefined,
      },
      {},
    );
    return resultOf(result) === "Allowed";
  }

  const ours = { [`aws:ResourceTag/${tag}`]: "prod" };
  const theirs = { [`aws:ResourceTag/${tag}`]: "stage" };
  const tagged = { [`aws:RequestTag/${tag}`]: "prod" };
  const attach = (name: string) => ({ "iam:PolicyARN": `arn:aws:iam::aws:policy/${name}` });

  type Request = readonly [action: string, resource: string, context: Context];

  test.each<Request>([
    ["iam:CreateRole", role("hubspoke-prod-payments-cluster"), {}],
    ["iam:PassRole", role("hubspoke-prod-payments-cluster"), { "iam:PassedToService": "eks.amazonaws.com" }],
    ["iam:AttachRolePolicy", role("hubspoke-prod-payments-cluster"), attach("AmazonEKSClusterPolicy")],
    [
      "iam:CreateServiceLinkedRole",
      role("aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
      { "iam:AWSServiceName": "eks.amazonaws.com" },
    ],
    ["eks:CreateCluster", "*", tagged],
    ["eks:DeleteCluster", arn("eks", "cluster/prod-payments"), {}],
    ["eks:CreateNodegroup", arn("eks", "cluster/prod-payments-away", "us-east-1"), {}],
    ["eks:CreateAccessEntry", arn("eks", "cluster/prod-payments"), {}],
    [
      "eks:AssociateAccessPolicy",
      arn("eks", `access-entry/prod-payments/role/${account}/hubspoke-prod-payments-argocd/1`),
      {},
    ],
    ["ec2:CreateVpc", arn("ec2", "vpc/vpc-1"), tagged],
    ["ec2:CreateSubnet", arn("ec2", "subnet/subnet-1"), tagged],
    ["ec2:CreateSubnet", arn("ec2", "vpc/vpc-1"), ours],
    ["ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), ours],
    ["ec2:CreateTags", arn("ec2", "vpc/vpc-1"), { ...tagged, "ec2:CreateAction": "CreateVpc" }],
    [
      "ec2:AuthorizeSecurityGroupIngress",
      arn("ec2", "security-group/sg-1"),
      { "aws:ResourceTag/aws:eks:cluster-name": "prod-payments" },
    ],
    ["ec2:DescribeVpcs", "*", {}],
    ["kms:CreateKey", "*", tagged],
    ["kms:ScheduleKeyDeletion", arn("kms", "key/1"), ours],
    ["kms:CreateAlias", arn("kms", "alias/hubspoke/prod-payments"), {}],
    ["logs:CreateLogGroup", arn("logs", "log-group:/aws/eks/prod-payments/cluster"), {}],
  ])("may do %s on %s", async (action, resource, context) => {
    expect(await may(action, resource, context)).toBe(true);
  });

  test.each<Request>([
    ["iam:CreateRole", role("admin"), {}],
    ["iam:PutRolePolicy", role("deploy"), {}],
    ["iam:UpdateAssumeRolePolicy", role("hubspoke-stage-hub-argocd"), {}],
    ["iam:PassRole", role("hubspoke-prod-payments-cluster"), { "iam:PassedToService": "lambda.amazonaws.com" }],
    ["iam:PassRole", role("admin"), { "iam:PassedToService": "eks.amazonaws.com" }],
    ["iam:AttachRolePolicy", role("hubspoke-prod-payments-node"), attach("AdministratorAccess")],
    ["iam:CreateUser", `arn:aws:iam::${account}:user/me`, {}],
    ["sts:AssumeRole", role("hubspoke-prod-payments-argocd"), {}],
    ["eks:CreateCluster", "*", {}],
    ["eks:DeleteCluster", arn("eks", "cluster/stage-payments"), {}],
    ["eks:DeleteCluster", arn("eks", "cluster/prod-payments", "eu-central-1"), {}],
    ["eks:AssociateAccessPolicy", arn("eks", `access-entry/shared/role/${account}/admin/1`), {}],
    ["ec2:CreateVpc", arn("ec2", "vpc/vpc-1"), {}],
    ["ec2:CreateSubnet", arn("ec2", "vpc/vpc-1"), tagged],
    ["ec2:DeleteVpc", arn("ec2", "vpc/vpc-1"), theirs],
    ["ec2:DeleteSubnet", arn("ec2", "subnet/subnet-1"), {}],
    ["ec2:CreateTags", arn("ec2", "vpc/vpc-1"), tagged],
    ["ec2:AuthorizeSecurityGroupIngress", arn("ec2", "security-group/sg-1"), tagged],
    [
      "ec2:AuthorizeSecurityGroupIngress",
      arn("ec2", "security-group/sg-1"),
      { "aws:ResourceTag/aws:eks:cluster-name": "shared" },
    ],
    ["ec2:TerminateInstances", arn("ec2", "instance/i-1"), ours],
    ["ec2:DescribeVpcs", "*", { "aws:RequestedRegion": "eu-central-1" }],
    ["kms:ScheduleKeyDeletion", arn("kms", "key/1"), theirs],
    ["kms:Decrypt", arn("kms", "key/1"), ours],
    ["logs:DeleteLogGroup", arn("logs", "log-group:/aws/eks/shared/cluster"), {}],
  ])("may not do %s on %s", async (action, resource, context) => {
    expect(await may(action, resource, context)).toBe(false);
  });

  test("keeps its rights on what a spoke had until it is gone", () => {
    expect(environmentPolicies(eksReference({ retired: ["payments", "search"] }))).toEqual(policies);
  });

  test("needs no others for one more spoke that is made as others of its account are", () => {
    const more = `${eksReferenceText({ without: ["token"] })}  - name: more
    cluster: { account: "${account}", assumeRole: "${role("deploy")}", network: { create: { cidr: 10.7.0.0/16 } }, reach: peering }
`;
    expect(environmentPolicies(parse(more))).toEqual(policies);
  });
});
