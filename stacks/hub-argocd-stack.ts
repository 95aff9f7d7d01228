import type { Construct } from "constructs";
import { clusterSecretName, hubArgoCdStackId } from "../config/names.js";
import type { Topology } from "../config/topology.js";
import { ArgoCd } from "../constructs/argocd/argocd.js";
import { GitOpsRoot } from "../constructs/argocd/gitops-root.js";
import { viewCluster } from "../constructs/cluster/index.js";
import { HubClusterSecret } from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface HubArgoCdStackProps {
  readonly topology: Topology;
  /** Absolute folder of the gitops-root chart. */
  readonly gitopsRootChart: string;
}

/** Argo CD on the hub, what it delivers, and the hub as a cluster of its own Argo CD. */
export class HubArgoCdStack extends BaseStack {
  constructor(scope: Construct, { topology, gitopsRootChart }: HubArgoCdStackProps) {
    super(scope, hubArgoCdStackId(topology.name), topology.backend);
    const { hub, gitops, deletionProtection } = topology;
    const cluster = viewCluster(hub);
    const { capabilities } = cluster;
    const kubernetesProvider = this.hubProvider(cluster);
    const helmProvider = this.helmProvider(cluster);
    const spec = hub.argocd;

    const argocd = new ArgoCd(this, "ArgoCd", {
      helmProvider,
      kubernetesProvider,
      spec,
      capabilities,
      deletionProtection,
    });
    const secret = new HubClusterSecret(this, "HubCluster", {
      provider: kubernetesProvider,
      secretName: clusterSecretName(topology.name, hub.name),
      namespace: spec.namespace,
      labels: hub.labels,
      annotations: hub.annotations,
      dependsOn: [argocd.namespace],
    });
    new GitOpsRoot(this, "GitOpsRoot", {
      helmProvider,
      spec,
      gitops,
      capabilities,
      chart: gitopsRootChart,
      dependsOn: [argocd.release, secret.secret],
    });
  }
}
