import { resolve } from "node:path";
import { resolveEnvironmentFile } from "../config/environment-files.js";
import { synthesizeEnvironments } from "../stacks/synthesize.js";
import { EXIT, writeStatus } from "./output.js";

/** `hubspoke synth`: the same stacks that `cdktf` sees, of one environment, without cdktf-cli. */
export async function synth(environment: string, options: { out: string }): Promise<number> {
  const outdir = resolve(options.out);
  synthesizeEnvironments({ environments: [resolveEnvironmentFile(environment, process.cwd())], outdir });
  writeStatus(`stacks are in ${outdir}/stacks; next: terraform -chdir=${options.out}/stacks/<stack> init`);
  return EXIT.fine;
}
