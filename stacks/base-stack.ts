import { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { recordKeys } from "../config/names.js";
import type { BackendSpec } from "../config/topology.js";
import type { ClusterAlias, ClusterConnection } from "../constructs/cluster/index.js";
import { defineBackend } from "./backend.js";

/** Write-only attributes came with Terraform 1.11, and with OpenTofu 1.11. */
const requiredVersion = ">= 1.11.0";

/** What Argo CD writes on its own cluster Secrets, and what we do after a deploy: a plan would take it away again. */
const ignoredOnClusterSecrets = {
  ignoreAnnotations: ["^managed-by$", "^argocd\\.argoproj\\.io/refresh$", `^${recordKeys.credentialExpiresAt}$`],
  ignoreLabels: ["^argocd\\.argoproj\\.io/kubernetes-version$"],
};

/** A Terraform state of its own, in the environment's backend. */
export abstract class BaseStack extends TerraformStack {
  protected constructor(scope: Construct, id: string, backend: BackendSpec) {
    super(scope, id);
    this.addOverride("terraform.required_version", requiredVersion);
    defineBackend(this, backend);
  }

  /** Order is always explicit: nothing of one stack is used in another, so cdktf cannot see it. */
  after(...stacks: readonly (BaseStack | undefined)[]): void {
    stacks.forEach((stack) => stack && this.addDependency(stack));
  }

  protected kubernetesProvider(
    alias: ClusterAlias,
    cluster: Pick<ClusterConnection, "kubernetesProvider" | "execEnv">,
  ): KubernetesProvider {
    const id = alias === "hub" ? "Hub" : "Spoke";
    const config = { alias, ...ignoredOnClusterSecrets, ...cluster.kubernetesProvider };
    const provider = new KubernetesProvider(this, id, config);
    if (cluster.execEnv !== undefined) provider.addOverride("exec.0.env", cluster.execEnv);
    return provider;
  }

  protected helmProvider(hub: ClusterConnection): HelmProvider {
    const provider = new HelmProvider(this, "Helm", hub.helmProvider);
    if (hub.execEnv !== undefined) provider.addOverride("kubernetes.exec.env", hub.execEnv);
    return provider;
  }
}
