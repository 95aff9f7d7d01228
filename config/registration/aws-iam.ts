import * as z from "zod";
import { roleArn } from "../cluster/aws.js";
import type { ClusterSpec } from "../cluster/index.js";
import { fields, nonEmpty } from "../fields/fields.js";
import { iamName } from "../names.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import type { RegistrationMode, SpokePlace } from "./mode.js";

/** An IAM role that the spoke knows: one that Argo CD assumes, or its own. No secret at all. */
export interface AwsIamSpec extends CommonRegistrationSpec {
  readonly mode: "aws-iam";
  /** Name of the cluster in EKS. */
  readonly clusterName: string;
  /** ARN of the role that the cluster gives access to. */
  readonly roleArn: string;
  /**
   * Which role that is: one that is made, with its trust and its access entry; one that is there, with both; or Argo
   * CD's own, which gets the access entry and assumes nothing.
   */
  readonly role: "created" | "given" | "argocd";
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
  resolve: (file, cluster, spoke) => ({
    ...file,
    ...resolveCommon(file, cluster),
    ...resolveRole(file.roleArn, cluster, spoke),
  }),
};

/** The rules refuse this mode for any other provider. */
function resolveRole(
  given: string | undefined,
  cluster: ClusterSpec,
  { environment, name, argocd }: SpokePlace,
): Pick<AwsIamSpec, "clusterName" | "roleArn" | "role"> {
  if (cluster.provider !== "eks") return { clusterName: "", roleArn: given ?? "", role: "given" };
  const { clusterName, partition, account } = cluster;
  if (argocd?.kind === "capability") return { clusterName, roleArn: argocd.roleArn, role: "argocd" };
  const made = `arn:${partition}:iam::${account}:role/${iamName(environment, name, "argocd")}`;
  return { clusterName, roleArn: given ?? made, role: given === undefined ? "created" : "given" };
}
