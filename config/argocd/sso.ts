import * as z from "zod";
import { fields, freeMap, listOf, nonEmpty, unknownChoice } from "../fields/fields.js";
import { urlField } from "../fields/urls.js";
import { secretReference, type SecretReference } from "./secret-reference.js";

/** How people log in. */
export type SsoSpec = OidcSsoSpec | DexSsoSpec;

/** By an OpenID Connect provider that Argo CD talks to itself. */
export interface OidcSsoSpec {
  readonly provider: "oidc" | "entra" | "okta" | "keycloak" | "google";
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  /** @default - none: a public client, with PKCE */
  readonly clientSecret?: SecretReference;
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
}

/** By Dex, which speaks to what is no OpenID Connect provider. */
export interface DexSsoSpec {
  readonly provider: "dex";
  readonly connectors: readonly DexConnector[];
  readonly groupsClaim: string;
}

export interface DexConnector {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const issuer = urlField(["https"], "https://login.example.com");

const groupsClaim = nonEmpty.default("groups").describe("Claim that lists a person's groups, which rbac refers to.");

const oidcFields = {
  name: nonEmpty.optional().describe("Name on the login button. Default: the provider's."),
  clientId: nonEmpty.describe("Id of the client that is registered with the provider.").meta({ examples: ["argocd"] }),
  clientSecret: secretReference.optional().describe("Its secret. Default: none, a public client with PKCE."),
  scopes: listOf(nonEmpty)
    .default(["openid", "profile", "email", "groups"])
    .describe("Scopes that are asked for; some providers refuse `groups`."),
  groupsClaim,
};

const oidcSchema = fields({
  provider: z.enum(["oidc", "entra", "okta", "keycloak"]).describe("Who logs people in; `oidc` is any other provider."),
  issuer: issuer
    .describe("Issuer URL, as the provider's tokens name it.")
    .meta({ examples: ["https://login.microsoftonline.com/<tenant id>/v2.0"] }),
  ...oidcFields,
});

const googleSchema = fields({
  provider: z.literal("google").describe("Google Workspace or Google Cloud Identity."),
  issuer: issuer.default("https://accounts.google.com").describe("Issuer URL, as the provider's tokens name it."),
  ...oidcFields,
  scopes: listOf(nonEmpty).default(["openid", "profile", "email"]).describe("Scopes that are asked for."),
});

/** @see https://dexidp.io/docs/connectors/ */
const connectorTypes = [
  "atlassian-crowd",
  "authproxy",
  "bitbucket-cloud",
  "gitea",
  "github",
  "gitlab",
  "google",
  "keystone",
  "ldap",
  "linkedin",
  "microsoft",
  "oauth",
  "oidc",
  "openshift",
  "saml",
] as const;

const dexSchema = fields({
  provider: z.literal("dex").describe("Dex, for LDAP, SAML, GitHub and others."),
  connectors: listOf(
    fields({
      type: z.enum(connectorTypes).describe("Dex's type of the connector."),
      id: nonEmpty.describe("Id of the connector: unique, and for life.").meta({ examples: ["github"] }),
      name: nonEmpty.describe("Name on the login button.").meta({ examples: ["GitHub"] }),
      config: freeMap
        .prefault({})
        .describe("Passed to Dex as it is; a secret in it is a reference: $<Secret>:<key>.")
        .meta({
          examples: [{ clientID: "argocd", clientSecret: "$dex-github:clientSecret", orgs: [{ name: "acme" }] }],
        }),
    }),
  ).describe("Where Dex logs people in."),
  groupsClaim,
});

const error = unknownChoice({
  by: "provider",
  what: "SSO provider",
  names: ["oidc", "entra", "okta", "keycloak", "google", "dex"],
});

export const ssoSchema = z
  .discriminatedUnion("provider", [oidcSchema, googleSchema, dexSchema], { error })
  .describe("How people log in; it needs a domain. Default: the admin user only.");

const providerNames = {
  oidc: "SSO",
  entra: "Microsoft Entra ID",
  okta: "Okta",
  keycloak: "Keycloak",
  google: "Google",
} as const;

/** Fills in the name on the login button. */
export function resolveSso(sso: z.output<typeof ssoSchema>): SsoSpec {
  return sso.provider === "dex" ? sso : { ...sso, name: sso.name ?? providerNames[sso.provider] };
}
