import * as z from "zod";
import { environmentSchemaOf, writtenSchema } from "../schema.js";
import { fieldsOf, without, type JsonSchema } from "./json.js";
import { loosen, requirements } from "./loosen.js";
import { sayPlanned } from "./planned.js";
import { share } from "./share.js";
import { tidy } from "./tidy.js";

/** The schemas that editors complete and check files with, by file name in schema/. */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return { "environment.schema.json": environmentJsonSchema(), "base.schema.json": baseJsonSchema };
}

/** The text of a file in schema/: short lists and maps are on one line, so that a person can read it. */
export function schemaText(schema: JsonSchema): string {
  const innermost = /([[{])\n\s+([^[\]{}\n]*(?:\n[^[\]{}\n]*)*?)\n\s+([\]}])/g;
  const text = JSON.stringify(schema, null, 2).replace(
    innermost,
    (whole, open: string, inside: string, close: string) => {
      const space = open === "{" ? " " : "";
      const line = open + space + inside.replace(/\n\s+/g, " ") + space + close;
      return line.length <= 90 ? line : whole;
    },
  );
  return `${text}\n`;
}

const draft = "https://json-schema.org/draft/2020-12/schema";

/** A file that others extend: the same fields, and nothing is missing in it. */
const baseJsonSchema: JsonSchema = {
  $schema: draft,
  title: "hubspoke base",
  description: "A file that environments extend: any part of an environment file.",
  $ref: "environment.schema.json#/$defs/file",
};

/** JSON schema of an environment file. It never refuses what `parseEnvironment` takes. */
export function environmentJsonSchema(): JsonSchema {
  const whole = wholeFile();
  const shared = share({ properties: { file: looseFile(whole) } });
  const { file = {} } = fieldsOf(shared);
  return {
    $schema: draft,
    title: "hubspoke environment",
    description: "One environment: a hub and its spokes, or standalone clusters, and what Argo CD delivers to them.",
    $ref: "#/$defs/file",
    if: { required: ["extends"] },
    else: complete(whole),
    $defs: { file: { ...file, allOf: [whatModelExcludes] }, ...shared.$defs },
  };
}

/** Every field of both models, as it must be once bases and defaults are merged in. */
function wholeFile(): JsonSchema {
  const written = jsonOf(writtenSchema);
  const models = ["hub-spoke", "standalone"].map((model) => fieldsOf(jsonOf(environmentSchemaOf({ model }))));
  const entries = Object.assign({}, ...models) as Readonly<Record<string, JsonSchema>>;
  const fields = Object.entries(fieldsOf(written)).map(([name, field]) => {
    const whole = entries[name];
    return [name, isEntry(name) && whole ? { ...whole, description: field.description } : field] as const;
  });
  return { ...written, properties: Object.fromEntries(fields) };
}

/** Zod's own conversion. What it cannot express is left to `hubspoke validate`. */
function jsonOf(schema: z.ZodType): JsonSchema {
  return sayPlanned(tidy(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema));
}

const listsOfEntries = ["spokes", "clusters"] as const;

function isEntry(name: string): boolean {
  return name === "hub" || (listsOfEntries as readonly string[]).includes(name);
}

/** The fields of one file alone. */
function looseFile(whole: JsonSchema): JsonSchema {
  const { required = [], ...rest } = whole;
  const { defaults = {}, ...fields } = fieldsOf(whole);
  const loose = Object.entries(fields).map(([name, field]) => [name, looseField(name, field)] as const);
  const properties = { ...Object.fromEntries(loose) };
  return {
    ...rest,
    "x-required": required.filter((each) => !isEntry(each)),
    properties: { ...properties, defaults: looseDefaults(defaults, properties) },
  };
}

/** Entries of a list are merged by name, so that an entry needs that and nothing else. */
function looseField(name: string, field: JsonSchema): JsonSchema {
  if (!isEntry(name) || field.items === undefined) return loosen(field, name);
  return { ...field, items: { ...loosen(field.items), required: ["name"] } };
}

/** Parts of the entries, each as it is there. */
function looseDefaults(defaults: JsonSchema, fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const entries = ["hub", ...listsOfEntries].map((name) => fieldsOf(fields[name]?.items ?? fields[name] ?? {}));
  const parts = Object.entries(fieldsOf(defaults)).map(([name, { description }]) => {
    const part = entries.map((entry) => entry[name]).find((found) => found !== undefined) ?? {};
    return [name, { ...without(part, "default"), description: description ?? part.description }] as const;
  });
  return { ...defaults, properties: Object.fromEntries(parts) };
}

/** What a file must have that extends no other. */
function complete(whole: JsonSchema): JsonSchema {
  const { defaults = {}, ...fields } = fieldsOf(whole);
  const skipped = new Set([...Object.keys(fieldsOf(defaults)), "defaults", ...listsOfEntries]);
  const { required = [], properties = {} } = requirements({ ...whole, properties: fields }, skipped) ?? {};
  const common = required.filter((name) => !isEntry(name));
  return {
    required: common,
    properties,
    if: isStandalone,
    then: { required: ["clusters"] },
    else: { required: ["hub"], properties: { clusters: false } },
  };
}

const isStandalone: JsonSchema = { required: ["model"], properties: { model: { const: "standalone" } } };

/** What a file that names its model must not have; one that does not may have it from a base. */
const whatModelExcludes: JsonSchema = {
  if: { required: ["model"] },
  then: {
    if: isStandalone,
    then: { properties: { hub: false, spokes: false } },
    else: { properties: { clusters: false } },
  },
};
