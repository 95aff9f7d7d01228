import { resolve } from "node:path";
import type { App } from "cdktf";
import {
  clusterArgoCdStackId,
  clusterStackId,
  hubArgoCdStackId,
  hubClusterStackId,
  spokeClusterStackId,
} from "../config/names.js";
import { hubGateways, routeTo } from "../config/routes.js";
import type { Cluster, HubSpokeTopology, Spoke, StandaloneTopology, Topology } from "../config/topology.js";
import { isCreated } from "../constructs/cluster/index.js";
import { ArgoCdStack } from "./argocd-stack.js";
import { HubNetworkStack } from "./hub-network-stack.js";
import { SpokeNetworkStack } from "./spoke-network-stack.js";
import { HubIdentityStack } from "./hub-identity-stack.js";
import { ClusterStack, type ClusterStackProps } from "./cluster-stack.js";
import { cliCommand, gitopsRootChart } from "./package-root.js";
import { SpokeRegistrationStack } from "./spoke-registration-stack.js";

export { BaseStack } from "./base-stack.js";
export { ArgoCdStack, ClusterStack, SpokeRegistrationStack };

export interface DefineStacksOptions {
  /**
   * Shell words that run the `hubspoke` command, for clusters that Terraform makes through it.
   *
   * @default - the command of this package, with the `node` of PATH
   */
  readonly cli?: string;
}

/** The stacks of one cluster; those of a cluster that is already there have no `cluster`. */
export interface ArgoCdStacks {
  readonly name: string;
  readonly cluster?: ClusterStack;
  readonly argocd: ArgoCdStack;
}

export interface SpokeStacks {
  readonly name: string;
  readonly cluster?: ClusterStack;
  /** The route to it, where one has to be made. */
  readonly network?: SpokeNetworkStack;
  readonly registration: SpokeRegistrationStack;
}

/** The stacks of an environment: of its hub and spokes, or of its standalone clusters. */
export interface EnvironmentStacks {
  /** Clusters with an Argo CD of their own: the hub alone, or every standalone cluster. */
  readonly argocd: readonly ArgoCdStacks[];
  readonly spokes: readonly SpokeStacks[];
}

/** Defines every stack of an environment, and in which order they are deployed. */
export function defineStacks(app: App, topology: Topology, options: DefineStacksOptions = {}): EnvironmentStacks {
  const common = commonProps(topology, options);
  return topology.model === "standalone"
    ? { argocd: defineStandalone(app, topology, common), spokes: [] }
    : defineHubAndSpokes(app, topology, common);
}

type CommonProps = Omit<ClusterStackProps, "id" | "cluster" | "retired">;

function commonProps(topology: Topology, { cli = cliCommand() }: DefineStacksOptions): CommonProps {
  const { backend, deletionProtection } = topology;
  const environmentFile = resolve(topology.projectDirectory, topology.file);
  return { environment: topology.name, environmentFile, backend, cli, deletionProtection };
}

function defineHubAndSpokes(app: App, topology: HubSpokeTopology, common: CommonProps): EnvironmentStacks {
  const { name: environment, hub, gitops, spokes: registered } = topology;
  const hubCluster = defineCluster(app, hubClusterStackId(environment), hub, common);
  const identity = hub.identity && new HubIdentityStack(app, topology, hub.identity);
  identity?.after(hubCluster);
  const argocd = new ArgoCdStack(app, {
    ...common,
    id: hubArgoCdStackId(environment),
    hub,
    gitops,
    spokes: registered,
    gitopsRootChart: gitopsRootChart(),
  });
  argocd.after(hubCluster, identity);
  const gateways = hubGateways(topology);
  const network = gateways.length === 0 ? undefined : new HubNetworkStack(app, topology, gateways);
  network?.after(hubCluster);

  const spokes = topology.spokes.map((spoke): SpokeStacks => {
    const { name, retired } = spoke;
    const cluster = defineCluster(app, spokeClusterStackId(environment, name), spoke, { ...common, retired });
    const route = routeTo(topology, spoke);
    const spokeNetwork = route && new SpokeNetworkStack(app, { topology, spoke, route });
    spokeNetwork?.after(hubCluster, network);
    const registration = new SpokeRegistrationStack(app, { ...common, topology, spoke });
    registration.after(argocd);
    const stacks = { name, cluster, network: spokeNetwork, registration };
    orderSpoke(spoke, stacks);
    return stacks;
  });
  return { argocd: [{ name: hub.name, cluster: hubCluster, argocd }], spokes };
}

function defineStandalone(app: App, topology: StandaloneTopology, common: CommonProps): readonly ArgoCdStacks[] {
  const { name: environment } = topology;
  return topology.clusters.map((hub) => {
    const cluster = defineCluster(app, clusterStackId(environment, hub.name), hub, common);
    const argocd = new ArgoCdStack(app, {
      ...common,
      id: clusterArgoCdStackId(environment, hub.name),
      hub,
      gitops: hub.gitops,
      spokes: [],
      gitopsRootChart: gitopsRootChart(),
    });
    argocd.after(cluster);
    return { name: hub.name, cluster, argocd };
  });
}

/** The stack of a cluster that Terraform makes. */
function defineCluster(
  app: App,
  id: string,
  cluster: Cluster,
  props: CommonProps & { readonly retired?: boolean },
): ClusterStack | undefined {
  if (!isCreated(cluster.cluster)) return undefined;
  return new ClusterStack(app, { retired: false, ...props, id, cluster });
}

/** A spoke is registered once its cluster is there and reached; a retired one loses its registration first. */
function orderSpoke(spoke: Spoke, { cluster, network, registration }: SpokeStacks): void {
  if (spoke.retired) {
    network?.after(registration);
    cluster?.after(registration, network);
  } else {
    network?.after(cluster);
    registration.after(cluster, network);
  }
}
