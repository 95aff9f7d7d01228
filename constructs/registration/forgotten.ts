import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { TerraformResource, TerraformStack } from "cdktf";
import { RootConstruct } from "constructs";
import type { Spoke, HubSpokeTopology } from "../../config/topology.js";
import { viewCluster } from "../cluster/index.js";
import { defineRegistration } from "./index.js";

/** What a registration has where its access is of the whole cluster: its entry may have said so at the last deploy. */
const clusterWide = [
  "kubernetes_service_account_v1.argocd_manager",
  "kubernetes_cluster_role_v1.argocd_manager",
  "kubernetes_cluster_role_binding_v1.argocd_manager",
];

/**
 * Defines that what a registration has on the spoke itself is forgotten: Terraform neither asks for it nor deletes it.
 *
 * The addresses are those of the entry as it is, defined for this in a stack that nobody sees. One that the state does
 * not have is fine.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources
 */
export function forgetRegistration(stack: TerraformStack, topology: HubSpokeTopology, spoke: Spoke): void {
  const addresses = new Set([...clusterWide, ...addressesOnSpoke(topology, spoke)]);
  stack.addOverride(
    "removed",
    [...addresses].map((from) => ({ from, lifecycle: { destroy: false } })),
  );
}

function addressesOnSpoke(topology: HubSpokeTopology, spoke: Spoke): readonly string[] {
  const unseen = new TerraformStack(new RootConstruct(), "Unseen");
  defineRegistration(unseen, {
    spec: spoke.registration,
    environment: topology.name,
    spoke: viewCluster(spoke).connect(unseen, "spoke", { retired: true }),
    spokeProvider: new KubernetesProvider(unseen, "Spoke", { alias: "spoke" }),
    argocd: topology.hub.identity,
  });
  const resources = unseen.node.findAll().filter((construct) => construct instanceof TerraformResource);
  return resources
    .filter(({ terraformResourceType }) => terraformResourceType.startsWith("kubernetes_"))
    .map(({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}`);
}
