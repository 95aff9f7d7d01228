import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import type { EksClusterSpec } from "../../../config/cluster/index.js";
import { policyDocument, type PolicyStatement } from "../../aws/policy.js";
import { literal, template, type Expression } from "../../expression.js";
import { named } from "../../named.js";
import type { EksContext } from "./context.js";

/** ARNs of the keys of a cluster. */
export interface EksKeys {
  /** Of what CloudWatch keeps for the cluster and its VPC. */
  readonly logs: Expression;
  /** Of the Secrets in etcd, as an attribute takes it. */
  readonly secrets: string;
}

/** Defines a key of the cluster's own, which encrypts its logs, and its Secrets where no other is given. */
export function defineKeys({ scope, provider, spec, creation, lifecycle }: EksContext): EksKeys {
  const key = new KmsKey(scope, "Key", {
    provider,
    description: literal(`EKS cluster ${spec.clusterName}`),
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: policyDocument([administrators(spec), logs(spec)]),
    lifecycle,
  });
  named(key, "cluster");
  const own = "aws_kms_key.cluster.arn";
  const alias = { provider, name: literal(`alias/hubspoke/${spec.clusterName}`), targetKeyId: template(own) };
  named(new KmsAlias(scope, "KeyAlias", alias), "cluster");
  return { logs: own, secrets: creation.kmsKeyArn ?? template(own) };
}

/** IAM decides who administers and uses the key: without this statement nobody of the account could, ever again. */
function administrators({ partition, account }: EksClusterSpec): PolicyStatement {
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function logs({ partition, region, account }: EksClusterSpec): PolicyStatement {
  const service = partition === "aws-cn" ? `logs.${region}.amazonaws.com.cn` : `logs.${region}.amazonaws.com`;
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:*`;
  return {
    Sid: "Logs",
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": groups } },
  };
}
