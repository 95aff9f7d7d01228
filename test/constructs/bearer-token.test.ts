import { expect, test } from "vitest";
import type { Access, BearerTokenSpec, RegistrationSpec } from "../../config/registration/index.js";
import { addresses } from "../stacks/support.js";
import { registered } from "./registration-support.js";

function spec(over: Partial<BearerTokenSpec> = {}): RegistrationSpec {
  return { mode: "bearer-token", access: "admin", lifetime: "8760h", revision: 1, ...over };
}

function clusterRules(access: Access): unknown {
  return registered(spec({ access })).json.resource?.kubernetes_cluster_role_v1?.argocd_manager?.rule;
}

test("the spoke gets what `argocd cluster add` makes there, without a token Secret", () => {
  const { json } = registered(spec());
  expect(addresses(json)).toEqual([
    "ephemeral.kubernetes_token_request_v1.argocd_manager",
    "kubernetes_cluster_role_binding_v1.argocd_manager",
    "kubernetes_cluster_role_v1.argocd_manager",
    "kubernetes_secret_v1.cluster",
    "kubernetes_service_account_v1.argocd_manager",
  ]);
  expect(json.resource?.kubernetes_cluster_role_binding_v1?.argocd_manager).toMatchObject({
    metadata: { name: "argocd-manager-role-binding" },
    role_ref: { kind: "ClusterRole", name: "argocd-manager-role" },
    subject: [{ kind: "ServiceAccount", name: "argocd-manager", namespace: "kube-system" }],
    depends_on: ["kubernetes_cluster_role_v1.argocd_manager"],
  });
});

test("the token is asked for once the ServiceAccount is there: its name is unknown before", () => {
  const { json } = registered(spec({ lifetime: "1h30m" }));
  expect(json.ephemeral?.kubernetes_token_request_v1?.argocd_manager).toEqual({
    provider: "kubernetes.spoke",
    metadata: {
      name: '${element(split("/", kubernetes_service_account_v1.argocd_manager.id), 1)}',
      namespace: "kube-system",
    },
    spec: { expiration_seconds: 5400 },
  });
});

test("admin may do everything", () => {
  expect(clusterRules("admin")).toEqual([
    { api_groups: ["*"], resources: ["*"], verbs: ["*"] },
    { non_resource_urls: ["*"], verbs: ["*"] },
  ]);
});

test("read-only may read everything", () => {
  expect(clusterRules("read-only")).toEqual([
    { api_groups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] },
    { non_resource_urls: ["*"], verbs: ["get"] },
  ]);
});

test("rules are taken as they are, and Argo CD may watch what it compares", () => {
  const rules = [
    { apiGroups: ["apps"], resources: ["deployments"], resourceNames: ["web"], verbs: ["*"] },
    { nonResourceURLs: ["/healthz"], verbs: ["get"] },
  ];
  expect(clusterRules({ rules })).toEqual([
    { api_groups: ["apps"], resources: ["deployments"], resource_names: ["web"], verbs: ["*"] },
    { non_resource_urls: ["/healthz"], verbs: ["get"] },
    { api_groups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] },
  ]);
});

test("access to namespaces is a Role in each, and nothing in the cluster", () => {
  const { json, secret } = registered(spec({ access: { namespaces: ["team-a", "team-b"] } }));
  expect(json.resource).not.toHaveProperty("kubernetes_cluster_role_v1");
  expect(Object.keys(json.resource?.kubernetes_role_v1 ?? {})).toEqual([
    "argocd_manager_team-a",
    "argocd_manager_team-b",
  ]);
  const verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];
  expect(json.resource?.kubernetes_role_v1?.["argocd_manager_team-a"]).toMatchObject({
    rule: [{ api_groups: ["*"], resources: ["*"], verbs }],
  });
  expect(json.resource?.kubernetes_role_binding_v1?.["argocd_manager_team-b"]).toMatchObject({
    metadata: { name: "argocd-manager-role-binding", namespace: "team-b" },
    role_ref: { kind: "Role", name: "argocd-manager-role" },
  });
  expect(secret.depends_on).toEqual([
    "kubernetes_role_binding_v1.argocd_manager_team-a",
    "kubernetes_role_binding_v1.argocd_manager_team-b",
  ]);
});
