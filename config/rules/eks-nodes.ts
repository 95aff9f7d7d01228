import { autoModeAddons } from "../cluster/eks-addons.js";
import type { Finding } from "../finding.js";
import { isInstalled } from "./argocd.js";
import { placedArgoCds, placedEntries, type Checked } from "./rule.js";

/** Where Auto Mode has it already, an add-on is a second one of the same. */
export function addonsAreNeeded({ file }: Checked): readonly Finding[] {
  return placedEntries(file).flatMap(({ path, entry: { cluster } }) => {
    if (cluster.provider !== "eks" || cluster.nodes?.groups !== undefined) return [];
    return Object.keys(cluster.addons ?? {})
      .filter((name) => autoModeAddons.includes(name))
      .map((name): Finding => {
        const message = `EKS Auto Mode has ${name} built in, the add-on has nothing to do`;
        return { path: [...path, "cluster", "addons", name], message, fix: "remove it", severity: "warning" };
      });
  });
}

/** Nodes of the pool "system" have a taint that keeps everything but critical add-ons away. */
export function argocdHasNodePool({ file }: Checked): readonly Finding[] {
  return placedArgoCds(file).flatMap(({ path, entry: { cluster, argocd } }) => {
    if (cluster.provider !== "eks" || !isInstalled(argocd)) return [];
    const pools = cluster.nodes?.nodePools;
    if (pools === undefined || pools.includes("general-purpose")) return [];
    const message = 'node pool "system" takes no pod of Argo CD, expected general-purpose among nodePools';
    return [{ path: [...path, "cluster", "nodes", "nodePools"], message }];
  });
}
