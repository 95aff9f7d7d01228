import * as z from "zod";
import { fields } from "../fields/fields.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import { lifetime } from "./lifetime.js";
import type { RegistrationMode } from "./mode.js";

/** A ServiceAccount token that expires, requested by Terraform and kept in no state. */
export interface BearerTokenSpec extends CommonRegistrationSpec {
  readonly mode: "bearer-token";
  /** How long a token is valid, as a Go duration. */
  readonly lifetime: string;
  /** Raise it to have a new token made. */
  readonly revision: number;
}

const defaultLifetime = "8760h";
/** EKS issues none for longer. */
export const longestEksLifetime = "24h";

const schema = fields({
  mode: z.literal("bearer-token").describe("A ServiceAccount token that expires, never in Terraform state."),
  lifetime: lifetime
    .optional()
    .describe(
      `How long a token is valid, as a Go duration; at least 10m. Default: ${defaultLifetime}, on EKS ${longestEksLifetime}.`,
    )
    .meta({ examples: ["720h"] }),
  revision: z.int().min(1).default(1).describe("Raise it to have a new token made."),
  ...commonFields,
});

export const bearerToken: RegistrationMode<typeof schema, BearerTokenSpec> = {
  schema,
  supports: ["local", "existing", "kind", "eks"],
  resolve: (file, cluster) => ({
    ...file,
    ...resolveCommon(file, cluster),
    lifetime: file.lifetime ?? (cluster.provider === "eks" ? longestEksLifetime : defaultLifetime),
  }),
};
