import { isMap } from "../path.js";
import type { Field } from "./field.js";

/** What the field might be, or undefined where the format says of none of its parts what they might be. */
export function exampleOf(field: Field): unknown {
  const [given = field.values?.[0]] = field.examples;
  const [alternative] = field.alternatives;
  if (given !== undefined) return given;
  if (alternative !== undefined) return exampleOfAlternative(alternative, field.choice);
  if (field.fields.length === 0) return field.default;
  const map = exampleOfFields(field.fields);
  return map !== undefined && field.type.startsWith("list") ? [map] : map;
}

/** What a field might be with one value of its choice. */
export function exampleOfAlternative(alternative: Field, choice?: string): unknown {
  const { fields, examples } = alternative;
  const [chosen] = fields.find(({ name }) => name === choice)?.values ?? [];
  if (choice === undefined || chosen === undefined) return exampleOf(alternative);
  const example = examples[0] ?? exampleOfFields(fields.filter(({ name }) => name !== choice));
  return { [choice]: chosen, ...(isMap(example) ? example : {}) };
}

/** The required fields, or the first that have examples; undefined where there is no example. */
function exampleOfFields(fields: readonly Field[]): unknown {
  const required = fields.filter((field) => field.required);
  const shown = required.length > 0 ? required : fields.filter(({ examples }) => examples.length > 0).slice(0, 2);
  const values = shown.map((field) => [field.name, exampleOf(field)] as const);
  if (shown.length === 0 || values.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(values);
}
