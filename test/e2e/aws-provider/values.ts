import { ExtensionCodec, decode, encode } from "@msgpack/msgpack";
import type { Attribute, Block, Type } from "./schema.js";

/** Attributes and nested blocks by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value on Terraform's wire. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** A value that only applying tells. */
class Unknown {}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? Uint8Array.of(0) : null),
  decode: () => new Unknown(),
});
// One of which something is known already, such as that it is not null.
extensionCodec.register({ type: 12, encode: () => null, decode: () => new Unknown() });

/** Null is what is not there, or is to go. */
export function unpack({ msgpack }: DynamicValue): Fields | null {
  return decode(msgpack ?? [], { extensionCodec }) as Fields | null;
}

export function pack(fields: Fields | null): DynamicValue {
  return { msgpack: encode(fields, { extensionCodec }) };
}

/** What a plan says: whatever is computed and nobody has set is unknown. */
export function planned(block: Block, fields: Fields): Fields {
  return mapBlock(block, fields, (value, { computed }) => (value === null && computed ? new Unknown() : value));
}

/** What is there after applying: made up where the plan left it open. */
export function applied(block: Block, fields: Fields): Fields {
  return mapBlock(block, fields, (value, { type }, name) => (value instanceof Unknown ? example(type, name) : value));
}

/** What a data source has answered: its arguments, and these values; whatever else it has is null. */
export function answered(block: Block, config: Fields, values: Fields): Fields {
  return mapBlock(block, config, (value, { type }, name) => {
    const answer = values[name];
    return answer === undefined ? value : complete(type, answer);
  });
}

type MapAttribute = (value: unknown, attribute: Attribute, name: string) => unknown;

function mapBlock({ attributes, block_types }: Block, fields: Fields, map: MapAttribute): Fields {
  const own = Object.entries(attributes).map(
    ([name, attribute]) => [name, map(fields[name], attribute, name)] as const,
  );
  const nested = Object.entries(block_types).map(([name, { block }]) => {
    const value = fields[name] as readonly Fields[] | Fields | null;
    if (value === null) return [name, null] as const;
    const mapped = Array.isArray(value)
      ? (value as readonly Fields[]).map((item) => mapBlock(block, item, map))
      : mapBlock(block, value as Fields, map);
    return [name, mapped] as const;
  });
  return Object.fromEntries([...own, ...nested]);
}

function example(type: Type, name: string): unknown {
  if (typeof type !== "string") return exampleOf(type, name);
  if (type === "number") return 1;
  return type === "bool" ? false : `some-${name}`;
}

function exampleOf([kind, of]: Exclude<Type, string>, name: string): unknown {
  if (kind === "object") return Object.fromEntries(Object.entries(of).map(([key, type]) => [key, example(type, key)]));
  return kind === "map" ? {} : [example(of, name)];
}

/** Terraform wants every field of an object. */
function complete(type: Type, value: unknown): unknown {
  if (typeof type === "string" || value === null) return value;
  const [kind, of] = type;
  if (kind === "object") {
    const given = value as Fields;
    return Object.fromEntries(Object.entries(of).map(([key, each]) => [key, complete(each, given[key] ?? null)]));
  }
  return Array.isArray(value) ? value.map((item) => complete(of, item)) : value;
}
