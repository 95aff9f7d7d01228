import * as z from "zod";
import { writtenSchema } from "./schema.js";

/** JSON schema of an environment file: editors complete and check files with it. */
export function environmentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(writtenSchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return { title: "hubspoke environment", ...schema };
}

/** The text of schema/environment.schema.json. */
export function environmentJsonSchemaText(): string {
  return `${JSON.stringify(environmentJsonSchema(), null, 2)}\n`;
}
