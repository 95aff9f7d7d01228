import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { ITerraformDependable, Precondition } from "cdktf";
import type { Construct } from "constructs";
import type { ArgoCdIdentity } from "../../config/topology.js";
import type { ClusterConnection } from "../cluster/index.js";
import type { Expression, Fields } from "../expression.js";

/** What a registration mode gets. */
export interface RegistrationProps<Spec> {
  readonly spec: Spec;
  /** Name of the environment, for messages. */
  readonly environment: string;
  /** The spoke, with the operator's rights. */
  readonly spoke: ClusterConnection;
  readonly spokeProvider: KubernetesProvider;
  /**
   * The IAM role that the hub's Argo CD acts as.
   *
   * @default - the hub is not in AWS
   */
  readonly argocd?: ArgoCdIdentity;
}

/** What a registration mode returns: its part of the cluster Secret, and what it made on the spoke. */
export interface Credential {
  /** Fields of Argo CD's `ClusterConfig` that say how to authenticate, by their JSON names. */
  readonly config: Fields;
  /**
   * Fields of its `tlsClientConfig` that do, by their JSON names.
   *
   * @default - none
   */
  readonly tls?: Readonly<Record<string, Expression>>;
  /**
   * ARN by which an EKS capability finds the cluster: then the Secret has it for a server, and no `ClusterConfig`.
   *
   * @default - Argo CD is told the API server's address
   */
  readonly clusterArn?: Expression;
  /** Whether anything of `config` or `tls` is secret: it must not be in any state then. */
  readonly secret: boolean;
  /** Values, none of them secret, that change whenever the credential has to be written again. */
  readonly identity: readonly Expression[];
  /**
   * What must hold before the credential is written.
   *
   * @default - nothing
   */
  readonly preconditions?: readonly Precondition[];
  /** What has to be on the spoke before Argo CD may use the credential. */
  readonly dependsOn: ITerraformDependable[];
}

/** Defines what a mode needs on the spoke; the hub's side is the cluster Secret's alone. */
export type DefineRegistration<Spec> = (scope: Construct, props: RegistrationProps<Spec>) => Credential;
