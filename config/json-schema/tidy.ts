import { variablesNote } from "../merge/variables.js";
import { choiceOf, fieldsOf, mapParts, valuesOf, without, type JsonSchema } from "./json.js";

/** What zod makes of a schema, as an editor is best served with it. */
export function tidy(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = mapParts(asAnyOf(withoutNoise(withVariables(schema))), tidy);
  const { title, description, default: fallback, examples, ...body } = rest;
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
    ...(examples !== undefined && { examples }),
    ...body,
    ...(anyOf && { anyOf: withTitles(anyOf.flatMap(flatten)) }),
  };
}

/** What tells two alternatives apart may come from a base, and then both fit one file alone. */
function asAnyOf(schema: JsonSchema): JsonSchema {
  const { oneOf } = schema;
  return oneOf === undefined ? schema : { ...without(schema, "oneOf"), anyOf: oneOf };
}

/** Drops what says nothing: the largest number of JavaScript, that a name is text. */
function withoutNoise(schema: JsonSchema): JsonSchema {
  const { minimum, maximum, propertyNames } = schema;
  const noise: (keyof JsonSchema)[] = ["$schema"];
  if (minimum === Number.MIN_SAFE_INTEGER) noise.push("minimum");
  if (maximum === Number.MAX_SAFE_INTEGER) noise.push("maximum");
  if (propertyNames && Object.keys(propertyNames).length === 1) noise.push("propertyNames");
  return without(schema, ...noise);
}

/** What a field's text must look like is not known before its variables are put in. */
function withVariables(schema: JsonSchema): JsonSchema {
  if (schema.pattern === undefined || !schema.description?.includes(variablesNote)) return schema;
  return { ...without(schema, "maxLength"), pattern: `${schema.pattern}|\\$\\{` };
}

/** The alternatives of a union in a union. */
function flatten(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf !== undefined && schema.description === undefined ? schema.anyOf : [schema];
}

/** Alternatives that an editor can list: each named after what chooses it, else after its form. */
function withTitles(alternatives: readonly JsonSchema[]): readonly JsonSchema[] {
  const choice = choiceOf(alternatives);
  return alternatives.map((schema) => {
    const chosen = choice === undefined ? undefined : fieldsOf(schema)[choice];
    const title = schema.title ?? (chosen === undefined ? titleOf(schema) : valuesOf(chosen)?.map(String).join(", "));
    const description = schema.description ?? chosen?.description;
    return { title, ...(description !== undefined && { description }), ...schema };
  });
}

function titleOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map(String).join(" or ");
  const { required = Object.keys(fieldsOf(schema)) } = schema;
  return required.length > 0 ? required.join(", ") : typeName(schema.type);
}

function typeName(type = "anything"): string {
  return { string: "text", array: "list", object: "map" }[type] ?? type;
}
