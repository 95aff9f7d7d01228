import type { Construct } from "constructs";
import type { ModeName, RegistrationSpec } from "../../config/registration/index.js";
import { defineAwsIam } from "./aws-iam.js";
import { defineBearerToken } from "./bearer-token.js";
import { defineClientCertificate } from "./client-certificate.js";
import { defineExec } from "./exec.js";
import type { Credential, DefineRegistration, RegistrationProps } from "./registration.js";

export type * from "./registration.js";
export * from "./adoption.js";
export * from "./applications-gate.js";
export * from "./bridge.js";
export * from "./cluster-secret.js";

type SpecOf<Mode extends ModeName> = Extract<RegistrationSpec, { mode: Mode }>;

/** Every registration mode of the environment file; one that is missing here does not compile. */
export const registrationModes: { readonly [Mode in ModeName]: DefineRegistration<SpecOf<Mode>> } = {
  "bearer-token": defineBearerToken,
  "aws-iam": defineAwsIam,
  exec: defineExec,
  "client-certificate": defineClientCertificate,
};

/** Defines what the spec's mode needs on the spoke. */
export function defineRegistration(scope: Construct, props: RegistrationProps<RegistrationSpec>): Credential {
  // The map above ties each mode to its spec; TypeScript does not follow that through an index.
  const define = registrationModes[props.spec.mode] as DefineRegistration<RegistrationSpec>;
  return define(scope, props);
}
