import type * as z from "zod";
import { customIssue, fields, nonEmpty } from "./fields.js";
import { resolvePath, type PathBase } from "./paths.js";

/** Terraform state in files on this machine. */
export interface LocalBackendSpec {
  readonly type: "local";
  /** Absolute folder; a stack's state is `<path>/<stack id>.tfstate`. */
  readonly path: string;
}

/** Where Terraform keeps state, resolved; one variant for each kind. */
export type BackendSpec = LocalBackendSpec;

const local = fields({
  path: nonEmpty
    .default(".hubspoke/state")
    .describe("Folder of the state files; a relative one starts at the project, the parent of environments/."),
}).describe("State in files on this machine.");

/** The `backend` field: exactly one kind. */
export const backendSchema = fields({ local: local.optional() }, ["s3", "gcs", "azurerm", "http", "kubernetes"])
  .check((context) => {
    if (context.value.local !== undefined || context.issues.length > 0) return;
    context.issues.push(
      customIssue(context.value, { message: "names no backend, expected one of: local", fix: "write local: {}" }),
    );
  })
  .prefault({ local: {} })
  .describe("Where Terraform keeps state; exactly one kind.");

/** Makes the state folder absolute. */
export function resolveBackend(backend: z.output<typeof backendSchema>, base: PathBase): BackendSpec {
  return { type: "local", path: resolvePath(backend.local?.path ?? ".hubspoke/state", base) };
}
