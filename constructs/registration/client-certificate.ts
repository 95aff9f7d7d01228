import { TerraformStack, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { managerRole } from "../../config/names.js";
import type { CertificateSource, ClientCertificateSpec } from "../../config/registration/index.js";
import { call, quote, template, type Expression } from "../expression.js";
import { grantAccess, rbacSubject } from "./access.js";
import type { Credential, RegistrationProps } from "./registration.js";

/**
 * Defines what the subject of a client certificate may do on the spoke, and the two variables that it comes in.
 *
 * The key is an ephemeral variable, in no state and no plan. The certificate is public and is not: a hash of it is part
 * of the Secret's revision, so another certificate is written without a counter to raise.
 */
export function defineClientCertificate(
  scope: Construct,
  { spec, spokeProvider, environment }: RegistrationProps<ClientCertificateSpec>,
): Credential {
  const { variables, subject, issue } = spec.certificate;
  const certificate = defineVariable(scope, variables.certificate, {});
  const key = defineVariable(scope, variables.key, { ephemeral: true });
  const grant = { provider: spokeProvider, roleName: managerRole, access: spec.access };
  return {
    secret: true,
    config: {},
    tls: { certData: base64(certificate), keyData: base64(key) },
    identity: [call("nonsensitive", call("sha256", call("jsonencode", certificate)))],
    preconditions: preconditions(variables, issue === undefined ? givenFix : issuedFix(environment)),
    dependsOn: subject === undefined ? [] : grantAccess(scope, { ...grant, subject: rbacSubject(subject) }),
  };
}

/** `terraform destroy` evaluates it too, when the variable may be null. */
function base64(variable: Expression): Expression {
  return call("try", call("base64encode", variable), quote(""));
}

/** It has a default, so that what destroys a registration needs no certificate; a precondition asks for it elsewhere. */
function defineVariable(scope: Construct, name: string, kind: { readonly ephemeral?: true }): Expression {
  // cdktf's class knows no `ephemeral`. Terraform shows what a condition refuses, which may be the key: unless sensitive.
  TerraformStack.of(scope).addOverride(`variable.${name}`, {
    type: "string",
    default: null,
    sensitive: true,
    ...kind,
  });
  return `var.${name}`;
}

// Preconditions and not validations of the variables: those show what they refuse, sensitive or not.

/** What is expected of the variables, as the end of a sentence. */
interface VariablesFix {
  readonly certificate: string;
  readonly key: string;
}

const givenFix: VariablesFix = {
  certificate: ", expected PEM without a key",
  key: ", expected PEM without a passphrase",
};

function issuedFix(environment: string): VariablesFix {
  const fix = `; hubspoke certificate ${environment} -- <what deploys> fills it, and so does hubspoke up ${environment}: they say why where they cannot`;
  return { certificate: fix, key: fix };
}

function preconditions({ certificate, key }: CertificateSource["variables"], fix: VariablesFix): Precondition[] {
  const [isCertificate, hasKey] = ["-----BEGIN CERTIFICATE-----", "PRIVATE KEY-----"].map((text) =>
    contains(certificate, text),
  );
  return [
    {
      condition: template(`${isCertificate} && !${hasKey}`),
      errorMessage: `TF_VAR_${certificate} holds no certificate${fix.certificate}`,
    },
    {
      condition: template(contains(key, "-----BEGIN ((RSA|EC) )?PRIVATE KEY-----")),
      errorMessage: `TF_VAR_${key} holds no private key${fix.key}`,
    },
  ];
}

function contains(name: string, pattern: string): Expression {
  return `can(regex("${pattern}", var.${name}))`;
}
