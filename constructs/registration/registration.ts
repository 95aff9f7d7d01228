import type { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Expression } from "../expression.js";

/** What a registration mode gets. */
export interface RegistrationProps<Spec> {
  readonly spec: Spec;
  /** The spoke's provider, with the operator's rights. */
  readonly spokeProvider: KubernetesProvider;
}

/** What a registration mode returns: its part of the cluster Secret, and what it made on the spoke. */
export interface Credential {
  /** Fields of Argo CD's `ClusterConfig` that say how to authenticate, by their JSON names. */
  readonly config: Readonly<Record<string, Expression>>;
  /** Values, none of them secret, that change whenever the credential has to be written again. */
  readonly identity: readonly Expression[];
  /** What has to be on the spoke before Argo CD may use the credential. */
  readonly dependsOn: ITerraformDependable[];
}

/** Defines what a mode needs on the spoke; the hub's side is the cluster Secret's alone. */
export type DefineRegistration<Spec> = (scope: Construct, props: RegistrationProps<Spec>) => Credential;
