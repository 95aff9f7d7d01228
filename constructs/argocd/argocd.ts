import type { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import { Release } from "@cdktf/provider-helm/lib/release/index.js";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1/index.js";
import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import type { Capabilities } from "../../config/cluster/index.js";
import type { ArgoCdSpec } from "../../config/topology.js";
import { call, literal, quote, template } from "../expression.js";
import { argocdValues, type AwsHub } from "./values.js";

/** Seconds that Helm waits for Argo CD's pods. */
const timeout = 600;

export interface ArgoCdProps {
  readonly helmProvider: HelmProvider;
  readonly kubernetesProvider: KubernetesProvider;
  readonly spec: ArgoCdSpec;
  /** What the hub can do: there is nothing to wait for where no pod runs. */
  readonly capabilities: Capabilities;
  /** @default - the hub is not in AWS, or no spoke is registered by a role */
  readonly aws?: AwsHub;
  /** True makes removing Argo CD an error of `terraform plan`. */
  readonly deletionProtection: boolean;
}

/**
 * Argo CD's namespace, and the release of its Helm chart.
 *
 * @see https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd
 */
export class ArgoCd extends Construct {
  /** What has to be there before any object of Argo CD's kinds can be. */
  readonly release: Release;
  readonly namespace: NamespaceV1;

  constructor(scope: Construct, id: string, props: ArgoCdProps) {
    super(scope, id);
    const { spec, deletionProtection } = props;
    const lifecycle = deletionProtection ? { preventDestroy: true } : undefined;
    this.namespace = new NamespaceV1(this, "Namespace", {
      provider: props.kubernetesProvider,
      metadata: { name: spec.namespace },
      lifecycle,
    });
    this.namespace.overrideLogicalId("argocd");
    this.release = this.defineRelease(props, lifecycle);
  }

  private defineRelease(props: ArgoCdProps, lifecycle?: TerraformResourceLifecycle): Release {
    const { spec, capabilities } = props;
    const release = new Release(this, "Release", {
      provider: props.helmProvider,
      dependsOn: [this.namespace],
      name: "argo-cd",
      namespace: spec.namespace,
      ...chartOf(spec),
      values: argocdValues(props).map((values) => literal(JSON.stringify(values, null, 2))),
      // Adopts a release of that name, such as one that an interrupted run left behind without recording it.
      upgradeInstall: true,
      wait: capabilities.nodes,
      timeout,
      maxHistory: 10,
      lifecycle,
    });
    release.overrideLogicalId("argo_cd");
    return release;
  }
}

function chartOf({ chart }: ArgoCdSpec): { chart: string; repository?: string; version?: string } {
  if ("path" in chart) {
    // Helm would not notice that a chart changed which is still at the same path, so its version is an argument too.
    const chartFile = call("yamldecode", call("file", quote(`${chart.path}/Chart.yaml`)));
    return { chart: literal(chart.path), version: template(call("try", `${chartFile}.version`, "null")) };
  }
  return { chart: "argo-cd", repository: literal(chart.repository), version: literal(chart.version) };
}
