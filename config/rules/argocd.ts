import { capabilitiesOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { placedArgoCds, placedClusters, type Checked } from "./rule.js";

export function chartRunsOnCluster({ file, topology }: Checked): readonly Finding[] {
  const clusters = placedClusters(topology);
  return placedArgoCds(file).flatMap(({ path, entry: { argocd } }, index) => {
    const cluster = clusters[index]?.cluster.cluster;
    const { chart } = argocd;
    if (cluster === undefined || chart === undefined || "path" in chart || capabilitiesOf(cluster).nodes) return [];
    const message = `a chart from a repository runs pods, and provider "${cluster.provider}" has no nodes`;
    return [{ path: [...path, "argocd", "chart"], message, fix: "remove chart" }];
  });
}

export function argocdObjectsAreUnique({ file }: Checked): readonly Finding[] {
  return placedArgoCds(file).flatMap(({ path, entry: { argocd } }) =>
    (["projects", "applicationSets"] as const).flatMap((kind) => {
      const seen = new Set<string>();
      return argocd[kind].flatMap(({ name }, index) => {
        if (!seen.has(name)) {
          seen.add(name);
          return [];
        }
        return [{ path: [...path, "argocd", kind, index, "name"], message: `duplicate name "${name}" among ${kind}` }];
      });
    }),
  );
}
