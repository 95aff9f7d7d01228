import type { Construct } from "constructs";
import { clusterSecretName, spokeRegistrationStackId } from "../config/names.js";
import type { Spoke, HubSpokeTopology } from "../config/topology.js";
import { viewCluster } from "../constructs/cluster/index.js";
import { SpokeClusterSecret, defineRegistration } from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface SpokeRegistrationStackProps {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
}

/** One spoke's registration: the credential on the spoke, and the cluster Secret on the hub. */
export class SpokeRegistrationStack extends BaseStack {
  constructor(scope: Construct, { topology, spoke }: SpokeRegistrationStackProps) {
    super(scope, spokeRegistrationStackId(topology.name, spoke.name), topology.backend);
    const cluster = viewCluster(spoke);
    const hubProvider = this.hubProvider(viewCluster(topology.hub));
    const spokeProvider = this.spokeProvider(cluster);
    if (spoke.retired) {
      // The providers alone: Terraform needs them to remove what its state has, and then needs nothing.
      return;
    }
    const credential = defineRegistration(this, { spec: spoke.registration, spokeProvider });
    new SpokeClusterSecret(this, "ClusterSecret", {
      provider: hubProvider,
      secretName: clusterSecretName(topology.name, spoke.name),
      namespace: topology.hub.argocd.namespace,
      name: spoke.name,
      labels: spoke.labels,
      annotations: spoke.annotations,
      endpoint: cluster.endpoint(this),
      spec: spoke.registration,
      credential,
    });
  }
}
