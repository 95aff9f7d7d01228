import { atoms } from "../merge/merge.js";
import { fieldsOf, mapParts, type JsonSchema } from "./json.js";

/**
 * The same schema for one file alone: what is missing in a map may come from `defaults` or from a base.
 *
 * What merging replaces as a whole has to be complete: the items of a list, and what `access` says.
 */
export function loosen(schema: JsonSchema, name = ""): JsonSchema {
  if (schema.items !== undefined || atoms.has(name)) return schema;
  const { required = [], ...rest } = mapParts(schema, loosen);
  const needed = required.filter((field) => !filledIn.has(field));
  return needed.length === 0 ? rest : { ...rest, "x-required": needed };
}

/** A registration that names no mode, or is not there, is made the usual one of its provider. */
const filledIn = new Set(["registration", "mode"]);

/**
 * What a file must have that nothing is merged into: only names, no types.
 *
 * @param skipped fields that `defaults` may give
 */
export function requirements(schema: JsonSchema, skipped: ReadonlySet<string>): JsonSchema | undefined {
  const parts = Object.entries(fieldsOf(schema)).flatMap(([name, field]) => {
    const part = skipped.has(name) || field.anyOf !== undefined ? undefined : requirements(field, skipped);
    return part === undefined ? [] : [[name, part] as const];
  });
  const required = (schema.required ?? []).filter((name) => !skipped.has(name));
  if (required.length === 0 && parts.length === 0) return undefined;
  return {
    ...(required.length > 0 && { required }),
    ...(parts.length > 0 && { properties: Object.fromEntries(parts) }),
  };
}
