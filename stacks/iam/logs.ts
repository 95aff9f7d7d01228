import { look, read, whenTagged, whereOurs, write, type Needs } from "./grant.js";
import { patternOf } from "./names.js";

const logGroup: Needs = ({ partition, region, account, environment, text }) => {
  const group = `arn:${partition}:logs:${region}:${account}:log-group:${patternOf(environment, text("name") ?? "*")}`;
  // Tags are of a group, and what is done with a group is said of its streams too.
  const own = [group, `${group}:*`];
  return [
    look("logs:DescribeLogGroups"),
    read(own, "logs:ListTagsForResource"),
    write(own, [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteRetentionPolicy",
      "logs:DisassociateKmsKey",
      "logs:PutRetentionPolicy",
      "logs:TagResource",
      "logs:UntagResource",
    ]),
  ];
};

/** KMS takes minutes to see the tags of a new key, so what follows at once is allowed without them. */
const key: Needs = (element) => {
  const { partition, region, account } = element;
  const keys = [`arn:${partition}:kms:${region}:${account}:key/*`];
  return [
    read(keys, "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"),
    write(["*"], ["kms:CreateKey"], whenTagged(element)),
    write(keys, ["kms:TagResource"], whenTagged(element)),
    write(keys, ["kms:EnableKeyRotation"]),
    write(
      keys,
      [
        "kms:DisableKey",
        "kms:EnableKey",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      whereOurs(element),
    ),
  ];
};

const alias: Needs = ({ partition, region, account, environment, text }) => {
  const kms = `arn:${partition}:kms:${region}:${account}`;
  const aliases = `${kms}:${patternOf(environment, text("name") ?? "alias/hubspoke/*")}`;
  return [
    look("kms:ListAliases"),
    // Of an alias and its key both; a key alone is none of this.
    write([aliases, `${kms}:key/*`], ["kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"]),
  ];
};

export const logNeeds: Readonly<Record<string, Needs>> = {
  aws_cloudwatch_log_group: logGroup,
  aws_kms_key: key,
  aws_kms_alias: alias,
};
