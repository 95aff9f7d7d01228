import type { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import { Release } from "@cdktf/provider-helm/lib/release/index.js";
import { AssetType, TerraformAsset, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Capabilities } from "../../config/cluster/index.js";
import { platformProject, type ArgoCdObject, type ArgoCdSpec } from "../../config/argocd/index.js";
import type { GitOpsSource } from "../../config/topology.js";
import { literal } from "../expression.js";

/** Seconds that Helm waits, on removal, for Argo CD to have removed what the root Application delivered. */
const timeout = 600;

export interface GitOpsRootProps {
  readonly helmProvider: HelmProvider;
  readonly spec: ArgoCdSpec;
  readonly gitops: GitOpsSource;
  readonly capabilities: Capabilities;
  /** The hub's own cluster, as its Argo CD knows it. */
  readonly server: string;
  /**
   * Namespaces that a project takes Applications from, where it does not say.
   *
   * @default - none: Argo CD's own namespace always is one
   */
  readonly sourceNamespaces?: readonly string[];
  /** Absolute folder of the gitops-root chart. */
  readonly chart: string;
  /** What brings the kinds of the objects in the chart. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * The release of a small chart of ours that holds the AppProjects, the ApplicationSets and the root Application.
 *
 * A chart and not `kubernetes_manifest`, which wants the kinds to exist when it plans, before Argo CD is installed.
 */
export class GitOpsRoot extends Construct {
  constructor(scope: Construct, id: string, props: GitOpsRootProps) {
    super(scope, id);
    // Copied into the output, so that the path in Terraform's state is relative and the same on every machine.
    const chart = new TerraformAsset(this, "Chart", { path: props.chart, type: AssetType.DIRECTORY });
    const release = new Release(this, "Release", {
      provider: props.helmProvider,
      dependsOn: props.dependsOn,
      name: "gitops-root",
      namespace: props.spec.namespace,
      chart: `./${chart.path}`,
      values: [literal(JSON.stringify(chartValues(props), null, 2))],
      upgradeInstall: true,
      wait: props.capabilities.nodes,
      timeout,
      maxHistory: 10,
    });
    release.overrideLogicalId("gitops_root");
  }
}

function chartValues({
  spec,
  gitops,
  capabilities,
  server,
  sourceNamespaces,
}: GitOpsRootProps): Record<string, unknown> {
  return {
    argocdNamespace: spec.namespace,
    // Where Argo CD runs as pods it outlives this release, and takes away what it delivered. Where it runs as
    // processes they may be gone by then, and a finalizer that nobody answers would block the removal for good.
    cascade: capabilities.nodes,
    projects: withPlatform(spec.projects, gitops).map((project) => withNamespaces(project, sourceNamespaces)),
    applicationSets: spec.applicationSets,
    rootApplication: { ...gitops, project: platformProject, server },
  };
}

function withPlatform(projects: readonly ArgoCdObject[], gitops: GitOpsSource): readonly ArgoCdObject[] {
  const declared = projects.some(({ name }) => name === platformProject);
  return declared ? projects : [platform(gitops), ...projects];
}

function withNamespaces(project: ArgoCdObject, sourceNamespaces: readonly string[] | undefined): ArgoCdObject {
  return sourceNamespaces === undefined ? project : { ...project, spec: { sourceNamespaces, ...project.spec } };
}

/** Whatever the GitOps repository says, on every cluster, and nothing from anywhere else. */
function platform(gitops: GitOpsSource): ArgoCdObject {
  return {
    name: platformProject,
    labels: {},
    annotations: {},
    spec: {
      description: "What the root Application delivers, from the GitOps repository alone",
      sourceRepos: [gitops.repoURL],
      destinations: [{ server: "*", namespace: "*" }],
      clusterResourceWhitelist: [{ group: "*", kind: "*" }],
    },
  };
}
