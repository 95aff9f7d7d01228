import * as z from "zod";
import { roleArn } from "../cluster/aws.js";
import { fields, nonEmpty } from "../fields/fields.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import type { RegistrationMode } from "./mode.js";

/** An IAM role of the spoke that Argo CD assumes: no secret at all. */
export interface AwsIamSpec extends CommonRegistrationSpec {
  readonly mode: "aws-iam";
  /** Name of the cluster in EKS. */
  readonly clusterName: string;
  /**
   * ARN of the role that Argo CD assumes; it has to trust the hub's, and have an access entry on the spoke.
   *
   * @default - one that is made in the spoke's account, with both
   */
  readonly roleArn?: string;
  /**
   * AWS profile, in the configuration of Argo CD's pods, that the role is assumed from.
   *
   * @default - the pods' own identity
   */
  readonly profile?: string;
}

const schema = fields({
  mode: z.literal("aws-iam").describe("An IAM role that Argo CD assumes: there is no secret."),
  roleArn: roleArn
    .optional()
    .describe(
      "ARN of a role that is there, trusts the hub's role and has an access entry. Default: one is made in the spoke's account.",
    )
    .meta({ examples: ["arn:aws:iam::111122223333:role/argocd-payments"] }),
  profile: nonEmpty
    .optional()
    .describe("AWS profile, in the configuration of Argo CD's pods, that the role is assumed from. Default: none.")
    .meta({ examples: ["spokes"] }),
  ...commonFields,
});

export const awsIam: RegistrationMode<typeof schema, AwsIamSpec> = {
  schema,
  supports: ["eks"],
  resolve: (file, cluster) => ({
    ...file,
    ...resolveCommon(file, cluster),
    // The rules refuse this mode for any other provider.
    clusterName: cluster.provider === "eks" ? cluster.clusterName : "",
  }),
};
