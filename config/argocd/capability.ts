import * as z from "zod";
import { region } from "../cluster/aws-regions.js";
import { vpcEndpointId } from "../cluster/aws.js";
import type { AwsPlace } from "../cluster/index.js";
import { checkedFields } from "../fields/checks.js";
import { fields, listOf, matching } from "../fields/fields.js";
import { settingsSchema } from "./capability-settings.js";
import { roleOf, type CapabilityIdentity, type RoleOwner } from "./identity.js";

/** Argo CD as a capability of EKS: AWS runs it, outside of the cluster. */
export interface CapabilitySpec {
  /** Where people log in: AWS IAM Identity Center, and nothing else. */
  readonly identityCenter: { readonly instanceArn: string; readonly region: string };
  /** Who has which of Argo CD's roles; a role that nobody has is absent. */
  readonly roles: readonly CapabilityRoleMapping[];
  /** VPC endpoints that alone reach Argo CD's page and API; none leaves them on the Internet. */
  readonly vpcEndpoints: readonly string[];
  /** Settings of argocd-cm, by Argo CD's own keys. */
  readonly settings: Readonly<Record<string, string>>;
}

/** One of the three roles that a capability knows, and who has it. */
export interface CapabilityRoleMapping {
  readonly role: "ADMIN" | "EDITOR" | "VIEWER";
  readonly identities: readonly SsoIdentity[];
}

/** A user or a group, by its id in IAM Identity Center. */
export type SsoIdentity = { readonly user: string } | { readonly group: string };

const instanceArn = matching(
  /^arn:aws:sso:::instance\/(sso)?ins-[a-zA-Z0-9.-]{16}$/,
  "the ARN of an instance of IAM Identity Center, for example arn:aws:sso:::instance/ssoins-1234567890abcdef",
);

const identityId = matching(
  /^([0-9a-f]{10}-)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
  "an id of IAM Identity Center, not a name, for example 686103e0-f051-7068-b225-e6392b959d9e",
).meta({ examples: ["686103e0-f051-7068-b225-e6392b959d9e"] });

const identity = checkedFields(
  fields({
    group: identityId.optional().describe("Id of a group. Default: none, it is a user."),
    user: identityId.optional().describe("Id of a user. Default: none, it is a group."),
  }),
  ({ group, user }) =>
    (group === undefined) === (user === undefined) ? [{ message: "expected either group or user" }] : [],
);

function identities(may: string) {
  return z.array(identity).prefault([]).describe(`Groups and users that ${may}. Default: none.`);
}

/** The `capability` field of an Argo CD. */
export const capabilitySchema = fields({
  identityCenter: fields({
    instanceArn: instanceArn
      .describe("ARN of the instance. Another one makes a new capability.")
      .meta({ examples: ["arn:aws:sso:::instance/ssoins-1234567890abcdef"] }),
    region: region.optional().describe("AWS region of the instance. Default: the hub's."),
  }).describe("AWS IAM Identity Center, where people log in."),
  admins: identities("may do everything in Argo CD"),
  editors: identities("may change projects, and what the roles of projects allow"),
  viewers: identities("may see projects, and what the roles of projects allow"),
  networkAccess: fields({
    vpcEndpoints: listOf(vpcEndpointId)
      .describe("Ids of interface endpoints for the service eks-capabilities.")
      .meta({ examples: [["vpce-0123456789abcdef0"]] }),
  })
    .optional()
    .describe("From where Argo CD's page and API are reached. Default: from the Internet."),
  settings: settingsSchema,
}).describe(
  "Argo CD as a capability of EKS, which AWS runs outside of the cluster: on a hub of provider eks. Default: none, its chart is installed.",
);

type File = z.output<typeof capabilitySchema>;

/** The role of an EKS capability, with all that the capability is made with. */
export function resolveCapability(file: File, aws: AwsPlace, hub: RoleOwner): CapabilityIdentity {
  const { instanceArn: instance, region: place = aws.region } = file.identityCenter;
  return {
    kind: "capability",
    ...roleOf(aws, hub),
    capability: {
      identityCenter: { instanceArn: instance, region: place },
      roles: roleMappings(file),
      vpcEndpoints: file.networkAccess?.vpcEndpoints ?? [],
      settings: file.settings,
    },
  };
}

function roleMappings({ admins, editors, viewers }: File): readonly CapabilityRoleMapping[] {
  const roles = [
    { role: "ADMIN", identities: admins.map(toIdentity) },
    { role: "EDITOR", identities: editors.map(toIdentity) },
    { role: "VIEWER", identities: viewers.map(toIdentity) },
  ] as const;
  return roles.filter((mapping) => mapping.identities.length > 0);
}

/** The schema has seen to it that one of them is there. */
function toIdentity({ group, user }: z.output<typeof identity>): SsoIdentity {
  return group === undefined ? { user: user ?? "" } : { group };
}

/** Settings of an Argo CD that say something about its chart or its pods, which a capability has none of. */
export const chartSettings = [
  "chart",
  "values",
  "highAvailability",
  "size",
  "domain",
  "ingress",
  "sso",
  "rbac",
  "admin",
  "identity",
  "selfManage",
] as const;
