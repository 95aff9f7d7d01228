import { parse } from "yaml";

/** Text that is safe in flow and in block style, at the beginning of a value and in its middle. */
const plain = /^[A-Za-z0-9_~./](?:[\w~./@+-]|:(?=[\w/]))*$/;

/** A string as YAML: quoted where a parser of YAML 1.1 or 1.2 would take it for something else. */
export function quote(value: string): string {
  const isText = plain.test(value) && readsAs(value, "1.1") && readsAs(value, "1.2");
  return isText ? value : JSON.stringify(value);
}

function readsAs(value: string, version: "1.1" | "1.2"): boolean {
  return parse(value, { version, logLevel: "silent" }) === value;
}

/** Values of an entry that is written: no more than what it takes. */
export type Writable = string | number | boolean | readonly Writable[] | { readonly [key: string]: Writable };

/** A value on one line, as YAML or, in a document that is JSON, as that. */
export function inline(value: Writable, json = false): string {
  if (typeof value === "string") return json ? JSON.stringify(value) : quote(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map((item) => inline(item, json)).join(", ")}]`;
  const pairs = Object.entries(value).map(([key, item]) => `${inline(key, json)}: ${inline(item, json)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/** A map as the lines of a block, each value on the line of its key. */
export function blockLines(value: Readonly<Record<string, Writable>>): readonly string[] {
  return Object.entries(value).map(([key, item]) => `${quote(key)}: ${inline(item)}`);
}

function isList(value: Writable): value is readonly Writable[] {
  return Array.isArray(value);
}
