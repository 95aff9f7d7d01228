import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { managerBinding, managerRole, managerServiceAccount } from "../../config/names.js";
import type { Access } from "../../config/registration/index.js";
import { literal } from "../expression.js";
import { accessNamespaces } from "./access.js";

/** An object that is there, and the resource that it becomes. */
export interface Import {
  /** Address of the resource. */
  readonly to: string;
  /** Id of the object, as the provider has it. */
  readonly id: string;
}

/**
 * Has Terraform take objects over that are there already.
 *
 * They stay in the configuration: Terraform passes over one whose resource is in the state.
 *
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export function defineImports(scope: Construct, imports: readonly Import[]): void {
  if (imports.length === 0) return;
  const blocks = imports.map(({ to, id }) => ({ to, id: literal(id) }));
  // cdktf's `importFrom` runs Terraform to read the object; a stack's override is written as it is.
  TerraformStack.of(scope).addOverride("import", blocks);
}

/**
 * Has Terraform forget resources without destroying what they stand for.
 *
 * @see https://developer.hashicorp.com/terraform/language/block/removed
 */
export function defineForgotten(scope: Construct, addresses: readonly string[]): void {
  if (addresses.length === 0) return;
  const blocks = addresses.map((from) => ({ from, lifecycle: { destroy: false } }));
  TerraformStack.of(scope).addOverride("removed", blocks);
}

/** A cluster Secret without a secret in it: importing one with it would leave that in the state for good. */
export function secretImport(namespace: string, secretName: string): Import {
  return { to: "kubernetes_secret_v1.cluster", id: `${namespace}/${secretName}` };
}

/** What `argocd cluster add` makes on a spoke. */
export function managerImports(access: Access): readonly Import[] {
  const { name, namespace } = managerServiceAccount;
  const account = { to: "kubernetes_service_account_v1.argocd_manager", id: `${namespace}/${name}` };
  const namespaces = accessNamespaces(access);
  if (namespaces === undefined) {
    return [
      account,
      { to: "kubernetes_cluster_role_v1.argocd_manager", id: managerRole },
      { to: "kubernetes_cluster_role_binding_v1.argocd_manager", id: managerBinding },
    ];
  }
  return [
    account,
    ...namespaces.flatMap((each) => [
      { to: `kubernetes_role_v1.argocd_manager_${each}`, id: `${each}/${managerRole}` },
      { to: `kubernetes_role_binding_v1.argocd_manager_${each}`, id: `${each}/${managerBinding}` },
    ]),
  ];
}
