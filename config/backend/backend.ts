import type * as z from "zod";
import { checkedString } from "../fields/fields.js";
import type { PathBase } from "../paths.js";

/**
 * One Terraform backend, as an environment file sees it.
 *
 * A new one is a file beside this one, a line in `index.ts`, and its block in `stacks/backend.ts`.
 */
export interface Backend<Schema extends z.ZodObject, Spec extends { readonly type: string }> {
  /** The field of `backend` that chooses it; it accepts no credential. */
  readonly schema: Schema;
  /** Fills in what the file leaves out. */
  resolve(file: z.output<Schema>, base: PathBase): Spec;
  /** What the state of a stack is called there: a path, a key, an address, the name of an object. */
  stateOf(spec: Spec, stackId: string): string;
  /** Longest such name, where stack ids may come near it. */
  readonly limit?: { readonly characters: number; readonly what: string };
}

/** Folder of the state objects in a bucket or container. */
export const prefixField = checkedString((value) => {
  if (/^[\w.-]+(\/[\w.-]+)*$/.test(value) && !value.split("/").includes("..")) return undefined;
  const trimmed = value.replace(/^\/+|\/+$/g, "");
  const expected = "a folder such as hubspoke/prod: letters, digits, and - _ . between single slashes";
  return /^[\w./-]+$/.test(trimmed) && trimmed !== value ? { expected, fix: `write ${trimmed}` } : { expected };
})
  .optional()
  .describe("Folder of the state objects. Default: none, they are at the top.")
  .meta({ examples: ["hubspoke/prod"] });

/** A name in that folder. */
export function inFolder(prefix: string | undefined, name: string): string {
  return prefix === undefined ? name : `${prefix}/${name}`;
}
