/** A JSON schema (draft 2020-12), as far as the schema of an environment file uses it. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema | false>>;
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | false;
  readonly required?: readonly string[];
  /**
   * Fields that must be there once bases and defaults are merged in.
   *
   * Validators do not know it: one file alone may leave them out.
   */
  readonly "x-required"?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
}

/** The fields of a map. */
export function fieldsOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(schema.properties ?? {}).filter((entry) => isSchema(entry)));
}

function isSchema(entry: readonly [string, JsonSchema | false]): entry is [string, JsonSchema] {
  return entry[1] !== false;
}

/** All values that a schema allows, where it lists them. */
export function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  return schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
}

/** The field whose value tells which of several maps is meant, for example `provider`. */
export function choiceOf(schemas: readonly JsonSchema[]): string | undefined {
  const names = Object.keys(fieldsOf(schemas[0] ?? {}));
  return names.find((name) => {
    const fields = schemas.map((schema) => fieldsOf(schema)[name] ?? {});
    const values = fields.flatMap(valuesOf);
    const isChoice = fields.some((field) => field.const !== undefined) && !values.includes(undefined);
    return isChoice && new Set(values).size === values.length;
  });
}

/** The same schema with each schema that is part of it replaced. */
export function mapParts(schema: JsonSchema, replace: (part: JsonSchema, name: string) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties, anyOf } = schema;
  const fields = Object.entries(fieldsOf(schema)).map(([name, part]) => [name, replace(part, name)] as const);
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(items && { items: replace(items, "") }),
    ...(additionalProperties && { additionalProperties: replace(additionalProperties, "") }),
    ...(anyOf && { anyOf: anyOf.map((part) => replace(part, "")) }),
  };
}

/** The same schema without some of its keywords. */
export function without(schema: JsonSchema, ...keywords: readonly (keyof JsonSchema)[]): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.some((each) => each === keyword)));
}
