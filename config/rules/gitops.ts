import { capabilitiesOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { placedClusters, type Checked } from "./rule.js";

/** Pods cannot read this machine's files; only an Argo CD that runs on this machine can. */
export function argocdReachesRepository({ file, topology }: Checked): readonly Finding[] {
  const runsPods = placedClusters(topology).some(
    ({ path, cluster }) => path[0] !== "spokes" && capabilitiesOf(cluster.cluster).nodes,
  );
  if (!runsPods) return [];
  const { repoURL } = file.gitops;
  if (repoURL === undefined) {
    const message = 'missing field "repoURL", only a local hub has a repository of its own';
    return [{ path: ["gitops"], message, fix: "name the Git repository: repoURL: https://..." }];
  }
  if (!repoURL.startsWith("file:")) return [];
  return [{ path: ["gitops", "repoURL"], message: "pods of the hub cannot read a file: URL, expected another" }];
}
