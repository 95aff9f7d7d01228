import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { Topology } from "../../config/topology.js";
import { defineStacks } from "../index.js";
import { disableStackTraces } from "../no-stack-traces.js";
import { deployerPolicies, type AccountPolicies, type DeployerOptions, type StackJson } from "./index.js";

/** Finds what whoever deploys an environment needs in each of its accounts; nothing is left behind of it. */
export function environmentPolicies(
  topology: Topology,
  options: Omit<DeployerOptions, "environment"> = {},
): readonly AccountPolicies[] {
  const outdir = mkdtempSync(join(tmpdir(), "hubspoke-iam-"));
  try {
    disableStackTraces();
    const app = new App({ outdir });
    defineStacks(app, withRetired(topology));
    app.synth();
    return deployerPolicies(readStacks(outdir), { ...options, environment: topology.name });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What a retired spoke had is still there, and its removal takes the same rights. */
function withRetired(topology: Topology): Topology {
  if (topology.model === "standalone") return topology;
  return { ...topology, spokes: topology.spokes.map((spoke) => ({ ...spoke, retired: false })) };
}

function readStacks(outdir: string): readonly StackJson[] {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as { readonly stacks: object };
  return Object.keys(manifest.stacks).map(
    (id) => JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8")) as StackJson,
  );
}
