import type { Construct } from "constructs";
import { spokeRegistrationStackId } from "../config/names.js";
import type { Spoke, HubSpokeTopology } from "../config/topology.js";
import { viewCluster, type ClusterConnection } from "../constructs/cluster/index.js";
import { forgetRegistration } from "../constructs/registration/forgotten.js";
import {
  SpokeClusterSecret,
  bridgeFacts,
  defineApplicationsGate,
  defineImports,
  defineRegistration,
  managerImports,
  secretImport,
  type Credential,
} from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface SpokeRegistrationStackProps {
  readonly topology: HubSpokeTopology;
  readonly spoke: Spoke;
  /** Shell words that run this package's own command line. */
  readonly cli: string;
  /** Absolute path of the environment file. */
  readonly environmentFile: string;
}

/** One spoke's registration: the credential on the spoke, and the cluster Secret on the hub. */
export class SpokeRegistrationStack extends BaseStack {
  constructor(scope: Construct, props: SpokeRegistrationStackProps) {
    const { topology, spoke } = props;
    super(scope, spokeRegistrationStackId(topology.name, spoke.name), topology.backend);
    const hub = viewCluster(topology.hub).connect(this, "hub");
    const cluster = viewCluster(spoke).connect(this, "spoke", spoke);
    const hubProvider = this.kubernetesProvider("hub", hub);
    const spokeProvider = this.kubernetesProvider("spoke", spoke.leaving?.unreachable ? neverDialled : cluster);
    const gate = { ...props, spoke: spoke.name, retired: spoke.retired };
    if (spoke.retired) {
      // The providers and the gate alone: Terraform needs them to remove what its state has, and then needs nothing.
      defineApplicationsGate(this, { ...gate, dependsOn: [] });
      if (spoke.leaving?.unreachable) forgetRegistration(this, topology, spoke);
      return;
    }
    const { argocd, identity } = topology.hub;
    const spec = spoke.registration;
    const environment = topology.name;
    const credential = defineRegistration(this, { spec, environment, spoke: cluster, spokeProvider, argocd: identity });
    const { secret } = new SpokeClusterSecret(this, "ClusterSecret", {
      provider: hubProvider,
      secretName: spoke.secretName,
      namespace: argocd.namespace,
      name: spoke.argocdName,
      adopted: spoke.adoption !== undefined,
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
    defineApplicationsGate(this, { ...gate, dependsOn: [secret] });
    this.adopt(spoke, argocd.namespace, credential);
  }

  /** A Secret with a secret in it is brought into the state by the command line: an import would read that too. */
  private adopt({ adoption, secretName, registration }: Spoke, namespace: string, credential: Credential): void {
    if (adoption === undefined) return;
    defineImports(this, [
      ...(credential.secret ? [] : [secretImport(namespace, secretName)]),
      ...(adoption.manager ? managerImports(registration.access) : []),
    ]);
  }
}

/** Of a cluster that is gone for good: the state names this provider, and nothing is asked through it. */
const neverDialled: Pick<ClusterConnection, "kubernetesProvider"> = {
  kubernetesProvider: { host: "https://unreachable.invalid" },
};
