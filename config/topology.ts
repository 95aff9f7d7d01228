import type { ArgoCdIdentity, ArgoCdSpec, CapabilityIdentity, PodIdentity } from "./argocd/index.js";
import type { BackendSpec } from "./backend/index.js";
import type { ClusterSpec } from "./cluster/index.js";
import type { Access } from "./registration/access.js";
import type { RegistrationSpec } from "./registration/index.js";

export type {
  Access,
  ArgoCdIdentity,
  ArgoCdSpec,
  BackendSpec,
  CapabilityIdentity,
  ClusterSpec,
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
  readonly gitops: GitOpsSource;
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
  /** Cluster name as Argo CD shows it; unique in the environment. */
  readonly name: string;
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
}

/** Every cluster of an environment, in the order of the file; the hub first. */
export function clustersOf(topology: Topology): readonly Cluster[] {
  return topology.model === "standalone" ? topology.clusters : [topology.hub, ...topology.spokes];
}
