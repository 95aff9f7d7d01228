import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import { findTerraform } from "../../../local/terraform.js";
import { synthesizeEnvironments } from "../../../stacks/synthesize.js";
import { readOutput, type TerraformJson } from "../../stacks/support.js";
import { useStandIns, writeKubeconfigs } from "../stand-ins.js";
import { environments } from "./environments.js";
import { providerBlock, typeBlock, type Block } from "./schema.js";
import { serveProvider, type Lookup } from "./server.js";

/** Those of the repository. */
const files = { prod: "environments/prod.yaml", dev: "environments/dev.yaml" } as const;

/** Environments as Terraform sees them, with stand-ins of all their providers. */
export interface Fixture {
  readonly stacks: Readonly<Record<string, TerraformJson>>;
  /** What the stand-in of the AWS provider knows: types that the stacks use, those of data sources with `data.`. */
  readonly blocks: Readonly<Record<string, Block>>;
  /** Writes Terraform's JSON into a folder of that name, and runs Terraform there. */
  terraform(name: string, json: object, ...args: readonly string[]): Promise<string>;
  close(): void;
}

/** Names of all environments in it. */
export const environmentNames = [...Object.keys(files), ...Object.keys(environments)];

export async function openFixture(lookup: Lookup): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), "hubspoke-aws-"));
  const stacks = synthesize(folder);
  const blocks = Object.fromEntries(typesOf(Object.values(stacks)).map((type) => [type, typeBlock(type)]));
  const provider = await serveProvider("hashicorp/aws", { provider: providerBlock(), types: blocks }, lookup);
  const { found } = await findTerraform(process.env);
  if (!found) throw new Error("this test needs terraform or tofu, 1.11 or newer, on PATH");
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: await useStandIns(folder, ["kubernetes", "helm"]),
    TF_REATTACH_PROVIDERS: provider.reattach,
    CHECKPOINT_DISABLE: "1",
  };
  return {
    stacks,
    blocks,
    terraform: async (name, json, ...args) => {
      const cwd = join(folder, "run", name);
      mkdirSync(cwd, { recursive: true });
      writeFileSync(join(cwd, "cdk.tf.json"), JSON.stringify(json));
      // Not spawnSync: this process answers what Terraform asks.
      const child = spawn(found.command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return stdout || stderr;
    },
    close: () => {
      provider.close();
      rmSync(folder, { recursive: true, force: true });
      vi.unstubAllEnvs();
    },
  };
}

function synthesize(folder: string): Fixture["stacks"] {
  vi.stubEnv("ACME_KUBECONFIG", join(folder, "kubeconfig"));
  const written = Object.entries(environments).map(([name, content]) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, content);
    return file;
  });
  const { outdir, topologies } = synthesizeEnvironments({
    environments: [...Object.values(files).map((file) => resolve(file)), ...written],
    projectDirectory: folder,
    outdir: join(folder, "out"),
    // What asks AWS before a cluster goes finds nothing.
    cli: "true",
  });
  writeKubeconfigs(topologies);
  return readOutput(outdir).stacks;
}

function typesOf(all: readonly TerraformJson[]): string[] {
  const types = all.flatMap(({ resource = {}, data = {} }) => [
    ...Object.keys(resource),
    ...Object.keys(data).map((type) => `data.${type}`),
  ]);
  return [...new Set(types)].filter((type) => /^(data\.)?aws_/.test(type));
}
