import { fieldsOf, valuesOf, type JsonSchema } from "./json.js";

/**
 * The text of config/environment-definition.ts: the schema of an environment file as TypeScript interfaces.
 *
 * Made from the JSON schema and not inferred from the code's, so that an editor shows names and descriptions where the
 * compiler would show a page of unions.
 */
export function environmentDefinition(schema: JsonSchema): string {
  const defs = Object.entries(schema.$defs ?? {});
  const declarations = defs.flatMap(([name, def]) =>
    def.anyOf === undefined ? [declare(nameOf(name), def)] : declareUnion(name, def),
  );
  return ["// Made by `npm run generate` from the schema of an environment file.", ...declarations, ""].join("\n\n");
}

/** Alternatives that have fields get a name each: it is what an editor shows. */
function declareUnion(name: string, { anyOf = [], description }: JsonSchema): readonly string[] {
  const named = anyOf.map((part) => ({ part, name: `${pascalCase(part.title ?? "")}${nameOf(name)}` }));
  const members = named.map((member) => (hasFields(member.part) ? member.name : typeOf(member.part, 0)));
  return [
    ...named.filter(({ part }) => hasFields(part)).map((member) => declare(member.name, member.part)),
    `${comment({ description }, 0)}export type ${nameOf(name)} = ${members.join(" | ")};`,
  ];
}

function declare(name: string, schema: JsonSchema): string {
  return hasFields(schema)
    ? `${comment(schema, 0)}export interface ${name} ${body(schema, 0)}`
    : `${comment(schema, 0)}export type ${name} = ${typeOf(schema, 0)};`;
}

/** Definitions whose name is not the one of their place in the file. */
const names: Readonly<Record<string, string>> = { file: "EnvironmentDefinition", argocd: "ArgoCdDefinition" };

function nameOf(def: string): string {
  return names[def] ?? `${pascalCase(def)}Definition`;
}

function pascalCase(text: string): string {
  return text.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}

function hasFields(schema: JsonSchema): boolean {
  return schema.properties !== undefined;
}

function typeOf(schema: JsonSchema, depth: number): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref.split("/").at(-1) ?? "");
  const values = valuesOf(schema);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf !== undefined) return schema.anyOf.map((part) => typeOf(part, depth)).join(" | ");
  if (schema.type === "array") return `readonly ${inBrackets(typeOf(schema.items ?? {}, depth))}[]`;
  return schema.type === "object" ? mapType(schema, depth) : scalarType(schema.type);
}

function mapType(schema: JsonSchema, depth: number): string {
  if (hasFields(schema)) return body(schema, depth);
  const value = schema.additionalProperties ? typeOf(schema.additionalProperties, depth) : "unknown";
  return `Readonly<Record<string, ${value}>>`;
}

function scalarType(type: string | undefined): string {
  return type === "integer" ? "number" : (type ?? "unknown");
}

function inBrackets(type: string): string {
  return /^\w+$/.test(type) ? type : `(${type})`;
}

function body(schema: JsonSchema, depth: number): string {
  const indent = "  ".repeat(depth + 1);
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(fieldsOf(schema)).map(([name, field]) => {
    const optional = required.has(name) ? "" : "?";
    return `${comment(field, depth + 1)}${indent}readonly ${name}${optional}: ${typeOf(field, depth + 1)};`;
  });
  return `{\n${fields.join("\n")}\n${"  ".repeat(depth)}}`;
}

/** The description, the default and the examples; an end of a comment in them would be one. */
function comment({ description, default: value, examples = [] }: JsonSchema, depth: number): string {
  const lines = [
    ...(description === undefined ? [] : [description]),
    ...(value === undefined ? [] : [`@default ${JSON.stringify(value)}`]),
    ...examples.map((example) => `@example ${JSON.stringify(example)}`),
  ];
  if (lines.length === 0) return "";
  const indent = "  ".repeat(depth);
  const text = lines.map((line) => `${indent} * ${line.replaceAll("*/", "*\\/")}\n`).join("");
  return `${indent}/**\n${text}${indent} */\n`;
}
