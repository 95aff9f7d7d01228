import * as z from "zod";
import { execFields, resolveExec, type ExecCredential } from "../cluster/exec.js";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { fields, nonEmpty } from "../fields/fields.js";
import { commonFields, resolveCommon, type CommonRegistrationSpec } from "./common.js";
import { execPresets, presetNames } from "./exec-presets.js";
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

const schema = checkedFields(
  fields({
    mode: z.literal("exec").describe("A command that Argo CD runs for a credential; it has to be in Argo CD's image."),
    preset: z
      .enum(presetNames)
      .optional()
      .describe(
        "A cloud whose command it is: `gke` is `gke-gcloud-auth-plugin` and `aks` is `kubelogin`, each with the workload identity of Argo CD's pods. Default: none, a command is named.",
      ),
    ...execFields,
    command: execFields.command.optional().describe("Command that prints an ExecCredential. Required without preset."),
    args: execFields.args.describe("Arguments of the command. Default: those of the preset, else none."),
    installHint: nonEmpty
      .optional()
      .describe("What is said where the command is not there. Default: that of the preset, else nothing."),
    subject: subjectSchema.optional(),
    ...commonFields,
  }),
  complainOfCommand,
);

export const exec: RegistrationMode<typeof schema, ExecSpec> = {
  schema,
  supports: ["local", "existing", "kind", "eks"],
  resolve: ({ preset, ...file }, cluster) => {
    // The schema has seen that there is a command or a preset.
    const command = { command: "", ...(preset !== undefined && execPresets[preset]), ...file };
    return { ...command, ...resolveExec(command), ...resolveCommon(file, cluster) };
  },
};

function complainOfCommand({ preset, command }: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  if (preset !== undefined && command !== undefined) {
    return [{ field: "preset", message: "preset beside command, expected one of them" }];
  }
  return preset === undefined && command === undefined
    ? [{ message: 'missing field "command", expected a string or a preset' }]
    : [];
}
