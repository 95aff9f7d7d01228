import { join } from "node:path";
import { fields, nonEmpty } from "../fields/fields.js";
import { resolvePath } from "../paths.js";
import { variablesNote } from "../merge/variables.js";
import type { Backend } from "./backend.js";

/** Terraform state in files on this machine. */
export interface LocalBackendSpec {
  readonly type: "local";
  /** Absolute folder; a stack's state is `<path>/<stack id>.tfstate`. */
  readonly path: string;
}

const schema = fields({
  path: nonEmpty
    .default(".hubspoke/state")
    .describe(
      `Folder of the state files; a relative one starts at the project, the parent of environments/. ${variablesNote}`,
    ),
}).describe("State in files on this machine.");

export const localBackend: Backend<typeof schema, LocalBackendSpec> = {
  schema,
  resolve: (file, base) => ({ type: "local", path: resolvePath(file.path, base) }),
  stateOf: (spec, stackId) => join(spec.path, `${stackId}.tfstate`),
};
