import * as z from "zod";
import type { AwsPlace } from "../cluster/index.js";
import { iamName } from "../names.js";
import { valueAt } from "../path.js";
import type { CapabilitySpec } from "./capability.js";

const kinds = ["pod-identity", "irsa"] as const;

/** How Argo CD's pods get to be an IAM role: by EKS Pod Identity, or by IAM roles for service accounts. */
export type IdentityKind = (typeof kinds)[number];

/** The IAM role that a hub's Argo CD acts as. */
export type ArgoCdIdentity = PodIdentity | CapabilityIdentity;

interface ArgoCdRole {
  readonly roleName: string;
  readonly roleArn: string;
  /** The hub's. */
  readonly clusterArn: string;
}

/** The role of pods, which becomes a role of each spoke. */
export interface PodIdentity extends ArgoCdRole {
  readonly kind: IdentityKind;
  readonly namespace: string;
  /** Exactly those ServiceAccounts that speak to spokes. */
  readonly serviceAccounts: readonly string[];
}

/** The role of an EKS capability, which spokes give access to as it is. */
export interface CapabilityIdentity extends ArgoCdRole {
  readonly kind: "capability";
  readonly capability: CapabilitySpec;
}

/** The `identity` field of an Argo CD. */
export const identitySchema = z
  .enum(kinds)
  .default("pod-identity")
  .describe("On a hub of provider eks: how Argo CD's pods get to be the IAM role that spokes trust.");

/**
 * ServiceAccounts of Argo CD that speak to spokes, by the component of the chart that they are of.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#eks
 */
const serviceAccounts = {
  controller: "argocd-application-controller",
  applicationSet: "argocd-applicationset-controller",
  server: "argocd-server",
} as const;

/** Components of the argo-cd chart that speak to spokes. */
export const spokeClients = Object.keys(serviceAccounts) as readonly (keyof typeof serviceAccounts)[];

/** Which Argo CD a role is of. */
export interface RoleOwner {
  readonly environment: string;
  /** The hub's. */
  readonly name: string;
}

/** The role of an Argo CD's pods on a cluster that is in AWS. */
export function resolveIdentity(
  argocd: { readonly identity: IdentityKind; readonly namespace: string; readonly values: object },
  aws: AwsPlace,
  hub: RoleOwner,
): PodIdentity {
  return {
    kind: argocd.identity,
    ...roleOf(aws, hub),
    namespace: argocd.namespace,
    serviceAccounts: Object.entries(serviceAccounts).map(([component, name]) => {
      const other = valueAt(argocd.values, [component, "serviceAccount", "name"]);
      return typeof other === "string" && other !== "" ? other : name;
    }),
  };
}

/** The role of an Argo CD on a cluster that is in AWS, whoever acts as it. */
export function roleOf({ partition, account, clusterArn }: AwsPlace, hub: RoleOwner): ArgoCdRole {
  const roleName = iamName(hub.environment, hub.name, "argocd");
  return { roleName, roleArn: `arn:${partition}:iam::${account}:role/${roleName}`, clusterArn };
}
