import type { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { inClusterServer } from "../config/names.js";
import { isNamespaceAccess } from "../config/registration/index.js";
import {
  hasHubSecret,
  type BackendSpec,
  type CapabilityIdentity,
  type GitOpsSource,
  type Hub,
  type Spoke,
} from "../config/topology.js";
import { ArgoCd } from "../constructs/argocd/argocd.js";
import { ArgoCdCapability } from "../constructs/argocd/capability.js";
import { GitOpsRoot } from "../constructs/argocd/gitops-root.js";
import type { AwsHub } from "../constructs/argocd/values.js";
import { viewCluster, type ClusterConnection } from "../constructs/cluster/index.js";
import {
  HubClusterSecret,
  bridgeFacts,
  defineForgotten,
  defineImports,
  secretImport,
} from "../constructs/registration/index.js";
import { BaseStack } from "./base-stack.js";

export interface ArgoCdStackProps {
  readonly id: string;
  readonly environment: string;
  /** The cluster that Argo CD runs on: the hub, or a standalone cluster. */
  readonly hub: Hub;
  /** @default - nothing is delivered */
  readonly gitops?: GitOpsSource;
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
    const { hub } = props;
    super(scope, props.id, props.backend);
    const cluster = viewCluster(hub).connect(this, "hub");
    const kubernetesProvider = this.kubernetesProvider("hub", cluster);
    const helmProvider = this.helmProvider(cluster);
    const connected = { cluster, kubernetesProvider, helmProvider };
    const argocd = this.defineArgoCd(props, connected);
    const secret = hasHubSecret(props) ? this.registerHub(hub, connected, argocd) : undefined;
    if (props.gitops !== undefined) {
      this.deliver(props.gitops, props, { ...connected, ...argocd, secret });
    }
  }

  private defineArgoCd(props: ArgoCdStackProps, connected: Connected): DefinedArgoCd {
    const { argocd, identity } = props.hub;
    if (argocd.existing) return this.leave(props);
    return identity?.kind === "capability" ? this.enable(props, identity, connected) : this.install(props, connected);
  }

  /** One that this stack installed before is no longer ours, and stays as it is. */
  private leave(props: ArgoCdStackProps): DefinedArgoCd {
    const secret = hasHubSecret(props) ? [] : ["kubernetes_secret_v1.cluster"];
    defineForgotten(this, ["helm_release.argo_cd", "kubernetes_namespace_v1.argocd", ...secret]);
    return { beforeSecret: [], beforeObjects: [] };
  }

  private registerHub(hub: Hub, { cluster, kubernetesProvider }: Connected, argocd: DefinedArgoCd): SecretV1 {
    const { namespace } = hub.argocd;
    const { secret } = new HubClusterSecret(this, "HubCluster", {
      provider: kubernetesProvider,
      secretName: hub.secretName,
      namespace,
      name: hub.argocdName,
      adopted: hub.adoption !== undefined,
      labels: hub.labels,
      annotations: hub.annotations,
      facts: bridgeFacts(cluster, { namespace, roleArn: hub.identity?.roleArn }),
      clusterArn: argocd.clusterArn,
      dependsOn: argocd.beforeSecret,
    });
    if (hub.adoption !== undefined) defineImports(this, [secretImport(namespace, hub.secretName)]);
    return secret;
  }

  private deliver(
    gitops: GitOpsSource,
    { hub, gitopsRootChart: chart }: ArgoCdStackProps,
    argocd: DefinedArgoCd & Connected & { readonly secret: SecretV1 | undefined },
  ): void {
    const { clusterArn, beforeObjects, secret } = argocd;
    new GitOpsRoot(this, "GitOpsRoot", {
      helmProvider: argocd.helmProvider,
      spec: hub.argocd,
      gitops,
      capabilities: viewCluster(hub).capabilities,
      server: clusterArn ?? inClusterServer,
      sourceNamespaces: clusterArn === undefined ? undefined : [hub.argocd.namespace],
      chart,
      dependsOn: [...beforeObjects, ...(secret ? [secret] : [])],
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
  return !retired && isNamespaceAccess(access);
}
