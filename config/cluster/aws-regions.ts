import { checkedString } from "../fields/fields.js";
import { nearest } from "../messages/suggest.js";

/** Day on which {@link regions} was compared with Amazon's list. */
export const regionsAsOf = "2026-11-25";

/**
 * Regions that have EKS.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/eks.html
 */
export const regions = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
] as const;

const pattern = "^[a-z]{2}(-[a-z]+)+-[1-9]$";

/** A region by name: one that is known, or that may have come since. */
export const region = checkedString(
  (value) => {
    if (regions.some((known) => known === value)) return undefined;
    if (!new RegExp(pattern).test(value)) return { expected: "an AWS region, for example eu-west-1" };
    const near = nearest(value, regions);
    return {
      message: `no AWS region "${value}" was known on ${regionsAsOf}${near === undefined ? "" : `, did you mean "${near}"?`}`,
      fix: "a newer hubspoke may know more",
    };
  },
  { pattern },
);
