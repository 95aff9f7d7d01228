import { resolve } from "node:path";
import type { App } from "cdktf";
import type { Spoke, Topology } from "../config/topology.js";
import { clusterProvider } from "../constructs/cluster/index.js";
import { HubArgoCdStack } from "./hub-argocd-stack.js";
import { HubClusterStack } from "./hub-cluster-stack.js";
import { cliCommand, gitopsRootChart } from "./package-root.js";
import { SpokeClusterStack, type ClusterStackProps } from "./spoke-cluster-stack.js";
import { SpokeRegistrationStack } from "./spoke-registration-stack.js";

export { BaseStack } from "./base-stack.js";
export { HubArgoCdStack, HubClusterStack, SpokeClusterStack, SpokeRegistrationStack };

export interface DefineEnvironmentOptions {
  /**
   * Shell words that run the `hubspoke` command, for clusters that Terraform makes through it.
   *
   * @default - the command of this package, with the `node` of PATH
   */
  readonly cli?: string;
}

/** The stacks of an environment; those of clusters that are already there are not defined. */
export interface EnvironmentStacks {
  readonly hubCluster?: HubClusterStack;
  readonly hubArgoCd: HubArgoCdStack;
  readonly spokes: readonly SpokeStacks[];
}

export interface SpokeStacks {
  readonly name: string;
  readonly cluster?: SpokeClusterStack;
  readonly registration: SpokeRegistrationStack;
}

/** Defines every stack of an environment, and in which order they are deployed. */
export function defineEnvironment(
  app: App,
  topology: Topology,
  options: DefineEnvironmentOptions = {},
): EnvironmentStacks {
  const { hub } = topology;
  const clusterProps: ClusterStackProps = {
    environment: topology.name,
    environmentFile: resolve(topology.projectDirectory, topology.file),
    backend: topology.backend,
    cli: options.cli ?? cliCommand(),
    deletionProtection: topology.deletionProtection,
  };

  const hubCluster = creates(hub) ? new HubClusterStack(app, { ...clusterProps, hub }) : undefined;
  const hubArgoCd = new HubArgoCdStack(app, { topology, gitopsRootChart: gitopsRootChart() });
  hubArgoCd.after(hubCluster);

  const spokes = topology.spokes.map((spoke): SpokeStacks => {
    const cluster = creates(spoke) ? new SpokeClusterStack(app, { ...clusterProps, spoke }) : undefined;
    const registration = new SpokeRegistrationStack(app, { topology, spoke });
    registration.after(hubArgoCd);
    orderSpoke(spoke, { name: spoke.name, cluster, registration });
    return { name: spoke.name, cluster, registration };
  });
  return { hubCluster, hubArgoCd, spokes };
}

/** A spoke is registered once its cluster is there; a retired one loses its registration first. */
function orderSpoke(spoke: Spoke, { cluster, registration }: SpokeStacks): void {
  if (spoke.retired) {
    cluster?.after(registration);
  } else {
    registration.after(cluster);
  }
}

/** Whether Terraform makes the cluster. */
function creates({ cluster }: Pick<Spoke, "cluster">): boolean {
  return clusterProvider(cluster).define !== undefined;
}
