import type { EnvironmentDefinition } from "./environment-definition.js";

export type {
  AccessDefinition,
  ClusterDefinition,
  EnvironmentDefinition,
  RegistrationDefinition,
} from "./environment-definition.js";

/** An entry of `spokes`, for functions that make some. */
export type SpokeDefinition = NonNullable<EnvironmentDefinition["spokes"]>[number];

/**
 * Types the default export of an `environments/<name>.ts`; it returns what it is given.
 *
 * The checks are those of a YAML file, and come when the file is loaded: a name that is not a DNS label compiles.
 */
export function defineEnvironment(definition: EnvironmentDefinition): EnvironmentDefinition {
  return definition;
}
