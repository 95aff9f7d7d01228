import { resolveArgoCd } from "./argocd.js";
import { resolveBackend } from "./backend.js";
import { capabilitiesOf, resolveCluster } from "./cluster/index.js";
import { deepFreeze } from "./freeze.js";
import { resolveGitOps } from "./gitops.js";
import { annotationKeys, labelKeys } from "./names.js";
import type { PathBase } from "./paths.js";
import { resolveRegistration } from "./registration/index.js";
import type { EnvironmentFile, HubEntry, SpokeEntry } from "./schema.js";
import type { Cluster, GitOpsSource, Hub, Spoke, Topology } from "./topology.js";

/** Where an environment file lies, and what its paths start from. */
export interface Origin extends PathBase {
  /** File as the operator would name it. */
  readonly file: string;
}

/** What the clusters of one environment are resolved against. */
interface Surroundings extends Origin {
  readonly environment: string;
  readonly gitops: GitOpsSource;
}

/** Fills in names, paths, ports and our own labels; the result cannot be changed. */
export function resolve(file: EnvironmentFile, origin: Origin): Topology {
  const gitops = resolveGitOps(file.gitops, file.name, origin.projectDirectory);
  const surroundings = { ...origin, environment: file.name, gitops };
  return deepFreeze<Topology>({
    name: file.name,
    file: origin.file,
    projectDirectory: origin.projectDirectory,
    model: file.model,
    backend: resolveBackend(file.backend, origin),
    deletionProtection: file.deletionProtection,
    gitops,
    hub: resolveHub(file.hub, surroundings),
    spokes: file.spokes.map((spoke, index) => resolveSpoke(spoke, index + 1, surroundings)),
  });
}

function resolveHub(entry: HubEntry, surroundings: Surroundings): Hub {
  const common = resolveEntry(entry, "hub", 0, surroundings);
  const { nodes } = capabilitiesOf(common.cluster);
  return { ...common, argocd: resolveArgoCd(entry.argocd, { ...surroundings, nodes }) };
}

function resolveSpoke(entry: SpokeEntry, position: number, surroundings: Surroundings): Spoke {
  const common = resolveEntry(entry, "spoke", position, surroundings);
  return {
    ...common,
    registration: resolveRegistration(entry.registration, common.cluster),
    retired: entry.retired,
  };
}

function resolveEntry(
  entry: HubEntry | SpokeEntry,
  role: "hub" | "spoke",
  position: number,
  surroundings: Surroundings,
): Cluster {
  const { environment, gitops, projectDirectory, home } = surroundings;
  return {
    name: entry.name,
    cluster: resolveCluster(entry.cluster, { environment, name: entry.name, position, projectDirectory, home }),
    labels: {
      ...entry.labels,
      [labelKeys.environment]: environment,
      [labelKeys.role]: role,
      [labelKeys.name]: entry.name,
    },
    annotations: {
      ...entry.annotations,
      [annotationKeys.gitopsRepoURL]: gitops.repoURL,
      [annotationKeys.gitopsRevision]: gitops.revision,
    },
  };
}
