import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1/index.js";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1/index.js";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import {
  isNamespaceAccess,
  namespaceVerbs,
  type Access,
  type PolicyRule,
  type Subject,
} from "../../config/registration/index.js";
import { acceptFindings } from "../checkov.js";
import { literal } from "../expression.js";

const everything: PolicyRule = { apiGroups: ["*"], resources: ["*"], verbs: ["*"] };
// Argo CD's cache lists and watches every kind that the API server serves; one that it may not read fails the whole cluster.
const readEverything: PolicyRule = { apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] };

const wildcards = {
  CKV_K8S_49:
    "Argo CD watches every kind that is served, and applies those that Git has: access says how far that goes",
};

type RbacSubject =
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string }
  | { readonly kind: "User" | "Group"; readonly name: string; readonly apiGroup: "rbac.authorization.k8s.io" };

/** Whom the access is given to, and through which provider. */
export interface GrantAccessProps {
  /** The spoke's provider. */
  readonly provider: KubernetesProvider;
  /** Name of the roles; bindings are `<roleName>-binding`. */
  readonly roleName: string;
  readonly subject: RbacSubject;
  readonly access: Access;
}

/** Defines the RBAC on a spoke that gives a subject what `access` says; returns the bindings. */
export function grantAccess(scope: Construct, props: GrantAccessProps): ITerraformDependable[] {
  const { access } = props;
  if (isNamespaceAccess(access)) {
    return access.namespaces.map((namespace) => grantInNamespace(scope, props, namespace));
  }
  return [grantInCluster(scope, props, clusterRules(access))];
}

/** A subject of an environment file, as a binding names it. */
export function rbacSubject({ kind, name }: Subject): RbacSubject {
  return { kind, name: literal(name), apiGroup: "rbac.authorization.k8s.io" };
}

/** Namespaces that access is limited to. */
export function accessNamespaces(access: Access): readonly string[] | undefined {
  return isNamespaceAccess(access) ? access.namespaces : undefined;
}

function clusterRules(access: Exclude<Access, { readonly namespaces: readonly string[] }>): readonly PolicyRule[] {
  if (access === "admin") {
    return [everything, { nonResourceURLs: ["*"], verbs: ["*"] }];
  }
  if (access === "read-only") {
    return [readEverything, { nonResourceURLs: ["*"], verbs: ["get"] }];
  }
  return [...access.rules, readEverything];
}

function grantInCluster(scope: Construct, props: GrantAccessProps, rules: readonly PolicyRule[]) {
  const { provider, roleName } = props;
  const role = new ClusterRoleV1(scope, "ClusterRole", {
    provider,
    metadata: { name: roleName },
    rule: rules.map(toRule),
  });
  role.overrideLogicalId("argocd_manager");
  acceptFindings(role, wildcards);
  const binding = new ClusterRoleBindingV1(scope, "ClusterRoleBinding", {
    provider,
    dependsOn: [role],
    metadata: { name: `${roleName}-binding` },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subject: [props.subject],
  });
  binding.overrideLogicalId("argocd_manager");
  return binding;
}

function grantInNamespace(scope: Construct, props: GrantAccessProps, namespace: string) {
  const { provider, roleName } = props;
  const logicalId = `argocd_manager_${namespace}`;
  const role = new RoleV1(scope, `Role-${namespace}`, {
    provider,
    metadata: { name: roleName, namespace },
    // Which kinds Git has is not known here, and those of CustomResourceDefinitions cannot be listed.
    rule: [{ apiGroups: ["*"], resources: ["*"], verbs: [...namespaceVerbs] }],
  });
  role.overrideLogicalId(logicalId);
  acceptFindings(role, wildcards);
  const binding = new RoleBindingV1(scope, `RoleBinding-${namespace}`, {
    provider,
    dependsOn: [role],
    metadata: { name: `${roleName}-binding`, namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: roleName },
    subject: [props.subject],
  });
  binding.overrideLogicalId(logicalId);
  return binding;
}

function toRule(rule: PolicyRule) {
  return {
    apiGroups: copy(rule.apiGroups),
    resources: copy(rule.resources),
    resourceNames: copy(rule.resourceNames),
    nonResourceUrls: copy(rule.nonResourceURLs),
    verbs: [...rule.verbs],
  };
}

function copy(items: readonly string[] | undefined): string[] | undefined {
  return items && [...items];
}
