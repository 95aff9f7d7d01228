import type { Construct } from "constructs";
import { managerRole } from "../../config/names.js";
import type { ExecSpec } from "../../config/registration/index.js";
import { list, object, quote, type Fields } from "../expression.js";
import { grantAccess, rbacSubject } from "./access.js";
import type { Credential, RegistrationProps } from "./registration.js";

/**
 * Defines what the subject of a credential may do on the spoke; the credential itself comes from a command.
 *
 * There is no secret: the command runs in Argo CD's pods, and what it prints is in no Secret and no state. Without a
 * subject nothing is defined, and the spoke is asked for nothing.
 */
export function defineExec(scope: Construct, { spec, spokeProvider }: RegistrationProps<ExecSpec>): Credential {
  const { subject, access } = spec;
  const grant = { provider: spokeProvider, roleName: managerRole, access };
  return {
    secret: false,
    config: { execProviderConfig: commandOf(spec) },
    identity: [],
    dependsOn: subject === undefined ? [] : grantAccess(scope, { ...grant, subject: rbacSubject(subject) }),
  };
}

function commandOf({ command, args, env, apiVersion, installHint }: ExecSpec): Fields {
  const variables = Object.entries(env).map(([name, value]) => [name, quote(value)] as const);
  return {
    command: quote(command),
    ...(args.length > 0 && { args: list(args.map(quote)) }),
    ...(variables.length > 0 && { env: object(Object.fromEntries(variables)) }),
    apiVersion: quote(apiVersion),
    ...(installHint !== undefined && { installHint: quote(installHint) }),
  };
}
