import { choiceOf, fieldsOf, valuesOf, type JsonSchema } from "../json-schema/json.js";

/** What there is to know of one field of the format. */
export interface Field {
  readonly name: string;
  /** As it is in a file; the items of a list, and the alternatives, have the path of the field. */
  readonly path: string;
  /** In words, for example "list of maps". */
  readonly type: string;
  readonly description: string;
  /** Once bases and defaults are merged in. */
  readonly required: boolean;
  /** A default that is said in words is in the description. */
  readonly default?: unknown;
  /** All that is allowed, where that can be listed. */
  readonly values?: readonly unknown[];
  readonly examples: readonly unknown[];
  /** Fields of the map, or of each map of the list. */
  readonly fields: readonly Field[];
  /** Field whose value chooses among the alternatives, for example `provider`. */
  readonly choice?: string;
  /** What it may be, where there are several; each named after what chooses it. */
  readonly alternatives: readonly Field[];
}

/** The whole format, from the JSON schema of an environment file. */
export function readFormat(schema: JsonSchema): Field {
  const { description, $ref } = schema;
  return new Reader(schema.$defs ?? {}).read({ description, $ref }, { name: "", path: "", required: false });
}

interface Place {
  readonly name: string;
  readonly path: string;
  readonly required: boolean;
}

class Reader {
  constructor(private readonly shared: Readonly<Record<string, JsonSchema>>) {}

  read(written: JsonSchema, place: Place): Field {
    const schema = this.follow(written);
    const content = schema.items === undefined ? schema : this.follow(schema.items);
    const values = valuesOf(schema);
    return {
      ...place,
      type: this.typeOf(schema),
      description: schema.description ?? "",
      ...(schema.default !== undefined && { default: schema.default }),
      ...(values && { values }),
      examples: schema.examples ?? [],
      fields: this.readFields(content, place.path),
      ...this.readAlternatives(content, place.path),
    };
  }

  /** What a `$ref` stands for, with what is said beside it. */
  private follow(schema: JsonSchema): JsonSchema {
    const { $ref, ...beside } = schema;
    const target = $ref === undefined ? undefined : this.shared[$ref.replace("#/$defs/", "")];
    return target === undefined ? schema : { ...this.follow(target), ...beside };
  }

  private readFields(schema: JsonSchema, path: string): readonly Field[] {
    const required = new Set([...(schema.required ?? []), ...(schema["x-required"] ?? [])]);
    return Object.entries(fieldsOf(schema)).map(([name, field]) =>
      this.read(field, { name, path: path === "" ? name : `${path}.${name}`, required: required.has(name) }),
    );
  }

  private readAlternatives(schema: JsonSchema, path: string): Pick<Field, "choice" | "alternatives"> {
    const alternatives = (schema.anyOf ?? []).map((each) => this.follow(each));
    const choice = choiceOf(alternatives);
    const read = alternatives.map((each) => {
      const name = each.title ?? "";
      return this.read(each, { name, path, required: false });
    });
    return { ...(choice !== undefined && { choice }), alternatives: read };
  }

  private typeOf(schema: JsonSchema): string {
    if (schema.items !== undefined) return `list of ${plural(this.typeOf(this.follow(schema.items)))}`;
    if (schema.anyOf !== undefined) {
      return [...new Set(schema.anyOf.map((each) => this.typeOf(this.follow(each))))].join(" or ");
    }
    const { additionalProperties: values } = schema;
    if (values !== undefined && values !== false && values.type !== undefined) {
      return `map of ${plural(this.typeOf(this.follow(values)))}`;
    }
    return typeNames[schema.type ?? ""] ?? "anything";
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "map",
  array: "list",
};

function plural(type: string): string {
  return /^(map|whole number|number)$/.test(type) ? `${type}s` : type;
}
