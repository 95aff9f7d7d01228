import type * as z from "zod";
import { checkedFields } from "../fields/checks.js";
import { customIssue, fields } from "../fields/fields.js";
import type { PathBase } from "../paths.js";
import { azurermBackend } from "./azurerm.js";
import type { Backend } from "./backend.js";
import { gcsBackend } from "./gcs.js";
import { httpBackend } from "./http.js";
import { kubernetesBackend } from "./kubernetes.js";
import { localBackend } from "./local.js";
import { pgBackend } from "./pg.js";
import { s3Backend } from "./s3.js";
import { cloudBackend, remoteBackend } from "./workspaces.js";

export type { AzurermBackendSpec } from "./azurerm.js";
export type { GcsBackendSpec } from "./gcs.js";
export { addressOf, type HttpBackendSpec } from "./http.js";
export type { KubernetesBackendSpec } from "./kubernetes.js";
export type { LocalBackendSpec } from "./local.js";
export type { PgBackendSpec } from "./pg.js";
export type { S3BackendSpec } from "./s3.js";
export type { CloudBackendSpec, RemoteBackendSpec } from "./workspaces.js";

/** Every backend; the schema, the rules and the documentation follow from this record. */
export const backends = {
  local: localBackend,
  s3: s3Backend,
  gcs: gcsBackend,
  azurerm: azurermBackend,
  http: httpBackend,
  kubernetes: kubernetesBackend,
  pg: pgBackend,
  remote: remoteBackend,
  cloud: cloudBackend,
};

export type BackendName = keyof typeof backends;

/** Where Terraform keeps state, resolved; one variant for each kind. */
export type BackendSpec = ReturnType<(typeof backends)[BackendName]["resolve"]>;

export const backendNames = Object.keys(backends) as readonly BackendName[];

/** The `backend` field: exactly one kind. */
export const backendSchema = checkedFields(
  fields({
    local: localBackend.schema.optional(),
    s3: s3Backend.schema.optional(),
    gcs: gcsBackend.schema.optional(),
    azurerm: azurermBackend.schema.optional(),
    http: httpBackend.schema.optional(),
    kubernetes: kubernetesBackend.schema.optional(),
    pg: pgBackend.schema.optional(),
    remote: remoteBackend.schema.optional(),
    cloud: cloudBackend.schema.optional(),
  }),
  (value) => {
    const named = namesIn(value);
    if (named.length < 2) return [];
    const fix = "keep the one that holds the state";
    return [{ message: `names ${named.length} backends: ${named.join(", ")}, expected exactly one`, fix }];
  },
)
  .check((context) => {
    if (namesIn(context.value).length > 0 || context.issues.length > 0) return;
    const message = `names no backend, expected one of: ${backendNames.join(", ")}`;
    context.issues.push(customIssue(context.value, { message, fix: "write local: {}" }));
  })
  .prefault({ local: {} })
  .describe("Where Terraform keeps state; exactly one kind.")
  .meta({ minProperties: 1, maxProperties: 1 });

function namesIn(value: Readonly<Record<string, unknown>>): readonly BackendName[] {
  return backendNames.filter((name) => value[name] !== undefined);
}

/** Fills in what a file leaves out of its backend. */
export function resolveBackend(file: z.output<typeof backendSchema>, base: PathBase): BackendSpec {
  const name = namesIn(file)[0] ?? "local";
  return backendOf(name).resolve(file[name] ?? {}, base);
}

/** What the state of a stack is called in its backend: a path, a key, an address, the name of an object. */
export function stateOf(spec: BackendSpec, stackId: string): string {
  return backendOf(spec.type).stateOf(spec, stackId);
}

/** Longest name of a state in a backend, where stack ids may come near it. */
export function stateNameLimit(spec: BackendSpec): Backend<z.ZodObject, BackendSpec>["limit"] {
  return backendOf(spec.type).limit;
}

/** A backend for a value that names it: the compiler cannot follow that the two belong together. */
function backendOf(name: BackendName): Backend<z.ZodObject, BackendSpec> {
  return backends[name] as unknown as Backend<z.ZodObject, BackendSpec>;
}
