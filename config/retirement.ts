import * as z from "zod";
import { fields } from "./fields/fields.js";

/** What becomes of the Applications that Argo CD delivers to a spoke that leaves. */
export type LeavingApplications = (typeof leavingApplications)[number];

export const leavingApplications = ["refuse", "orphan", "delete"] as const;

export function isLeavingApplications(name: string): name is LeavingApplications {
  return leavingApplications.some((known) => known === name);
}

/** How a spoke leaves. */
export interface Leaving {
  readonly applications: LeavingApplications;
  /** The spoke is gone for good: nothing is asked of it, and what Terraform knows of it is forgotten. */
  readonly unreachable: boolean;
}

const expected = "expected true, false, or a map with applications or unreachable";

const leavingSchema = fields({
  applications: z
    .enum(leavingApplications)
    .optional()
    .describe(
      "What becomes of the Applications that are delivered to it. With refuse, the deploy stops while there are any, and " +
        "lists them; with orphan, they are removed and what they delivered stays; with delete, that goes too. " +
        "Default: refuse, with unreachable orphan.",
    ),
  unreachable: z
    .boolean()
    .default(false)
    .describe("True: its cluster is gone for good. It is asked nothing, and its Terraform state is emptied."),
});

export const retiredSchema = z
  .union([z.boolean(), leavingSchema], {
    error: (issue) => (issue.code === "invalid_union" ? expected : undefined),
  })
  .default(false)
  .describe(
    "True: the next deploy removes all it had, in order, unless Applications are still delivered to it; a map says what " +
      "becomes of these. Then delete the entry.",
  )
  .meta({ examples: [{ applications: "orphan" }] });

/** How the spoke of an entry leaves; undefined where it stays. */
export function resolveLeaving(retired: z.output<typeof retiredSchema>): Leaving | undefined {
  if (retired === false) return undefined;
  const { applications, unreachable } = retired === true ? { unreachable: false } : retired;
  return { applications: applications ?? (unreachable ? "orphan" : "refuse"), unreachable };
}
