import { join } from "node:path";
import { localDirectory } from "../config/local-paths.js";
import { spokeRegistrationStackId } from "../config/names.js";
import type { HubSpokeTopology, Spoke } from "../config/topology.js";
import { findAdoptions } from "../fleet/adoption.js";
import type { Obstacle } from "../fleet/preflight.js";
import { isRecorded, recordSecret } from "../terraform/adopted-secret.js";
import { withState, type OpenState } from "../terraform/state.js";
import { fleetOptions } from "./fleet-options.js";
import { requireHub } from "./obstacles.js";
import { cdktfOptions, type TerraformSetup } from "./terraform-environment.js";
import type { UpRun } from "./up-steps.js";

/**
 * Brings cluster Secrets that hold a credential into their states, where a file adopts them and no deploy did yet.
 *
 * Those without one Terraform imports by itself. Returns the spokes that cannot be adopted as the file says.
 */
export async function adoptSecrets(run: UpRun, setup: TerraformSetup): Promise<readonly Obstacle[]> {
  const { topology, progress, signal } = run;
  const { pending, missing, obstacles } = await findAdoptions(topology, { ...fleetOptions(topology), signal });
  requireHub(topology, obstacles);
  const found = [...obstacles];
  const open = <T>(spoke: Spoke, work: (state: OpenState) => Promise<T>) => openState(run, setup, spoke, work);
  for (const spoke of missing) {
    if (!(await open(spoke, async (state) => isRecorded(await state.pull())))) found.push(notThere(topology, spoke));
  }
  for (const spoke of pending.filter(holdsCredential)) {
    const secret = secretOf(topology, spoke, setup);
    if (await open(spoke, (state) => recordSecret(state, secret))) {
      progress.report("deploy", `taking over Secret ${secret.namespace}/${secret.name} of ${spoke.name}`);
    }
  }
  return found;
}

function holdsCredential({ registration: { mode } }: Spoke): boolean {
  return mode === "bearer-token" || mode === "client-certificate";
}

function notThere({ hub }: HubSpokeTopology, { name, secretName }: Spoke): Obstacle {
  return {
    cluster: name,
    problem: `Argo CD has no cluster Secret "${secretName}" in namespace ${hub.argocd.namespace}`,
    fix: "name the one that is there in adopt.secret, or remove adopt to register the spoke anew",
  };
}

function secretOf({ hub }: HubSpokeTopology, { secretName }: Spoke, { terraform }: TerraformSetup) {
  const registry = terraform.product === "opentofu" ? "registry.opentofu.org" : "registry.terraform.io";
  return {
    namespace: hub.argocd.namespace,
    name: secretName,
    providerSource: `${registry}/hashicorp/kubernetes`,
    terraformVersion: terraform.version,
  };
}

async function openState<T>(
  { topology, signal }: UpRun,
  setup: TerraformSetup,
  spoke: Spoke,
  work: (state: OpenState) => Promise<T>,
): Promise<T> {
  // Loaded where there is something to adopt: it brings cdktf.
  const { backendConfiguration } = await import("../stacks/backend.js");
  const stack = spokeRegistrationStackId(topology.name, spoke.name);
  const options = {
    command: setup.variables["TERRAFORM_BINARY_NAME"] ?? setup.terraform.command,
    environment: cdktfOptions(topology, setup).environment,
    directory: join(localDirectory(topology.projectDirectory, topology.name), "adopt"),
    configuration: backendConfiguration(topology.backend, stack),
    signal,
  };
  return withState(options, work);
}
