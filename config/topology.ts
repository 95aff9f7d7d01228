import type { Access } from "./registration/access.js";
import type { ClusterSpec } from "./cluster/index.js";
import type { RegistrationSpec } from "./registration/index.js";
import type { ArgoCdSpec } from "./argocd.js";
import type { BackendSpec } from "./backend.js";

export type { Access, ArgoCdSpec, BackendSpec, ClusterSpec, RegistrationSpec };

/** The validated, resolved environment: everything after `loadEnvironment()` reads this and nothing else. */
export interface Topology {
  /** Environment name: prefix of every stack id. */
  readonly name: string;
  /** Environment file it came from, as the operator would name it (relative to the project where it lies inside). */
  readonly file: string;
  /** Absolute folder that relative paths of the file are resolved against: the parent of `environments/`. */
  readonly projectDirectory: string;
  readonly model: "hub-spoke";
  readonly backend: BackendSpec;
  readonly deletionProtection: boolean;
  readonly gitops: GitOpsSource;
  readonly hub: Hub;
  readonly spokes: readonly Spoke[];
}

/** What the root Application syncs. */
export interface GitOpsSource {
  readonly repoURL: string;
  readonly revision: string;
  /** Folder in the repository. */
  readonly path: string;
}

/** What hub and spokes have in common. */
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
}

/** A cluster that the hub's Argo CD manages. */
export interface Spoke extends Cluster {
  readonly registration: RegistrationSpec;
  /** Its stacks stay defined, without resources, so that the next deploy removes what it had. */
  readonly retired: boolean;
}
