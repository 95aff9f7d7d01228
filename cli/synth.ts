import { resolve } from "node:path";
import { resolveEnvironmentFile } from "../config/environment-files.js";
import { synthesizeEnvironments } from "../stacks/synthesize.js";
import { EXIT, writeStatus } from "./output.js";
import { locatorFor } from "./report/files.js";
import { writeWarnings } from "./report/text.js";

/** `hubspoke synth`: the same stacks that `cdktf` sees, of one environment, without cdktf-cli. */
export async function synth(environment: string, options: { out: string }): Promise<number> {
  const outdir = resolve(options.out);
  const file = resolveEnvironmentFile(environment, process.cwd());
  const { warnings } = synthesizeEnvironments({ environments: [file], outdir });
  writeWarnings(warnings, locatorFor([file]));
  writeStatus(`stacks are in ${outdir}/stacks; next: terraform -chdir=${options.out}/stacks/<stack> init`);
  return EXIT.fine;
}
