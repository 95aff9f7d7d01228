import type * as z from "zod";
import type { writtenSchema } from "./schema.js";

/** What an environment file may contain, as a TypeScript file writes it. */
export type EnvironmentDefinition = z.input<typeof writtenSchema>;

/**
 * Types the default export of an `environments/<name>.ts`; it returns what it is given.
 *
 * The checks are those of a YAML file, and come when the file is loaded: a name that is not a DNS label compiles.
 */
export function defineEnvironment(definition: EnvironmentDefinition): EnvironmentDefinition {
  return definition;
}
