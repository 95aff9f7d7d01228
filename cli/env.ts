import { delimiter, join } from "node:path";
import { shellQuote } from "../constructs/shell.js";
import { controlPlaneSpecs } from "../local/control-plane-spec.js";
import { openEnvironment } from "./environment.js";
import { checkMachine } from "./machine.js";
import { EXIT, writeData, writeStatus } from "./output.js";
import { terraformSetup } from "./terraform-environment.js";
import { openLocalToolchain } from "./toolchain.js";

/**
 * `hubspoke env`: what `up` gives to cdktf and Terraform, for a shell, and the toolchain's programs on PATH.
 *
 * Needed only where Terraform alone would not find its providers, and to have `argocd` and `helm` at hand.
 */
export async function env(environment: string): Promise<number> {
  const topology = openEnvironment(environment);
  const local = controlPlaneSpecs(topology).length > 0;
  const machine = await checkMachine(topology.projectDirectory, local);
  const { variables } = await terraformSetup(topology, machine.terraform, { onProgress: writeStatus });
  const path = local
    ? [join((await openLocalToolchain({ programs: ["argocd", "helm"] })).folder, "bin"), variables["PATH"]].join(
        delimiter,
      )
    : variables["PATH"];
  for (const [name, value] of Object.entries({ ...variables, PATH: path ?? "" })) {
    writeData(`export ${name}=${shellQuote(value)}`);
  }
  return EXIT.fine;
}
