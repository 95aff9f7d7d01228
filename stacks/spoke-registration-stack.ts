import type { Construct } from "constructs";
import { clusterSecretName, spokeRegistrationStackId } from "../config/names.js";
import type { Spoke, HubSpokeTopology } from "../config/topology.js";
import { viewCluster } from "../constructs/cluster/index.js";
import { SpokeClusterSecret, bridgeFacts, defineRegistration } from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface SpokeRegistrationStackProps {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
}

/** One spoke's registration: the credential on the spoke, and the cluster Secret on the hub. */
export class SpokeRegistrationStack extends BaseStack {
  constructor(scope: Construct, { topology, spoke }: SpokeRegistrationStackProps) {
    super(scope, spokeRegistrationStackId(topology.name, spoke.name), topology.backend);
    const hub = viewCluster(topology.hub).connect(this, "hub");
    const cluster = viewCluster(spoke).connect(this, "spoke", spoke);
    const hubProvider = this.kubernetesProvider("hub", hub);
    const spokeProvider = this.kubernetesProvider("spoke", cluster);
    if (spoke.retired) {
      // The providers alone: Terraform needs them to remove what its state has, and then needs nothing.
      return;
    }
    const { argocd, identity } = topology.hub;
    const spec = spoke.registration;
    const credential = defineRegistration(this, { spec, spoke: cluster, spokeProvider, argocd: identity });
    new SpokeClusterSecret(this, "ClusterSecret", {
      provider: hubProvider,
      secretName: clusterSecretName(topology.name, spoke.name),
      namespace: argocd.namespace,
      name: spoke.name,
      labels: spoke.labels,
      annotations: spoke.annotations,
      facts: bridgeFacts(cluster, {
        namespace: argocd.namespace,
        roleArn: spec.mode === "aws-iam" ? spec.roleArn : undefined,
      }),
      endpoint: cluster.endpoint(),
      spec,
      credential,
    });
  }
}
