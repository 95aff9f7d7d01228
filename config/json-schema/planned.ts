import { plannedSettings } from "../rules/argocd.js";
import { fieldsOf, mapParts, type JsonSchema } from "./json.js";

const note = "Not implemented yet.";

/** Says of what the format has, and no stack defines yet, that it is so. */
export function sayPlanned(schema: JsonSchema, name = ""): JsonSchema {
  const parts = mapParts(schema, (part, field) => sayPlanned(part, field));
  const fields = Object.entries(fieldsOf(parts));
  if (name !== "argocd") return parts;
  const settings = fields.map(
    ([field, part]) => [field, plannedSettings.includes(field) ? withNote(part) : part] as const,
  );
  return { ...parts, properties: Object.fromEntries(settings) };
}

function withNote(schema: JsonSchema): JsonSchema {
  return { ...schema, description: `${schema.description ?? ""} ${note}`.trim() };
}
