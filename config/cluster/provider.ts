import type * as z from "zod";
import type { PathBase } from "../paths.js";
import type { Partition } from "./aws.js";

/** What a cluster can do, as far as other parts need to know. */
export interface Capabilities {
  /** Whether pods can run on it. */
  readonly nodes: boolean;
}

/** Where a cluster stands in its environment: what its derived values are made from. */
export interface ClusterPlace extends PathBase {
  readonly environment: string;
  readonly name: string;
  /** 0 for the hub, 1 for the first spoke, and so on. */
  readonly position: number;
  /**
   * Provider of the hub, whose Argo CD has to reach the cluster.
   *
   * @default - the cluster is no spoke
   */
  readonly hub?: string;
}

/** Ports of this machine that a cluster listens on, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Where in AWS something is. */
export interface AwsPlace {
  readonly partition: Partition;
  readonly region: string;
  /** Id of the account. */
  readonly account: string;
  /** ARN of the cluster. */
  readonly clusterArn: string;
}

/**
 * One cluster provider, as an environment file sees it.
 *
 * A new one is a file beside this one and a line in `index.ts`.
 */
export interface ClusterProvider<Schema extends z.ZodObject, Spec extends { readonly provider: string }> {
  readonly capabilities: Capabilities;
  /** The `cluster` field for this provider; its `provider` is a literal. */
  readonly schema: Schema;
  /** Fills in what the file leaves out. */
  resolve(file: z.output<Schema>, place: ClusterPlace): Spec;
  /** What tells one API server from another; two clusters that share one are refused. */
  servers(spec: Spec): readonly string[];
  /** Where in AWS it is, for a provider whose clusters are there. */
  aws?(spec: Spec): AwsPlace;
  /** Ports that it takes on this machine, where it takes any. */
  ports?(spec: Spec, place: { readonly argocd: boolean }): PortRange;
}
