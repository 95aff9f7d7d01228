import * as z from "zod";
import { partialFields } from "../fields/checks.js";
import type { ClusterSpec, ProviderName } from "../cluster/index.js";
import { unknownChoice } from "../fields/fields.js";
import { isComputed, type Access, type PolicyRule } from "./access.js";
import { awsIam } from "./aws-iam.js";
import { bearerToken } from "./bearer-token.js";
import { clientCertificate } from "./client-certificate.js";
import { exec } from "./exec.js";
import type { RegistrationMode, SpokePlace } from "./mode.js";

export { isComputed, isNamespaceAccess, namespaceVerbs } from "./access.js";
export type { Access, NamespaceAccess, PolicyRule, RuleAccess } from "./access.js";
export type { AwsIamSpec } from "./aws-iam.js";
export { longestEksLifetime, type BearerTokenSpec } from "./bearer-token.js";
export type { CertificateIssue, CertificateSource, ClientCertificateSpec } from "./client-certificate.js";
export type { CommonRegistrationSpec } from "./common.js";
export type { ExecSpec } from "./exec.js";
export type { Subject } from "./subject.js";

/** Every mode; the schema, the rules and the documentation follow from this record. */
export const registrationModes = {
  "bearer-token": bearerToken,
  "aws-iam": awsIam,
  exec,
  "client-certificate": clientCertificate,
};

/** A mode that an environment file may name. */
export type ModeName = keyof typeof registrationModes;

/** How a spoke is made known to Argo CD, resolved; one variant for each mode. */
export type RegistrationSpec = ReturnType<(typeof registrationModes)[ModeName]["resolve"]>;

/** The mode of a spoke whose file names none. */
export const defaultMode: Readonly<Record<ProviderName, ModeName>> = {
  local: "bearer-token",
  existing: "bearer-token",
  kind: "bearer-token",
  eks: "aws-iam",
};

const error = unknownChoice({ by: "mode", what: "registration mode", names: Object.keys(registrationModes) });

const description =
  "How the spoke is made known to Argo CD. Default: `mode: aws-iam` for provider eks, else `mode: bearer-token`.";

/** The `registration` field, whole. */
export const registrationSchema = z
  .discriminatedUnion("mode", [bearerToken.schema, awsIam.schema, exec.schema, clientCertificate.schema], { error })
  .describe(description);

/** The `registration` field where the rest of it may come from elsewhere. */
export const partialRegistrationSchema = z
  .union(
    [
      partialFields(bearerToken.schema),
      partialFields(awsIam.schema),
      partialFields(exec.schema),
      partialFields(clientCertificate.schema),
    ],
    { error },
  )
  .describe(description);

/** Fills in what a file leaves out of a registration. */
export function resolveRegistration(
  file: z.output<typeof registrationSchema>,
  cluster: ClusterSpec,
  spoke: SpokePlace,
): RegistrationSpec {
  const mode = registrationModes[file.mode] as unknown as RegistrationMode<z.ZodObject, RegistrationSpec>;
  const access = withComputed(file.access, spoke.computedRules);
  return mode.resolve({ ...file, access }, cluster, spoke);
}

function withComputed(access: Access, computed: readonly PolicyRule[] = []): Access {
  return isComputed(access) ? { ...access, rules: [...computed, ...access.rules] } : access;
}
