import * as z from "zod";
import { fields, nonEmpty } from "../fields/fields.js";

/** Whom the spoke's API server takes a credential for: what its rights are granted to. */
export interface Subject {
  readonly kind: "User" | "Group";
  readonly name: string;
}

/** The `subject` field of modes whose credential comes from elsewhere. */
export const subjectSchema = fields({
  kind: z.enum(["User", "Group"]).describe("Kind of a Kubernetes RBAC subject."),
  name: nonEmpty
    .describe("Name of the user or group, as the spoke sees it.")
    .meta({ examples: ["argocd@example.com"] }),
}).describe(
  "Whom the spoke takes the credential for; `access` is granted to it. Default: none, nothing is granted and it keeps the rights that it has.",
);
