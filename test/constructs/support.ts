import { App, TerraformStack } from "cdktf";
import { readOutput, temporaryFolder, type TerraformJson } from "../stacks/support.js";

/** The Terraform JSON of a stack that holds what `define` puts into it. */
export function stackOf(define: (stack: TerraformStack) => void): TerraformJson {
  const outdir = temporaryFolder();
  const app = new App({ outdir });
  define(new TerraformStack(app, "test"));
  app.synth();
  const { test } = readOutput(outdir).stacks;
  if (!test) {
    throw new Error("the stack was not synthesized");
  }
  return test;
}
