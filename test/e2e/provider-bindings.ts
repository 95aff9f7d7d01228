import { createRequire } from "node:module";

/** What can be configured, by name: `simple string`, `list stringList`; for what has fields of its own, those. */
export type Shape = { readonly [attribute: string]: string | { readonly nesting: string; readonly fields: Shape } };

type Module = Readonly<Record<string, unknown>>;

const require = createRequire(import.meta.url);

/**
 * What a class of the npm bindings says of its resource type.
 *
 * Read from the source of the generated functions: they are all of one form, and nothing else in the package names the
 * attributes with their types.
 */
export function bindingShape(provider: string, folder: string, className: string): Shape {
  const module = require(`@cdktf/provider-${provider}/lib/${folder}/index.js`) as Module;
  const generated = module[className] as { prototype: { synthesizeHclAttributes: () => unknown } };
  return fieldsOf(module, generated.prototype.synthesizeHclAttributes);
}

const entry = /(\w+): \{\s*value: (.*),\s*isBlock: (true|false),\s*type: "(\w+)",\s*storageClassType: "(\w+)",\s*\}/g;

function fieldsOf(module: Module, generated: unknown): Shape {
  const found = [...String(generated).matchAll(entry)].map(([, name = "", value = "", isBlock, type = "", storage]) => {
    if (isBlock === "false") return [name, `${type} ${storage}`] as const;
    const nested = /(?<!\.)\b\w+ToHclTerraform/.exec(value)?.[0] ?? "";
    return [name, { nesting: type, fields: fieldsOf(module, module[nested]) }] as const;
  });
  if (found.length === 0) throw new Error(`no attributes in ${String(generated).slice(0, 80)}`);
  return Object.fromEntries(found);
}

/** A block as `terraform providers schema -json` describes it. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly block: Block }>>;
}

interface Attribute {
  readonly type?: unknown;
  readonly nested_type?: { readonly nesting_mode: string; readonly attributes: Readonly<Record<string, Attribute>> };
  readonly required?: boolean;
  readonly optional?: boolean;
}

/** The same of a schema; what is only computed cannot be configured, and the bindings list it elsewhere. */
export function schemaShape({ attributes = {}, block_types = {} }: Block): Shape {
  const configurable = Object.entries(attributes).filter(([, { required, optional }]) => required || optional);
  return Object.fromEntries([
    ...configurable.map(([name, attribute]) => [name, attributeShape(attribute)] as const),
    ...Object.entries(block_types).map(([name, { nesting_mode, block }]) => {
      return [name, { nesting: NESTING[nesting_mode] ?? nesting_mode, fields: schemaShape(block) }] as const;
    }),
  ]);
}

const NESTING: Readonly<Record<string, string>> = { single: "struct" };
const SIMPLE: Readonly<Record<string, string>> = { string: "string", number: "number", bool: "boolean" };

function attributeShape({ type, nested_type }: Attribute): Shape[string] {
  if (nested_type) {
    const { nesting_mode, attributes } = nested_type;
    return { nesting: NESTING[nesting_mode] ?? nesting_mode, fields: schemaShape({ attributes }) };
  }
  if (typeof type === "string") return `simple ${SIMPLE[type]}`;
  const [collection, element] = type as [string, unknown];
  if (typeof element === "string") return `${collection} ${SIMPLE[element]}${collection === "map" ? "Map" : "List"}`;
  const [, types] = element as ["object", Readonly<Record<string, unknown>>];
  const fields = Object.entries(types).map(([name, each]) => [name, attributeShape({ type: each })] as const);
  return { nesting: collection, fields: Object.fromEntries(fields) };
}
