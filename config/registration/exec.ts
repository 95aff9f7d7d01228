import * as z from "zod";
import { execFields, resolveExec, type ExecCredential } from "../cluster/exec.js";
import { fields, nonEmpty } from "../fields/fields.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import type { RegistrationMode } from "./mode.js";
import { subjectSchema, type Subject } from "./subject.js";

/** A command that Argo CD runs whenever it needs a credential; it has to be in Argo CD's image. */
export interface ExecSpec extends CommonRegistrationSpec, ExecCredential {
  readonly mode: "exec";
  /**
   * What Argo CD says where the command is not there.
   *
   * @default - nothing
   */
  readonly installHint?: string;
  /**
   * Whom the spoke takes the credential for; `access` is granted to it.
   *
   * @default - nothing is granted: it keeps the rights that it has
   */
  readonly subject?: Subject;
}

const schema = fields({
  mode: z.literal("exec").describe("A command that Argo CD runs for a credential; it has to be in Argo CD's image."),
  ...execFields,
  installHint: nonEmpty.optional().describe("What is said where the command is not there. Default: nothing."),
  subject: subjectSchema.optional(),
  ...commonFields,
});

export const exec: RegistrationMode<typeof schema, ExecSpec> = {
  schema,
  supports: ["local", "existing", "kind", "eks"],
  resolve: (file, cluster) => ({ ...file, ...resolveExec(file), ...resolveCommon(file, cluster) }),
};
