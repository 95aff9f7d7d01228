import type { Precondition } from "cdktf";
import { allowAccessEntries } from "../../config/cluster/eks-cli.js";
import type { AwsConnection } from "../cluster/index.js";
import { literal, template } from "../expression.js";

/**
 * That a cluster takes access entries; `otherwise` ends the sentence that says how to make it.
 *
 * One of before access entries has none, until somebody decides so: there is no way back.
 */
export function accessEntriesAreAllowed(
  { cluster, clusterArn, region }: AwsConnection,
  otherwise: string,
): Precondition {
  const clusterName = clusterArn.slice(clusterArn.indexOf("/") + 1);
  return {
    condition: template(`${cluster}.access_config[0].authentication_mode != "CONFIG_MAP"`),
    errorMessage: literal(
      `EKS cluster "${clusterName}" is in authentication mode "CONFIG_MAP", expected "API" or "API_AND_CONFIG_MAP": ` +
        `run "${allowAccessEntries({ clusterName, region })}", which cannot be undone, ${otherwise}`,
    ),
  };
}
