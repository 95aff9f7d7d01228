import * as z from "zod";
import type { ClusterSpec, ProviderName } from "../cluster/index.js";
import { unknownChoice } from "../fields.js";
import { bearerToken } from "./bearer-token.js";

export type { Access, NamespaceAccess, PolicyRule, RuleAccess } from "./access.js";
export type { BearerTokenSpec } from "./bearer-token.js";

/** Every mode; the schema, the rules and the documentation follow from this record. */
export const registrationModes = { "bearer-token": bearerToken };

export type ModeName = keyof typeof registrationModes;

/** How a spoke is made known to Argo CD, resolved; one variant for each mode. */
export type RegistrationSpec = ReturnType<(typeof registrationModes)[ModeName]["resolve"]>;

/** The mode of a spoke whose file names none. */
export const defaultMode: Readonly<Record<ProviderName, ModeName>> = {
  local: "bearer-token",
  existing: "bearer-token",
};

const error = unknownChoice({
  by: "mode",
  what: "registration mode",
  names: Object.keys(registrationModes),
  later: ["aws-iam", "exec", "client-certificate"],
});

/** The `registration` field, whole. */
export const registrationSchema = z
  .discriminatedUnion("mode", [bearerToken.schema], { error })
  .describe("How the spoke is made known to Argo CD.");

/** The `registration` field where the rest of it may come from elsewhere. */
export const partialRegistrationSchema = z
  .union([bearerToken.schema.partial()], { error })
  .describe("How the spoke is made known to Argo CD.");

/** Fills in what a file leaves out of a spoke's registration. */
export function resolveRegistration(file: z.output<typeof registrationSchema>, cluster: ClusterSpec): RegistrationSpec {
  return registrationModes[file.mode].resolve(file, cluster);
}
