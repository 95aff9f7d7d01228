import type { Construct } from "constructs";
import { clusterSecretName } from "../config/names.js";
import type { BackendSpec, GitOpsSource, Hub } from "../config/topology.js";
import { ArgoCd } from "../constructs/argocd/argocd.js";
import { GitOpsRoot } from "../constructs/argocd/gitops-root.js";
import { viewCluster } from "../constructs/cluster/index.js";
import { HubClusterSecret } from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface ArgoCdStackProps {
  readonly id: string;
  readonly environment: string;
  /** The cluster that Argo CD runs on: the hub, or a standalone cluster. */
  readonly hub: Hub;
  readonly gitops: GitOpsSource;
  readonly backend: BackendSpec;
  readonly deletionProtection: boolean;
  /** Absolute folder of the gitops-root chart. */
  readonly gitopsRootChart: string;
}

/** Argo CD on a cluster, what it delivers, and that cluster as one of its own Argo CD. */
export class ArgoCdStack extends BaseStack {
  constructor(scope: Construct, props: ArgoCdStackProps) {
    const { hub, gitops, deletionProtection } = props;
    super(scope, props.id, props.backend);
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
      secretName: clusterSecretName(props.environment, hub.name),
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
      chart: props.gitopsRootChart,
      dependsOn: [argocd.release, secret.secret],
    });
  }
}
