import type { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { clusterSecretName, inClusterServer } from "../config/names.js";
import type { BackendSpec, CapabilityIdentity, GitOpsSource, Hub, Spoke } from "../config/topology.js";
import { ArgoCd } from "../constructs/argocd/argocd.js";
import { ArgoCdCapability } from "../constructs/argocd/capability.js";
import { GitOpsRoot } from "../constructs/argocd/gitops-root.js";
import type { AwsHub } from "../constructs/argocd/values.js";
import { viewCluster, type ClusterConnection } from "../constructs/cluster/index.js";
import { HubClusterSecret, bridgeFacts } from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface ArgoCdStackProps {
  readonly id: string;
  readonly environment: string;
  /** The cluster that Argo CD runs on: the hub, or a standalone cluster. */
  readonly hub: Hub;
  readonly gitops: GitOpsSource;
  readonly backend: BackendSpec;
  readonly deletionProtection: boolean;
  /** Clusters that are registered at it. */
  readonly spokes: readonly Spoke[];
  /** Absolute folder of the gitops-root chart. */
  readonly gitopsRootChart: string;
}

/** The hub as this stack reaches it. */
interface Connected {
  readonly cluster: ClusterConnection;
  readonly kubernetesProvider: KubernetesProvider;
  readonly helmProvider: HelmProvider;
}

/** Argo CD, however it comes to a cluster. */
interface DefinedArgoCd {
  /** What has to be there before the cluster's Secret. */
  readonly beforeSecret: ITerraformDependable[];
  /** What has to be there before any object of Argo CD's kinds. */
  readonly beforeObjects: ITerraformDependable[];
  /** ARN by which it knows the cluster, where it does not run there. */
  readonly clusterArn?: string;
}

/** Argo CD on a cluster, what it delivers, and that cluster as one of its own Argo CD. */
export class ArgoCdStack extends BaseStack {
  constructor(scope: Construct, props: ArgoCdStackProps) {
    const { hub, gitops } = props;
    super(scope, props.id, props.backend);
    const view = viewCluster(hub);
    const cluster = view.connect(this, "hub");
    const kubernetesProvider = this.kubernetesProvider("hub", cluster);
    const helmProvider = this.helmProvider(cluster);
    const spec = hub.argocd;

    const { identity } = hub;
    const connected = { cluster, kubernetesProvider, helmProvider };
    const argocd =
      identity?.kind === "capability" ? this.enable(props, identity, connected) : this.install(props, connected);
    const secret = new HubClusterSecret(this, "HubCluster", {
      provider: kubernetesProvider,
      secretName: clusterSecretName(props.environment, hub.name),
      namespace: spec.namespace,
      labels: hub.labels,
      annotations: hub.annotations,
      facts: bridgeFacts(cluster, { namespace: spec.namespace, roleArn: identity?.roleArn }),
      clusterArn: argocd.clusterArn,
      dependsOn: argocd.beforeSecret,
    });
    new GitOpsRoot(this, "GitOpsRoot", {
      helmProvider,
      spec,
      gitops,
      capabilities: view.capabilities,
      server: argocd.clusterArn ?? inClusterServer,
      sourceNamespaces: argocd.clusterArn === undefined ? undefined : [spec.namespace],
      chart: props.gitopsRootChart,
      dependsOn: [...argocd.beforeObjects, secret.secret],
    });
  }

  /** By its Helm chart, as pods of the cluster. */
  private install(props: ArgoCdStackProps, connected: Connected): DefinedArgoCd {
    const { hub, deletionProtection } = props;
    const argocd = new ArgoCd(this, "ArgoCd", {
      ...connected,
      spec: hub.argocd,
      capabilities: viewCluster(hub).capabilities,
      aws: awsHub(hub, connected.cluster, props.spokes),
      deletionProtection,
    });
    return { beforeSecret: [argocd.namespace], beforeObjects: [argocd.release] };
  }

  /** As a capability of EKS, which runs it. */
  private enable(props: ArgoCdStackProps, identity: CapabilityIdentity, connected: Connected): DefinedArgoCd {
    const { hub, spokes, deletionProtection } = props;
    const { cluster, kubernetesProvider } = connected;
    const { aws } = cluster;
    if (aws === undefined) throw new Error(`cluster "${hub.name}" has an EKS capability and is not in AWS`);
    const { ready } = new ArgoCdCapability(this, "ArgoCd", {
      kubernetesProvider,
      aws,
      identity,
      namespace: hub.argocd.namespace,
      limited: spokes.some(isLimited),
      deletionProtection,
    });
    return { beforeSecret: ready, beforeObjects: ready, clusterArn: aws.clusterArn };
  }
}

/** What Argo CD has to know of AWS, where it becomes a role there for any spoke. */
function awsHub({ identity }: Hub, { aws }: ClusterConnection, spokes: readonly Spoke[]): AwsHub | undefined {
  const byRole = spokes.filter(({ retired, registration }) => !retired && registration.mode === "aws-iam");
  if (aws === undefined || identity === undefined || identity.kind === "capability" || byRole.length === 0) {
    return undefined;
  }
  return { region: aws.region, identity, limited: byRole.some(isLimited) };
}

/** Whether Argo CD may not read all of a spoke. */
function isLimited({ retired, registration: { access } }: Spoke): boolean {
  return !retired && typeof access === "object" && "namespaces" in access;
}
