import { spokeClients } from "../../config/argocd/index.js";
import type { Capabilities } from "../../config/cluster/index.js";
import { valueAt } from "../../config/path.js";
import type { PodIdentity, ArgoCdSpec } from "../../config/topology.js";

/** What Argo CD on a hub in AWS has to know of it. */
export interface AwsHub {
  readonly region: string;
  readonly identity: PodIdentity;
  /** Whether there is a spoke on which Argo CD may not read everything. */
  readonly limited: boolean;
}

export interface ValuesProps {
  readonly spec: ArgoCdSpec;
  readonly capabilities: Capabilities;
  /** @default - the hub is not in AWS, or no spoke is registered by a role */
  readonly aws?: AwsHub;
}

type Values = Readonly<Record<string, unknown>>;

/** A hub without nodes is somebody's own machine: who commits there wants to see it delivered now. */
const quickValues: Values = {
  configs: { cm: { "timeout.reconciliation": "30s", "timeout.reconciliation.jitter": "0s" } },
};

/** Values of the argo-cd chart, each merged over the ones before it; the file's own win. */
export function argocdValues({ spec, capabilities, aws }: ValuesProps): readonly Values[] {
  return [
    ...(capabilities.nodes ? [] : [quickValues]),
    ...(aws?.limited ? [{ configs: { cm: { "resource.respectRBAC": "normal" } } }] : []),
    ...(aws?.identity.kind === "irsa" ? [annotated(aws.identity.roleArn)] : []),
    spec.values,
    ...(aws === undefined ? [] : [withRegion(aws.region, spec.values)]),
  ];
}

/** The ServiceAccounts say which role they are, and EKS's webhook gives it to their pods. */
function annotated(roleArn: string): Values {
  const serviceAccount = { annotations: { "eks.amazonaws.com/role-arn": roleArn } };
  return Object.fromEntries(spokeClients.map((component) => [component, { serviceAccount }]));
}

/**
 * The region of the STS that roles are assumed at: without one the AWS SDK of Argo CD asks the one in us-east-1, or nobody.
 *
 * A list of the file's would replace this one, so it is merged into that.
 */
function withRegion(region: string, values: Values): Values {
  return Object.fromEntries(spokeClients.map((component) => [component, { env: environmentOf(component) }]));

  function environmentOf(component: string): readonly unknown[] {
    const written = valueAt(values, [component, "env"]);
    const variables: readonly unknown[] = Array.isArray(written) ? written : [];
    const there = variables.some((variable) => valueAt(variable, ["name"]) === "AWS_REGION");
    return there ? variables : [...variables, { name: "AWS_REGION", value: region }];
  }
}
