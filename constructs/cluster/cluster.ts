import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { HelmProviderConfig } from "@cdktf/provider-helm/lib/provider/index.js";
import type { KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { Precondition } from "cdktf";
import type { Construct } from "constructs";
import type { AwsPlace, Capabilities } from "../../config/cluster/index.js";
import type { Expression } from "../expression.js";

/** What a stack calls a cluster that it speaks to; part of the addresses of its providers, so it is for life. */
export type ClusterAlias = "hub" | "spoke";

/**
 * A Kubernetes cluster as stacks other than its own see it.
 *
 * Every stack builds its own view, from what is known at synth: nothing of one stack is handed to another, because
 * cdktf would copy the producer's outputs, secrets included, into the consumer's state.
 */
export interface ICluster {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Defines, in the stack of `scope`, what Terraform needs to reach it as the operator. */
  connect(scope: Construct, alias: ClusterAlias, options?: ConnectOptions): ClusterConnection;
}

export interface ConnectOptions {
  /**
   * Whether the stack has nothing left to make: it must be planned, and found empty, also when the cluster is gone.
   *
   * @default false
   */
  readonly retired?: boolean;
}

/** A cluster as one stack reaches it. */
export interface ClusterConnection {
  /** How Terraform reaches it as the operator. */
  readonly kubernetesProvider: KubernetesProviderConfig;
  /** The same access for Helm. */
  readonly helmProvider: HelmProviderConfig;
  /**
   * Variables for the `exec` of both providers, which the stack adds: cdktf would write their names in snake case.
   *
   * @default - none
   */
  readonly execEnv?: Readonly<Record<string, string>>;
  /**
   * What is known of it in AWS.
   *
   * @default - it is not there
   */
  readonly aws?: AwsConnection;
  /** What ApplicationSets may want to know of it, by the key of the cluster Secret's annotation. */
  readonly facts: Readonly<Record<string, Expression>>;
  /**
   * Defines what Argo CD has to know to reach the API server.
   *
   * A method, since it may add locals that read files: a stack that has nothing left to register must not read them.
   */
  endpoint(): ClusterEndpoint;
}

/** A cluster in AWS, as one stack reaches its account. */
export interface AwsConnection extends AwsPlace {
  readonly provider: AwsProvider;
  /** The data source that describes the cluster. */
  readonly cluster: Expression;
}

/** How Argo CD reaches the API server of a cluster. */
export interface ClusterEndpoint {
  readonly server: Expression;
  /** Base64 of the CA's PEM; `""` when the system's roots are to be trusted. */
  readonly caData: Expression;
  /**
   * Whether Argo CD does not check the API server's certificate, and is told no CA.
   *
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Proxy between Argo CD and the API server.
   *
   * @default - none
   */
  readonly proxyUrl?: string;
  /** What must hold before any credential is handed out for this cluster. */
  readonly preconditions: readonly Precondition[];
}

/** What it takes to create a cluster, in the stack that does. */
export interface ClusterProps<Spec> {
  /** Cluster name as Argo CD shows it. */
  readonly name: string;
  readonly environment: string;
  readonly spec: Spec;
  /** Shell words that run this package's own command line. */
  readonly cli: string;
  /** Absolute path of the environment file. */
  readonly environmentFile: string;
  /** True makes the next deploy remove the cluster. */
  readonly retired: boolean;
  /** True makes removing the cluster an error of `terraform plan`. */
  readonly deletionProtection: boolean;
}

/** What an entry of `clusterProviders` brings. */
export interface ClusterProvider<Spec> {
  readonly view: (name: string, spec: Spec) => ICluster;
  /** Defines the resources of the cluster itself; absent for clusters that are already there. */
  readonly define?: (scope: Construct, props: ClusterProps<Spec>) => void;
  /**
   * Whether the cluster of a spec is made, for a provider that may also find one.
   *
   * @default - every cluster is made where `define` is there
   */
  readonly isCreated?: (spec: Spec) => boolean;
}
