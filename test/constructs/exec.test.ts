import { expect, test } from "vitest";
import type { ExecSpec } from "../../config/registration/index.js";
import { addresses } from "../stacks/support.js";
import { jsonOf, registered } from "./registration-support.js";

function spec(over: Partial<ExecSpec> = {}): ExecSpec {
  const command = { command: "argocd-k8s-auth", args: [], env: {} };
  return { mode: "exec", access: "admin", ...command, apiVersion: "client.authentication.k8s.io/v1beta1", ...over };
}

test("without a subject nothing is defined but the Secret, which is ordinary data", () => {
  const { json, data } = registered(spec());
  expect(addresses(json)).toEqual(["kubernetes_secret_v1.cluster"]);
  expect(jsonOf(data.config)).toBe(
    '{"tlsClientConfig":{"insecure":false,"caData":"Y2E="},' +
      '"execProviderConfig":{"command":"argocd-k8s-auth","apiVersion":"client.authentication.k8s.io/v1beta1"}}',
  );
});

test("Argo CD is told all of the command, as it stands in the file", () => {
  const { data } = registered(
    spec({ args: ["get-token", "${x}"], env: { "A${B}": '%{c}"' }, installHint: "add it to the image" }),
  );
  expect(jsonOf(data.config)).toContain(
    '{"command":"argocd-k8s-auth","args":["get-token", "$${x}"],"env":{"A$${B}" = "%%{c}\\""},' +
      '"apiVersion":"client.authentication.k8s.io/v1beta1","installHint":"add it to the image"}',
  );
});

test("access is granted to the subject, before Argo CD is told", () => {
  const { json, secret } = registered(spec({ access: "read-only", subject: { kind: "User", name: "a${b}@acme.com" } }));
  expect(addresses(json)).toEqual([
    "kubernetes_cluster_role_binding_v1.argocd_manager",
    "kubernetes_cluster_role_v1.argocd_manager",
    "kubernetes_secret_v1.cluster",
  ]);
  expect(json.resource?.kubernetes_cluster_role_binding_v1?.argocd_manager).toMatchObject({
    provider: "kubernetes.spoke",
    metadata: { name: "argocd-manager-role-binding" },
    subject: [{ kind: "User", name: "a$${b}@acme.com", api_group: "rbac.authorization.k8s.io" }],
  });
  expect(secret.depends_on).toEqual(["kubernetes_cluster_role_binding_v1.argocd_manager"]);
});

test("a group gets access to namespaces by a Role in each", () => {
  const subject = { kind: "Group", name: "gitops" } as const;
  const { json, data } = registered(spec({ access: { namespaces: ["team-a"] }, subject }));
  expect(json.resource?.kubernetes_role_binding_v1?.["argocd_manager_team-a"]).toMatchObject({
    subject: [{ kind: "Group", name: "gitops", api_group: "rbac.authorization.k8s.io" }],
  });
  expect(data.namespaces).toBe('${"team-a"}');
});
