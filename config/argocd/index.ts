import * as z from "zod";
import { dnsLabel, fields, freeMap } from "../fields/fields.js";
import { hostName } from "../fields/host-name.js";
import { capabilitySchema } from "./capability.js";
import { chartSchema, resolveChart, type ChartPlace, type ChartSpec } from "./chart.js";
import { identitySchema, type IdentityKind } from "./identity.js";
import { ingressSchema, resolveIngress, type IngressSpec } from "./ingress.js";
import { applicationSetsSchema, projectsSchema, type ArgoCdObject } from "./objects.js";
import { rbacSchema, resolveRbac, type RbacSpec } from "./rbac.js";
import { repositoriesSchema, type RepositorySpec } from "./repositories.js";
import { resolveSso, ssoSchema, type SsoSpec } from "./sso.js";

export {
  chartSettings,
  resolveCapability,
  type CapabilityRoleMapping,
  type CapabilitySpec,
  type SsoIdentity,
} from "./capability.js";
export { defaultChart, type ChartSpec, type PathChart, type RepositoryChart } from "./chart.js";
export {
  resolveIdentity,
  spokeClients,
  type ArgoCdIdentity,
  type CapabilityIdentity,
  type IdentityKind,
  type PodIdentity,
} from "./identity.js";
export type { IngressSpec, IngressTls } from "./ingress.js";
export { platformProject, type ArgoCdObject } from "./objects.js";
export type { RbacSpec } from "./rbac.js";
export type { GithubApp, RepositoryCredentials, RepositorySpec } from "./repositories.js";
export type { ExternalSecretReference, KubernetesSecretKey, SecretReference } from "./secret-reference.js";
export type { DexConnector, DexSsoSpec, OidcSsoSpec, SsoSpec } from "./sso.js";

/** Argo CD on the hub. */
export interface ArgoCdSpec {
  /** Whether somebody else installed it: then spokes are registered at it, and no other field but the namespace counts. */
  readonly existing: boolean;
  readonly chart: ChartSpec;
  readonly namespace: string;
  /** Whether every component that can have it has a second replica. */
  readonly highAvailability: boolean;
  readonly size: ArgoCdSize;
  /**
   * Host name that people reach it by.
   *
   * @default - none
   */
  readonly domain?: string;
  /** @default - none */
  readonly ingress?: IngressSpec;
  /** @default - the admin user only */
  readonly sso?: SsoSpec;
  /** @default - Argo CD's own */
  readonly rbac?: RbacSpec;
  /** Argo CD's own user; off where people log in by SSO, unless the file says otherwise. */
  readonly admin: { readonly enabled: boolean };
  /** How its pods get to be an IAM role, on a hub that is in AWS. */
  readonly identity: IdentityKind;
  readonly repositories: readonly RepositorySpec[];
  /** Values of the argo-cd chart, merged last. */
  readonly values: Readonly<Record<string, unknown>>;
  /** AppProjects that the gitops-root release creates. */
  readonly projects: readonly ArgoCdObject[];
  /** ApplicationSets that the gitops-root release creates. */
  readonly applicationSets: readonly ArgoCdObject[];
  /** Whether Argo CD keeps its own release, once it is there. */
  readonly selfManage: boolean;
}

/** How large Argo CD is made; `auto` goes by the fleet. */
export type ArgoCdSize = "S" | "M" | "L" | "XL" | "auto";

/** The `argocd` field of a hub. */
export const argocdSchema = fields({
  existing: z
    .boolean()
    .default(false)
    .describe(
      "True: the hub has an Argo CD that somebody else installed. Spokes are registered at it, and it is left alone.",
    ),
  chart: chartSchema.optional(),
  namespace: dnsLabel().default("argocd").describe("Namespace of Argo CD on the hub."),
  highAvailability: z
    .boolean()
    .default(false)
    .describe("Whether Argo CD survives the loss of a node; it needs three of them."),
  size: z
    .enum(["S", "M", "L", "XL", "auto"])
    .default("auto")
    .describe("Replicas, shards, memory and rates; auto goes by the number of spokes."),
  domain: hostName
    .optional()
    .describe("Host name that people reach Argo CD by. Default: none, through a port-forward only.")
    .meta({ examples: ["argocd.example.com"] }),
  ingress: ingressSchema.optional(),
  sso: ssoSchema.optional(),
  rbac: rbacSchema.optional(),
  admin: fields({
    enabled: z.boolean().optional().describe("Whether the user admin can log in. Default: true, with sso false."),
  })
    .prefault({})
    .describe("Argo CD's own user."),
  identity: identitySchema,
  capability: capabilitySchema.optional(),
  repositories: repositoriesSchema,
  values: freeMap
    .prefault({})
    .describe("Values of the argo-cd chart, merged last. Never a secret: they end up in state. Default: none.")
    .meta({ examples: [{ controller: { replicas: 2 } }] }),
  projects: projectsSchema,
  applicationSets: applicationSetsSchema,
  selfManage: z
    .boolean()
    .default(false)
    .describe("Whether Argo CD keeps its own release from Git, once Terraform has installed it."),
})
  .prefault({})
  .describe("Argo CD on the hub.");

type File = Omit<z.output<typeof argocdSchema>, "capability">;

/** Fills in what a file leaves out of an Argo CD; its capability is part of the identity instead. */
export function resolveArgoCd(argocd: File, place: ChartPlace): ArgoCdSpec {
  const { chart, ingress, sso, rbac, admin, ...rest } = argocd;
  const resolvedIngress = resolveIngress(ingress);
  return {
    ...rest,
    chart: resolveChart(chart, place),
    ...(resolvedIngress !== undefined && { ingress: resolvedIngress }),
    ...(sso !== undefined && { sso: resolveSso(sso) }),
    ...(rbac !== undefined && { rbac: resolveRbac(rbac) }),
    admin: { enabled: admin.enabled ?? sso === undefined },
  };
}
