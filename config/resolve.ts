import { resolveArgoCd, resolveCapability, resolveIdentity } from "./argocd/index.js";
import { resolveBackend } from "./backend/index.js";
import { awsPlaceOf, capabilitiesOf, resolveCluster } from "./cluster/index.js";
import { deepFreeze } from "./freeze.js";
import { resolveGitOps } from "./gitops.js";
import { annotationKeys, labelKeys } from "./names.js";
import type { PathBase } from "./paths.js";
import { resolveRegistration } from "./registration/index.js";
import type { ArgoCdEntry, EnvironmentFile, SpokeEntry, StandaloneEntry } from "./schema.js";
import type { ArgoCdIdentity, Cluster, GitOpsSource, Hub, Spoke, StandaloneCluster, Topology } from "./topology.js";

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
  const common = {
    name: file.name,
    file: origin.file,
    projectDirectory: origin.projectDirectory,
    backend: resolveBackend(file.backend, origin),
    deletionProtection: file.deletionProtection,
  };
  const gitops = resolveGitOps(file.gitops, file.name, origin.projectDirectory);
  const surroundings = { ...origin, environment: file.name, gitops };
  if (file.model === "standalone") {
    const clusters = file.clusters.map((entry, index) => resolveStandalone(entry, index, surroundings));
    return deepFreeze<Topology>({ ...common, model: "standalone", clusters });
  }
  const hub = resolveHub(file.hub, "hub", 0, surroundings);
  const forSpokes = { ...surroundings, ...(hub.identity && { argocd: hub.identity }) };
  return deepFreeze<Topology>({
    ...common,
    model: "hub-spoke",
    gitops,
    hub,
    spokes: file.spokes.map((spoke, index) => resolveSpoke(spoke, index + 1, forSpokes)),
  });
}

function resolveStandalone(entry: StandaloneEntry, position: number, surroundings: Surroundings): StandaloneCluster {
  const gitops = { ...surroundings.gitops, ...entry.gitops };
  return { ...resolveHub(entry, "standalone", position, { ...surroundings, gitops }), gitops };
}

function resolveHub(entry: ArgoCdEntry, role: Role, position: number, surroundings: Surroundings): Hub {
  const common = resolveEntry(entry, role, position, surroundings);
  const { nodes } = capabilitiesOf(common.cluster);
  const { capability, ...rest } = entry.argocd;
  const argocd = resolveArgoCd(rest, { ...surroundings, nodes });
  const aws = role === "hub" ? awsPlaceOf(common.cluster) : undefined;
  if (aws === undefined) return { ...common, argocd };
  const owner = { environment: surroundings.environment, name: entry.name };
  const identity =
    capability === undefined ? resolveIdentity(argocd, aws, owner) : resolveCapability(capability, aws, owner);
  return { ...common, argocd, identity };
}

/** What the spokes of one hub are resolved against. */
interface HubSurroundings extends Surroundings {
  /** @default - the hub's Argo CD has no IAM role */
  readonly argocd?: ArgoCdIdentity;
}

function resolveSpoke(entry: SpokeEntry, position: number, surroundings: HubSurroundings): Spoke {
  const common = resolveEntry(entry, "spoke", position, surroundings);
  return {
    ...common,
    registration: resolveRegistration(entry.registration, common.cluster, { ...surroundings, name: entry.name }),
    retired: entry.retired,
  };
}

/** What a cluster is to Argo CD: the value of our label. */
type Role = "hub" | "spoke" | "standalone";

function resolveEntry(
  entry: ArgoCdEntry | SpokeEntry,
  role: Role,
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
