import type { Adoption } from "./adoption.js";
import type { ArgoCdIdentity, ArgoCdSpec, CapabilityIdentity, PodIdentity } from "./argocd/index.js";
import type { BackendSpec } from "./backend/index.js";
import type { ClusterSpec } from "./cluster/index.js";
import type { Access } from "./registration/access.js";
import type { RegistrationSpec } from "./registration/index.js";
import type { Leaving, LeavingApplications } from "./retirement.js";

export type {
  Access,
  Adoption,
  ArgoCdIdentity,
  ArgoCdSpec,
  BackendSpec,
  CapabilityIdentity,
  ClusterSpec,
  Leaving,
  LeavingApplications,
  PodIdentity,
  RegistrationSpec,
};

/** The validated, resolved environment: everything after `loadEnvironment()` reads this and nothing else. */
export type Topology = HubSpokeTopology | StandaloneTopology;

/** What an environment of either model has. */
interface CommonTopology {
  /** Environment name: prefix of every stack id. */
  readonly name: string;
  /** Environment file it came from, as the operator would name it (relative to the project where it lies inside). */
  readonly file: string;
  /** Absolute folder that relative paths of the file are resolved against: the parent of `environments/`. */
  readonly projectDirectory: string;
  readonly backend: BackendSpec;
  readonly deletionProtection: boolean;
}

/** One hub, whose Argo CD delivers to every spoke. */
export interface HubSpokeTopology extends CommonTopology {
  readonly model: "hub-spoke";
  /** @default - nothing is delivered: the Argo CD is somebody else's, and the file names no repository */
  readonly gitops?: GitOpsSource;
  readonly hub: Hub;
  readonly spokes: readonly Spoke[];
}

/** Clusters that each run an Argo CD of their own. */
export interface StandaloneTopology extends CommonTopology {
  readonly model: "standalone";
  readonly clusters: readonly StandaloneCluster[];
}

/** What the root Application syncs. */
export interface GitOpsSource {
  readonly repoURL: string;
  readonly revision: string;
  /** Folder in the repository. */
  readonly path: string;
}

/** What every cluster of an environment has. */
export interface Cluster {
  /** Its name in the environment file; unique there. */
  readonly name: string;
  /** Cluster name as Argo CD shows it: `in-cluster` for the one that Argo CD runs on. */
  readonly argocdName: string;
  /** Name of its cluster Secret in Argo CD's namespace. */
  readonly secretName: string;
  /**
   * What was there of its registration before.
   *
   * @default - nothing: all of it is made
   */
  readonly adoption?: Adoption;
  readonly cluster: ClusterSpec;
  /** Labels of the cluster Secret, with ours (`hubspoke/...`) already in. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of the cluster Secret, with ours already in. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** The cluster that runs Argo CD. */
export interface Hub extends Cluster {
  readonly argocd: ArgoCdSpec;
  /**
   * The IAM role that Argo CD acts as; with it an EKS capability, where that is the Argo CD.
   *
   * @default - none: only the hub of an environment has one, where it is in AWS
   */
  readonly identity?: ArgoCdIdentity;
}

/** A cluster whose own Argo CD delivers to it alone. */
export interface StandaloneCluster extends Hub {
  readonly gitops: GitOpsSource;
}

/** A cluster that the hub's Argo CD manages. */
export interface Spoke extends Cluster {
  readonly registration: RegistrationSpec;
  /** Its stacks stay defined, without resources, so that the next deploy removes what it had. */
  readonly retired: boolean;
  /**
   * How it leaves.
   *
   * @default - it is not retired
   */
  readonly leaving?: Leaving;
}

/**
 * Whether the hub has a cluster Secret from us.
 *
 * At an Argo CD of somebody else's a new one would have ApplicationSets that select clusters by their labels deliver to
 * the hub too, so it is made only with what we deliver there.
 */
export function hasHubSecret({ hub, gitops }: Pick<HubSpokeTopology, "hub" | "gitops">): boolean {
  return !hub.argocd.existing || hub.adoption !== undefined || gitops !== undefined;
}

/** Every cluster of an environment, in the order of the file; the hub first. */
export function clustersOf(topology: Topology): readonly Cluster[] {
  return topology.model === "standalone" ? topology.clusters : [topology.hub, ...topology.spokes];
}

/** An environment without the spokes whose clusters are gone for good: what is started, repaired or made again. */
export function withoutUnreachable(topology: HubSpokeTopology): HubSpokeTopology {
  return { ...topology, spokes: topology.spokes.filter(({ leaving }) => !leaving?.unreachable) };
}
