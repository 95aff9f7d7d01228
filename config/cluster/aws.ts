import * as z from "zod";
import { checkedString, type Complaint } from "../fields/fields.js";

/** AWS partitions: a resource of one is out of reach of another. */
export type Partition = "aws" | "aws-cn" | "aws-us-gov";

const rolePattern = "^arn:(aws|aws-cn|aws-us-gov):iam::\\d{12}:role/[\\w+=,.@/-]{1,512}$";
const keyPattern = "^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:\\d{12}:key/[\\w-]+$";

export const account = patterned("^\\d{12}$", "an AWS account id of 12 digits, in quotes");

export const roleArn = patterned(
  rolePattern,
  "the ARN of an IAM role, for example arn:aws:iam::111122223333:role/admin",
);

export const kmsKeyArn = patterned(
  keyPattern,
  "the ARN of a KMS key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
);

/** Name of an EKS cluster. */
export const eksName = patterned(
  "^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$",
  'the name of an EKS cluster: letters, digits, "-" and "_", at most 100 characters',
);

export const vpcId = resourceId("vpc", "a VPC");
export const subnetId = resourceId("subnet", "a subnet");
export const transitGatewayId = resourceId("tgw", "a transit gateway");
export const vpcEndpointId = resourceId("vpce", "a VPC endpoint");

const tagKey = checkedString(complainOfTagKey, { minLength: 1, maxLength: 128 });

const tagValue = checkedString(
  (value) => (value.length > 256 ? { expected: `at most 256 characters, not ${value.length}` } : undefined),
  { maxLength: 256 },
);

/** Tags of AWS resources. */
export const tagMap = z.record(tagKey, tagValue);

/** Partition of a region, by its name. */
export function partitionOf(regionName: string): Partition {
  if (regionName.startsWith("cn-")) return "aws-cn";
  return regionName.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** What an ARN says of where its resource is. */
export interface ArnParts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export function arnParts(arn: string): ArnParts {
  const [, partition = "", , regionName = "", accountId = ""] = arn.split(":");
  return { partition, region: regionName, account: accountId };
}

/** Name of a role, without its path. */
export function roleNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function resourceId(prefix: string, what: string): z.ZodString {
  return patterned(
    `^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`,
    `the id of ${what}, for example ${prefix}-0123456789abcdef0`,
  );
}

function patterned(pattern: string, expected: string): z.ZodString {
  const expression = new RegExp(pattern);
  return checkedString((value) => (expression.test(value) ? undefined : { expected }), { pattern });
}

function complainOfTagKey(key: string): Complaint | undefined {
  if (key.toLowerCase().startsWith("aws:")) return { message: `tag "${key.slice(0, 60)}" is reserved for AWS` };
  return key === "" || key.length > 128 ? { expected: "1 to 128 characters" } : undefined;
}
