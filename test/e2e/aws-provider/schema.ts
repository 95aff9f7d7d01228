import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bindingShape, type Shape } from "../provider-bindings.js";

/** A type as Terraform writes it in JSON: `string`, `["set", "string"]`, `["list", ["object", { … }]]`. */
export type Type =
  string | readonly ["list" | "set" | "map", Type] | readonly ["object", Readonly<Record<string, Type>>];

export interface Attribute {
  readonly type: Type;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

export interface NestedBlock {
  readonly nesting_mode: "single" | "list" | "set";
  readonly min_items: number;
  readonly max_items: number;
  readonly block: Block;
}

/** A block in the form of `terraform providers schema -json`. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

/** A class of the bindings: the TypeScript that it was compiled from says of each attribute whether it is computed. */
interface Class {
  readonly name: string;
  readonly classes: ReadonlyMap<string, string>;
}

interface Field {
  readonly name: string;
  readonly flags: Omit<Attribute, "type">;
  /** The lines from which its type is to be read. */
  readonly text: string;
}

interface Nested {
  readonly nesting: "single" | "list" | "set";
  readonly max: number;
  readonly of: Class;
}

/** What the bindings say of `aws_eks_cluster`, or as a data source of `data.aws_eks_cluster`. */
export function typeBlock(type: string): Block {
  return blockOf(classOf(type), type);
}

/** The class of a type, and the folder of the bindings that it is in. */
export function bindingOf(type: string): { readonly folder: string; readonly className: string } {
  return { folder: folderOf(type), className: classOf(type).name };
}

/** The provider's own settings: none of them is required, and none computed. */
export function providerBlock(): Block {
  const settings = Object.entries(bindingShape("aws", "provider", "AwsProvider"));
  // Terraform itself knows the alias.
  return optionalBlock(Object.fromEntries(settings.filter(([name]) => name !== "alias")));
}

const require = createRequire(import.meta.url);

/** `aws_eks_cluster` -> `eks-cluster`, `data.aws_eks_cluster` -> `data-aws-eks-cluster`. */
function folderOf(type: string): string {
  return type.replace(/^aws_/, "").replace(/[._]/g, "-");
}

function classOf(type: string): Class {
  const source = readSource(require.resolve(`@cdktf/provider-aws/lib/${folderOf(type)}/index.js`));
  const found = [...source.matchAll(/^export class (\w+) extends cdktf\.(\w+) \{\n([\s\S]*?)^\}/gm)];
  const classes = new Map(found.map(([, name = "", , body = ""]) => [name, body]));
  const [, name = ""] = found.find(([, , base = ""]) => base.startsWith("Terraform")) ?? [];
  return { name, classes };
}

/** The comments that tell what is computed are lost in the JavaScript, but its source map holds the source. */
function readSource(file: string): string {
  const [, map = ""] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
  const { sourcesContent } = JSON.parse(Buffer.from(map, "base64").toString()) as { sourcesContent: [string] };
  return sourcesContent[0];
}

function blockOf(of: Class, path: string): Block {
  const attributes: Record<string, Attribute> = {};
  const block_types: Record<string, NestedBlock> = {};
  for (const field of fieldsOf(of)) {
    const nested = nestedOf(of, field);
    const where = `${path}.${field.name}`;
    // What is computed is no block, though it can be written like one: security groups have such rules.
    if (nested && !field.flags.computed) {
      const { nesting, max } = nested;
      const min = field.flags.required && nesting !== "single" ? 1 : 0;
      block_types[field.name] = {
        nesting_mode: nesting,
        min_items: min,
        max_items: max,
        block: blockOf(nested.of, where),
      };
    } else {
      attributes[field.name] = { type: typeOf(of, field, where), ...field.flags };
    }
  }
  return { attributes, block_types };
}

const heading = /^(\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n/;

function fieldsOf({ name, classes }: Class): Field[] {
  const body = classes.get(name);
  if (body === undefined) throw new Error(`the bindings have no class ${name}`);
  return body.split(/^ {2}\/\/ (?=\w+ - computed)/m).flatMap((text) => {
    const [, field = "", ...flags] = heading.exec(text) ?? [];
    if (field === "") return [];
    const [computed, optional, required] = flags.map((flag) => flag === "true");
    return [
      {
        name: field,
        text,
        flags: { computed: computed === true, optional: optional === true, required: required === true },
      },
    ];
  });
}

/** Of an attribute with fields of its own, the class of those. */
function nestedOf({ classes }: Class, { text }: Field): Nested | undefined {
  const [, name = "", kind, fromSet] =
    / = new (\w+?)(OutputReference|List)\(this, "\w+"(?:, (\w+))?\)/.exec(text) ?? [];
  const of = { name: `${name}OutputReference`, classes };
  if (kind === undefined) return undefined;
  if (kind === "List") return { nesting: fromSet === "true" ? "set" : "list", max: 0, of };
  // One item of a list is at an index, and a single object is not.
  const isList = /super\(terraformResource, terraformAttribute, \w+, \w+\)/.test(classes.get(of.name) ?? "");
  return { nesting: isList ? "list" : "single", max: isList ? 1 : 0, of };
}

function typeOf(of: Class, field: Field, path: string): Type {
  const nested = nestedOf(of, field);
  if (!nested) return simpleType(field.text, path);
  const fields = fieldsOf(nested.of).map(
    (each) => [each.name, typeOf(nested.of, each, `${path}.${each.name}`)] as const,
  );
  const object = ["object", Object.fromEntries(fields)] as const;
  return nested.nesting === "single" ? object : [nested.nesting, object];
}

/** Attributes of which the bindings do not tell the type, so that Terraform takes any. */
export const untyped = new Set<string>();

function simpleType(text: string, path: string): Type {
  const [, map] = / = new cdktf\.(\w+)\(this, /.exec(text) ?? [];
  const [, list, storage = map] = /return .*?(tolist\()?this\.get(\w*)Attribute\(/.exec(text) ?? [];
  if (storage === undefined) {
    untyped.add(path);
    return "dynamic";
  }
  const type = storageType(storage === "List" ? "StringList" : storage);
  return list === undefined || typeof type === "string" ? type : ["set", type[1] as Type];
}

const PRIMITIVES: Readonly<Record<string, Type>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  any: "dynamic",
};

/** `StringMapList` -> a list of maps of strings. */
function storageType(storage: string): Type {
  const [, inner, collection] = /^(\w+)(Map|List)$/.exec(storage) ?? [];
  if (inner !== undefined) return [collection === "Map" ? "map" : "list", storageType(inner)];
  const type = PRIMITIVES[storage.toLowerCase()];
  if (type === undefined) throw new Error(`the bindings have an unknown type ${storage}`);
  return type;
}

function optionalBlock(shape: Shape): Block {
  const attributes: Record<string, Attribute> = {};
  const block_types: Record<string, NestedBlock> = {};
  for (const [name, field] of Object.entries(shape)) {
    if (typeof field === "string") {
      const [kind = "", storage = ""] = field.split(" ");
      const type = storageType(storage);
      const flags = { required: false, optional: true, computed: false };
      attributes[name] = { type: kind === "set" ? ["set", type[1] as Type] : type, ...flags };
    } else {
      const nesting_mode = field.nesting as NestedBlock["nesting_mode"];
      block_types[name] = { nesting_mode, min_items: 0, max_items: 0, block: optionalBlock(field.fields) };
    }
  }
  return { attributes, block_types };
}
