import * as z from "zod";
import { fields, nonEmpty } from "../fields/fields.js";

/** Who may do what in Argo CD. */
export interface RbacSpec {
  /** Lines of Argo CD's policy.csv. */
  readonly policy: string;
  /**
   * Role of everybody who is logged in.
   *
   * @default - none: they see nothing
   */
  readonly default?: string;
}

export const rbacSchema = fields({
  policy: z
    .union([z.array(nonEmpty), z.string()], {
      error: (issue) => (issue.code === "invalid_union" ? "expected a list of lines, or text" : undefined),
    })
    .prefault([])
    .describe("Lines of Argo CD's policy.csv, as a list or as text. Default: none.")
    .meta({ examples: [["p, role:dev, applications, sync, team-a/*, allow", "g, acme:developers, role:dev"]] }),
  default: nonEmpty
    .optional()
    .describe("Role of everybody who is logged in. Default: none, they see nothing.")
    .meta({ examples: ["role:readonly"] }),
}).describe("Who may do what in Argo CD. Default: only what Argo CD's own roles give, and those to nobody.");

export function resolveRbac(rbac: z.output<typeof rbacSchema>): RbacSpec {
  const { policy } = rbac;
  return { ...rbac, policy: typeof policy === "string" ? policy : policy.join("\n") };
}
