import { capabilitiesOf } from "../cluster/index.js";
import type { Finding } from "../finding.js";
import { formatPath, type Path } from "../path.js";
import type { EnvironmentFile } from "../schema.js";
import { placedArgoCds, placedClusters, type Checked } from "./rule.js";

/** Pods cannot read this machine's files; only an Argo CD that runs on this machine can. */
export function argocdReachesRepository({ file, topology }: Checked): readonly Finding[] {
  if (deliversNothing(file)) return [];
  const clusters = placedClusters(topology);
  const findings = placedArgoCds(file).flatMap(({ entry }, index) => {
    const cluster = clusters[index]?.cluster.cluster;
    if (cluster === undefined || !capabilitiesOf(cluster).nodes) return [];
    const own = "gitops" in entry ? entry.gitops?.repoURL : undefined;
    const path: Path = own === undefined ? ["gitops"] : ["clusters", index, "gitops"];
    return complainOfRepository(path, own ?? file.gitops.repoURL);
  });
  // Those that share the environment's repository share what is said of it.
  return [...new Map(findings.map((finding) => [formatPath(finding.path), finding])).values()];
}

/** An Argo CD of somebody else's delivers what it did before, unless the file names a repository. */
function deliversNothing(file: EnvironmentFile): boolean {
  const { repoURL, path } = file.gitops;
  return file.model === "hub-spoke" && file.hub.argocd.existing && repoURL === undefined && path === undefined;
}

function complainOfRepository(path: Path, repoURL: string | undefined): readonly Finding[] {
  if (repoURL === undefined) {
    const message = 'missing field "repoURL", only a local hub has a repository of its own';
    return [{ path, message, fix: "name the Git repository: repoURL: https://..." }];
  }
  if (!repoURL.startsWith("file:")) return [];
  return [{ path: [...path, "repoURL"], message: "pods of the hub cannot read a file: URL, expected another" }];
}

/** Whoever is on the way could put other manifests in, with all that Argo CD may do. */
export function repositoryIsAuthentic({ file }: Checked): readonly Finding[] {
  return placedSources(file).flatMap(({ path, source: { repoURL = "" } }) => {
    const scheme = /^(http|git):/i.exec(repoURL)?.[1]?.toLowerCase();
    if (scheme === undefined) return [];
    const message = `a ${scheme}: URL, which anybody on the way can answer, expected https or ssh`;
    return [{ path: [...path, "repoURL"], message, fix: "write https:// or ssh://", severity: "warning" }];
  });
}

/** What is delivered would change with a setting of the Git server. */
export function revisionIsNamed({ file }: Checked): readonly Finding[] {
  return placedSources(file).flatMap(({ path, source: { revision } }) => {
    if (revision?.toUpperCase() !== "HEAD") return [];
    const message = 'revision "HEAD" is whatever branch the Git server calls the default, expected a name';
    return [{ path: [...path, "revision"], message, fix: "name the branch: revision: main", severity: "warning" }];
  });
}

interface PlacedSource {
  readonly path: Path;
  readonly source: { readonly repoURL?: string | undefined; readonly revision?: string | undefined };
}

/** Every `gitops` of a file: the environment's, and those of standalone clusters. */
function placedSources(file: EnvironmentFile): readonly PlacedSource[] {
  const clusters = file.model === "standalone" ? file.clusters : [];
  return [
    { path: ["gitops"], source: file.gitops },
    ...clusters.flatMap(({ gitops }, index): PlacedSource[] =>
      gitops === undefined ? [] : [{ path: ["clusters", index, "gitops"], source: gitops }],
    ),
  ];
}
