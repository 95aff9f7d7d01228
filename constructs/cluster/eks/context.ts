import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import type { TerraformElement, TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import type { EksClusterSpec, EksCreation } from "../../../config/cluster/index.js";
import { literals } from "../../expression.js";

/** What every part of a cluster is defined from. */
export interface EksContext {
  readonly scope: Construct;
  readonly provider: AwsProvider;
  readonly environment: string;
  /** Cluster name as Argo CD shows it. */
  readonly name: string;
  readonly spec: EksClusterSpec;
  readonly creation: EksCreation;
  /** Of what cannot be had back: the cluster, and the key of its Secrets. */
  readonly lifecycle: TerraformResourceLifecycle;
}

/** Makes a resource one for each entry of a map: it reads them as `each.key` and `each.value`. */
export function forEach(resource: TerraformElement, entries: Readonly<Record<string, string>>): void {
  resource.addOverride("for_each", literals(entries));
}
