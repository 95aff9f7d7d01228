import { expect, test } from "vitest";
import { addresses, localCluster, spoke, synthesized, topology } from "./support.js";

/**
 * The ids of a reference environment. They are for life: whoever deployed them has them in a state, and another id
 * makes Terraform replace the live object under the old one. Add to this list; never change a line of it.
 */
const reference = {
  "ref-hub-cluster": ["terraform_data.cluster", "terraform_data.processes"],
  "ref-hub-argocd": [
    "helm_release.argo_cd",
    "helm_release.gitops_root",
    "kubernetes_namespace_v1.argocd",
    "kubernetes_secret_v1.cluster",
  ],
  "ref-spoke-alpha-cluster": ["terraform_data.cluster", "terraform_data.processes"],
  "ref-spoke-alpha-registration": [
    "ephemeral.kubernetes_token_request_v1.argocd_manager",
    "kubernetes_cluster_role_binding_v1.argocd_manager",
    "kubernetes_cluster_role_v1.argocd_manager",
    "kubernetes_secret_v1.cluster",
    "kubernetes_service_account_v1.argocd_manager",
    "terraform_data.applications",
  ],
  "ref-spoke-beta-registration": [
    "ephemeral.kubernetes_token_request_v1.argocd_manager",
    "kubernetes_cluster_role_binding_v1.argocd_manager",
    "kubernetes_cluster_role_v1.argocd_manager",
    "kubernetes_secret_v1.cluster",
    "kubernetes_service_account_v1.argocd_manager",
    "terraform_data.applications",
  ],
};

test("stack ids and Terraform addresses are what they were", () => {
  const { stacks } = synthesized(topology());
  expect(Object.fromEntries(Object.entries(stacks).map(([id, stack]) => [id, addresses(stack)]))).toEqual(reference);
});

test("names on the clusters and in the backend are what they were", () => {
  const { stacks } = synthesized(topology());
  const registration = stacks["ref-spoke-alpha-registration"];
  expect(registration?.resource?.kubernetes_secret_v1?.cluster?.metadata).toMatchObject({
    name: "cluster-ref-alpha",
    namespace: "argocd",
  });
  expect(registration?.terraform.backend).toEqual({
    local: { path: "/projects/reference/.hubspoke/state/ref-spoke-alpha-registration.tfstate" },
  });
});

test("order is explicit, in every stack", () => {
  const retired = spoke("old", { cluster: localCluster("old", 3), retired: true });
  const { dependencies } = synthesized(topology({ spokes: [...topology().spokes, retired] }));
  expect(dependencies).toEqual({
    "ref-hub-cluster": [],
    "ref-hub-argocd": ["ref-hub-cluster"],
    "ref-spoke-alpha-cluster": [],
    "ref-spoke-alpha-registration": ["ref-hub-argocd", "ref-spoke-alpha-cluster"],
    "ref-spoke-beta-registration": ["ref-hub-argocd"],
    "ref-spoke-old-registration": ["ref-hub-argocd"],
    "ref-spoke-old-cluster": ["ref-spoke-old-registration"],
  });
});
