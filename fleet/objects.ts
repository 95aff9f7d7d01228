/** The few fields of Kubernetes' and Argo CD's objects that the checks read. */

export interface KubernetesObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
}

export interface KubernetesList<T> {
  readonly items: readonly T[];
}

/** A Deployment or a StatefulSet. */
export interface Workload extends KubernetesObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number; readonly observedGeneration?: number };
}

export interface Pod extends KubernetesObject {
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly { readonly env?: readonly { readonly name: string }[] }[];
  };
}

export interface Condition {
  readonly type: string;
  readonly status?: string;
  readonly message?: string;
}

export interface ApplicationSource {
  readonly repoURL: string;
  readonly targetRevision?: string;
  readonly path?: string;
  /** Set where the source is a Helm repository, not Git. */
  readonly chart?: string;
}

/** An object that an Application delivers. */
export interface ApplicationResource {
  /** @default - the core group */
  readonly group?: string;
  readonly version?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** It is no longer in Git. */
  readonly requiresPruning?: boolean;
  /** Somebody has to confirm before Argo CD deletes it. */
  readonly requiresDeletionConfirmation?: boolean;
}

export interface Application extends KubernetesObject {
  readonly spec: {
    readonly source?: ApplicationSource;
    readonly sources?: readonly ApplicationSource[];
    readonly destination?: { readonly name?: string; readonly server?: string; readonly namespace?: string };
    readonly project?: string;
    readonly syncPolicy?: {
      readonly syncOptions?: readonly string[];
      readonly automated?: { readonly enabled?: boolean; readonly prune?: boolean };
      readonly retry?: object;
    };
  };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string; readonly revisions?: readonly string[] };
    readonly health?: { readonly status?: string; readonly message?: string };
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly syncResult?: { readonly resources?: readonly ApplicationResource[] };
    };
    readonly conditions?: readonly Condition[];
    readonly resources?: readonly ApplicationResource[];
  };
}

export interface ApplicationSet extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}
