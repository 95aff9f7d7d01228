import type { LeftoverKind, Owner, Tags } from "./tags.js";

/** An AWS resource that a controller of a cluster made. */
export interface Resource {
  readonly kind: LeftoverKind;
  /** What AWS's commands know it by: an id, an ARN or a name. */
  readonly id: string;
  /** What people know it by. */
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
  /** What it was made for, where more than its tags tells it. */
  readonly owner?: Owner;
  /**
   * The instance that holds it.
   *
   * @default - none
   */
  readonly instance?: string;
  /** A load balancer of the first kind, which has commands of its own. */
  readonly classic?: boolean;
}

/** Where the resources of a cluster are. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Name in EKS. */
  readonly clusterName: string;
  /** Whether EKS still has it, and so will remove what is its own. */
  readonly exists: boolean;
}

export function ec2Arn({ partition, region, account }: Place, kind: string, id: string): string {
  return `arn:${partition}:ec2:${region}:${account}:${kind}/${id}`;
}
