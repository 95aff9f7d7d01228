import type { Construct } from "constructs";
import { hubIdentityStackId } from "../config/names.js";
import type { ArgoCdIdentity, HubSpokeTopology, PodIdentity } from "../config/topology.js";
import { CapabilityRole } from "../constructs/argocd/capability-role.js";
import { ArgoCdRole } from "../constructs/argocd/identity.js";
import { isCreated, viewCluster, type AwsConnection } from "../constructs/cluster/index.js";
import { BaseStack } from "./base-stack.js";

/** The IAM role that Argo CD acts as; not defined for a hub outside of AWS. */
export class HubIdentityStack extends BaseStack {
  constructor(scope: Construct, topology: HubSpokeTopology, identity: ArgoCdIdentity) {
    super(scope, hubIdentityStackId(topology.name), topology.backend);
    const { hub } = topology;
    const { aws } = viewCluster(hub).connect(this, "hub");
    if (aws === undefined) throw new Error(`cluster "${hub.name}" has an IAM role and is not in AWS`);
    if (identity.kind === "capability") {
      new CapabilityRole(this, "ArgoCd", { provider: aws.provider, identity });
    } else {
      this.defineRole(topology, aws, identity);
    }
  }

  private defineRole({ hub, spokes }: HubSpokeTopology, aws: AwsConnection, identity: PodIdentity): void {
    const spokeRoles = spokes.flatMap(({ retired, registration }) =>
      !retired && registration.mode === "aws-iam" ? [registration.roleArn] : [],
    );
    new ArgoCdRole(this, "ArgoCd", { aws, identity, created: isCreated(hub.cluster), spokeRoles });
  }
}
