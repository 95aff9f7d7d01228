import type { Construct } from "constructs";
import type { ModeName, RegistrationSpec } from "../../config/registration/index.js";
import { defineBearerToken } from "./bearer-token.js";
import type { Credential, DefineRegistration, RegistrationProps } from "./registration.js";

export type * from "./registration.js";
export * from "./cluster-secret.js";

type SpecOf<Mode extends ModeName> = Extract<RegistrationSpec, { mode: Mode }>;

/** Every registration mode of the environment file; one that is missing here does not compile. */
export const registrationModes: { readonly [Mode in ModeName]: DefineRegistration<SpecOf<Mode>> } = {
  "bearer-token": defineBearerToken,
};

/** Defines what the spec's mode needs on the spoke. */
export function defineRegistration(scope: Construct, props: RegistrationProps<RegistrationSpec>): Credential {
  return registrationModes[props.spec.mode](scope, props);
}
