import { resolveAdoption } from "./adoption.js";
import { resolveArgoCd, resolveCapability, resolveIdentity } from "./argocd/index.js";
import { resolveBackend } from "./backend/index.js";
import type { ComputedAccess } from "./computed-access.js";
import { awsPlaceOf, capabilitiesOf, resolveCluster, type ProviderName } from "./cluster/index.js";
import { deepFreeze } from "./freeze.js";
import { resolveGitOps } from "./gitops.js";
import { annotationKeys, certificateIssueKey, inClusterName, labelKeys } from "./names.js";
import type { PathBase } from "./paths.js";
import { resolveRegistration, type RegistrationSpec } from "./registration/index.js";
import { resolveLeaving } from "./retirement.js";
import type { ArgoCdEntry, EnvironmentFile, SpokeEntry, StandaloneEntry } from "./schema.js";
import type { ArgoCdIdentity, Cluster, GitOpsSource, Hub, Spoke, StandaloneCluster, Topology } from "./topology.js";

/** Where an environment file lies, and what its paths start from. */
export interface Origin extends PathBase {
  /** File as the operator would name it. */
  readonly file: string;
  /**
   * Rules that were computed for spokes.
   *
   * @default - none: spokes whose access is computed may change nothing
   */
  readonly computed?: ComputedAccess;
}

/** What the clusters of one environment are resolved against. */
interface Surroundings extends Origin {
  readonly environment: string;
  /** @default - nothing is delivered */
  readonly gitops?: GitOpsSource;
  /** @default - the clusters are no spokes */
  readonly hub?: ProviderName;
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
  if (file.model === "standalone") {
    const place = { ...origin, environment: file.name, gitops };
    const clusters = file.clusters.map((entry, index) => resolveStandalone(entry, index, place));
    return deepFreeze<Topology>({ ...common, model: "standalone", clusters });
  }
  const delivers = !file.hub.argocd.existing || file.gitops.repoURL !== undefined;
  const surroundings = { ...origin, environment: file.name, ...(delivers && { gitops }) };
  const hub = resolveHub(file.hub, "hub", 0, surroundings);
  const forSpokes = { ...surroundings, hub: hub.cluster.provider, ...(hub.identity && { argocd: hub.identity }) };
  return deepFreeze<Topology>({
    ...common,
    model: "hub-spoke",
    ...(delivers && { gitops }),
    hub,
    spokes: file.spokes.map((spoke, index) => resolveSpoke(spoke, index + 1, forSpokes)),
  });
}

function resolveStandalone(
  entry: StandaloneEntry,
  position: number,
  surroundings: Surroundings & { readonly gitops: GitOpsSource },
): StandaloneCluster {
  const gitops = { ...surroundings.gitops, ...entry.gitops };
  return { ...resolveHub(entry, "standalone", position, { ...surroundings, gitops }), gitops };
}

function resolveHub(entry: ArgoCdEntry, role: Role, position: number, surroundings: Surroundings): Hub {
  const common = resolveEntry(entry, role, position, surroundings);
  const { nodes } = capabilitiesOf(common.cluster);
  const { capability, ...rest } = entry.argocd;
  const argocd = resolveArgoCd(rest, { ...surroundings, nodes });
  const aws = role === "hub" ? awsPlaceOf(common.cluster) : undefined;
  // Who an Argo CD of somebody else's is to AWS is not known.
  if (aws === undefined || (argocd.existing && capability === undefined)) return { ...common, argocd };
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
  const computedRules = surroundings.computed?.spokes.get(entry.name)?.rules;
  const place = { ...surroundings, name: entry.name, computedRules };
  const registration = resolveRegistration(entry.registration, common.cluster, place);
  const leaving = resolveLeaving(entry.retired);
  return {
    ...common,
    annotations: { ...common.annotations, ...issueAnnotation(registration) },
    registration,
    retired: leaving !== undefined,
    ...(leaving && { leaving }),
  };
}

function issueAnnotation(registration: RegistrationSpec): Readonly<Record<string, string>> {
  const issue = registration.mode === "client-certificate" ? registration.certificate.issue : undefined;
  return issue === undefined ? {} : { [certificateIssueKey]: JSON.stringify(issue) };
}

/** What a cluster is to Argo CD: the value of our label. */
type Role = "hub" | "spoke" | "standalone";

function resolveEntry(
  entry: ArgoCdEntry | SpokeEntry,
  role: Role,
  position: number,
  surroundings: Surroundings,
): Cluster {
  const { environment, gitops, projectDirectory, home, hub } = surroundings;
  const argocdName = role === "spoke" ? entry.name : inClusterName;
  return {
    name: entry.name,
    ...resolveAdoption("adopt" in entry ? entry.adopt : undefined, { environment, name: entry.name, argocdName }),
    cluster: resolveCluster(entry.cluster, { environment, name: entry.name, position, projectDirectory, home, hub }),
    labels: {
      ...entry.labels,
      [labelKeys.environment]: environment,
      [labelKeys.role]: role,
      [labelKeys.name]: entry.name,
    },
    annotations: {
      ...entry.annotations,
      ...(gitops && {
        [annotationKeys.gitopsRepoURL]: gitops.repoURL,
        [annotationKeys.gitopsRevision]: gitops.revision,
      }),
    },
  };
}
