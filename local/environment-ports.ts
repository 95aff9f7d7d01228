import type { HubSpokeTopology } from "../config/topology.js";
import { argocdSpec } from "./argocd/spec.js";
import { argocdPortUses, missingComponents } from "./argocd.js";
import { controlPlaneSpecs } from "./control-plane-spec.js";
import { missingPorts } from "./control-plane.js";
import { assertPortsFree } from "./port.js";

/**
 * Fails, naming each holder, unless everything of the environment that does not run yet can have its ports.
 *
 * Each part looks again when it starts; this comes before any does, so that a taken port leaves nothing half-started.
 */
export async function assertEnvironmentPortsFree(topology: HubSpokeTopology): Promise<void> {
  const clusters = await Promise.all(controlPlaneSpecs(topology).map(missingPorts));
  const argocd = argocdSpec(topology);
  const components = argocd === undefined ? [] : argocdPortUses(argocd, await missingComponents(argocd));
  await assertPortsFree([...clusters.flat(), ...components]);
}
