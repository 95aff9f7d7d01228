import { fields, matching } from "../fields/fields.js";
import type { Backend } from "./backend.js";
import { refuseCredentials, refuseSet } from "../fields/refusals.js";

/** Terraform state in schemas of a PostgreSQL database, locked by advisory locks. */
export interface PgBackendSpec {
  readonly type: "pg";
  /** Prefix of the schemas, one for each stack. */
  readonly schemaPrefix: string;
}

const schema = fields(
  {
    schemaPrefix: matching(/^([A-Za-z_][\w-]*)?$/, 'letters, digits, "_" and "-", with no digit at the front')
      .default("")
      .describe("Prefix of the schemas: a stack's is <prefix><stack id>.")
      .meta({ examples: ["terraform_"] }),
  },
  {
    ...refuseCredentials(
      ["connStr", "connectionString", "username", "user", "password"],
      "export PG_CONN_STR, or PGHOST, PGUSER and PGPASSWORD, where Terraform runs",
    ),
    ...refuseSet(["schemaName"], "write schemaPrefix: a stack's schema is <prefix><stack id>"),
  },
).describe("State in a PostgreSQL database, locked. Its address comes from PG_CONN_STR of the process environment.");

export const pgBackend: Backend<typeof schema, PgBackendSpec> = {
  schema,
  resolve: (file) => ({ type: "pg", ...file }),
  stateOf: (spec, stackId) => `${spec.schemaPrefix}${stackId}`,
  // PostgreSQL cuts a longer name, and two stacks would share what is left of theirs.
  limit: { characters: 63, what: "the name of its schema" },
};
