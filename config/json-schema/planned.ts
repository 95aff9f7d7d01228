import { plannedProviders } from "../cluster/index.js";
import { plannedSettings } from "../rules/argocd.js";
import { fieldsOf, mapParts, type JsonSchema } from "./json.js";

/** Fields whose value is a choice, and what cannot be chosen yet. */
const plannedChoices: Readonly<Record<string, readonly string[]>> = { provider: plannedProviders };

const note = "Not implemented yet.";

/** Says of what the format has, and no stack defines yet, that it is so. */
export function sayPlanned(schema: JsonSchema, name = ""): JsonSchema {
  const parts = mapParts(schema, (part, field) => sayPlanned(part, field));
  const fields = Object.entries(fieldsOf(parts));
  if (fields.some(([field, part]) => isPlannedChoice(field, part))) return withNote(parts);
  if (name !== "argocd") return parts;
  const settings = fields.map(
    ([field, part]) => [field, plannedSettings.includes(field) ? withNote(part) : part] as const,
  );
  return { ...parts, properties: Object.fromEntries(settings) };
}

function isPlannedChoice(field: string, { const: value }: JsonSchema): boolean {
  return plannedChoices[field]?.some((planned) => planned === value) ?? false;
}

function withNote(schema: JsonSchema): JsonSchema {
  return { ...schema, description: `${schema.description ?? ""} ${note}`.trim() };
}
