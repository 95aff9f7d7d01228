import { bridgeKeys } from "../../config/names.js";
import type { ClusterConnection } from "../cluster/index.js";
import { quote, type Expression } from "../expression.js";

/** What an Argo CD is to a cluster. */
export interface BridgeProps {
  /** Argo CD's namespace. */
  readonly namespace: string;
  /**
   * ARN of the role that it has for the cluster.
   *
   * @default - none
   */
  readonly roleArn?: string;
}

/** What add-ons need to know of a cluster in AWS, as annotations of its Secret; nothing for another. */
export function bridgeFacts(
  cluster: ClusterConnection,
  { namespace, roleArn }: BridgeProps,
): Readonly<Record<string, Expression>> {
  if (cluster.aws === undefined) return cluster.facts;
  return {
    ...cluster.facts,
    [bridgeKeys.argocdNamespace]: quote(namespace),
    ...(roleArn !== undefined && { [bridgeKeys.argocdRole]: quote(roleArn) }),
  };
}
