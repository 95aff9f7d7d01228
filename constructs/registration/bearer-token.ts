import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1/index.js";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { durationSeconds } from "../../config/fields/duration.js";
import { managerRole, managerServiceAccount } from "../../config/names.js";
import type { BearerTokenSpec } from "../../config/registration/index.js";
import { quote, template, type Expression } from "../expression.js";
import { grantAccess } from "./access.js";
import type { Credential, RegistrationProps } from "./registration.js";

const address = "kubernetes_service_account_v1.argocd_manager";
const tokenRequest = "kubernetes_token_request_v1.argocd_manager";

/**
 * Defines a ServiceAccount on the spoke, its rights, and a token for it that expires.
 *
 * The token is an ephemeral resource: asked for in each run, in no state and no plan. What is in the cluster Secret
 * is replaced only when `identity` changes.
 */
export function defineBearerToken(scope: Construct, props: RegistrationProps<BearerTokenSpec>): Credential {
  const { spec, spokeProvider } = props;
  const account = new ServiceAccountV1(scope, "ServiceAccount", {
    provider: spokeProvider,
    metadata: { ...managerServiceAccount },
    automountServiceAccountToken: false,
  });
  account.overrideLogicalId("argocd_manager");
  const rights = grantAccess(scope, {
    provider: spokeProvider,
    roleName: managerRole,
    subject: { kind: "ServiceAccount", ...managerServiceAccount },
    access: spec.access,
  });
  requestToken(scope, props);
  return {
    secret: true,
    config: { bearerToken: `ephemeral.${tokenRequest}.token` },
    identity: [`${address}.metadata[0].uid`, quote(spec.lifetime), String(spec.revision)],
    dependsOn: rights,
  };
}

function requestToken(scope: Construct, { spec, spokeProvider }: RegistrationProps<BearerTokenSpec>): void {
  // Terraform opens an ephemeral resource during plan as soon as it knows the arguments, and then the first plan asks
  // for a token of a ServiceAccount that is not there yet. Its id is unknown until it is.
  const name: Expression = `element(split("/", ${address}.id), 1)`;
  // cdktf has no class for ephemeral resources; a stack's override is written as it is.
  TerraformStack.of(scope).addOverride(`ephemeral.${tokenRequest}`, {
    provider: `kubernetes.${spokeProvider.alias}`,
    metadata: { name: template(name), namespace: managerServiceAccount.namespace },
    spec: { expiration_seconds: durationSeconds(spec.lifetime) },
  });
}
