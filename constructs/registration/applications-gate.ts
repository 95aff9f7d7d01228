import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { literal } from "../expression.js";
import { named } from "../named.js";
import { shellQuote } from "../shell.js";
import { localExec, TerraformData } from "../terraform-data.js";

export interface ApplicationsGateProps {
  /** Name of the spoke in the environment file. */
  readonly spoke: string;
  /** Shell words that run this package's own command line. */
  readonly cli: string;
  /** Absolute path of the environment file. */
  readonly environmentFile: string;
  /** True makes the next deploy go through the gate. */
  readonly retired: boolean;
  /** The cluster Secret, where it is still defined. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Defines a gate before the end of a registration, as a `terraform_data`.
 *
 * Without its cluster Secret, Argo CD forgets what it delivered to a spoke, and deletes none of it. The gate goes before
 * the Secret, and fails while Applications are in the way: Secret, rights and cluster then stay as they are.
 */
export function defineApplicationsGate(scope: Construct, props: ApplicationsGateProps): void {
  const { cli, environmentFile, spoke, retired, dependsOn } = props;
  const command = `${cli} spoke drain ${shellQuote(environmentFile)} --spoke ${shellQuote(spoke)}`;
  const gate = new TerraformData(scope, "Applications", {
    // A destroy provisioner runs only while its resource is still configured: a retired spoke's stays, with count 0.
    count: retired ? 0 : undefined,
    provisioners: [localExec({ command: literal(command), when: "destroy" })],
    dependsOn,
  });
  named(gate, "applications");
}
