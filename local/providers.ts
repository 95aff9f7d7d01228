import { execFile } from "node:child_process";
import { copyFile, link, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { noProxy } from "./child-environment.js";
import type { Programs } from "./control-plane.js";
import { LocalError } from "./errors.js";
import { ensureDirectory, exists, readJson, writeAtomic } from "./files.js";
import type { Terraform } from "./terraform.js";

/** Where Terraform's providers come from: Terraform finds them (registry, mirror, plugin folder), or our stand-ins. */
export type ProviderSource = "terraform" | "stand-in";

/** A provider that the stacks need, at the version of its bindings. */
export interface RequiredProvider {
  /** `kubernetes`, of hashicorp. */
  readonly name: string;
  readonly version: string;
}

export interface ProviderOptions {
  readonly required: readonly RequiredProvider[];
  readonly terraform: Terraform;
  readonly environment: NodeJS.ProcessEnv;
  readonly cacheDirectory: string;
  /** Folder of the local environment: remembers the choice. */
  readonly directory: string;
  /** Stand-ins serve environments whose clusters are all local, and no others. */
  readonly allLocal: boolean;
  /** Builds the stand-ins when they are needed. */
  readonly programs: () => Promise<Programs>;
  readonly signal?: AbortSignal;
}

export interface Providers {
  readonly source: ProviderSource;
  /** Variables for `terraform` and `cdktf`. */
  readonly environment: Readonly<Record<string, string>>;
  /** They come from elsewhere than last time: the stacks' lock files no longer fit and have to go. */
  readonly changed: boolean;
}

interface Choice {
  readonly source: ProviderSource;
  readonly required: string;
  /** Mirror of the stand-ins: another toolchain has another one. */
  readonly mirror?: string;
}

const hosts = ["registry.terraform.io", "registry.opentofu.org"];
/** In milliseconds: stand-ins wait for the answer; where there are none, what is downloaded may take its time. */
const probeTimeout = { standIns: 60_000, none: 600_000 };

/**
 * Decides where the providers come from, once for an environment.
 *
 * The operator's network and Terraform configuration are tried first, with a real `terraform init`. The answer is kept in
 * `providers.json`: a later run with another answer would not fit the lock files that Terraform wrote.
 */
export async function chooseProviders(options: ProviderOptions): Promise<Providers> {
  const path = join(options.directory, "providers.json");
  const required = options.required.map(({ name, version }) => `${name} ${version}`).join(", ");
  const known = await readJson<Choice>(path);
  const source = known?.required === required ? known.source : await probe(options);
  if (source === undefined && !options.allLocal) throw noProviders(required);
  const choice = await complete(options, { source: source ?? "stand-in", required });
  const changed = known !== undefined && JSON.stringify(known) !== JSON.stringify(choice);
  if (known === undefined || changed) await writeAtomic(path, JSON.stringify(choice));
  return { source: choice.source, environment: await environmentOf(options, choice), changed };
}

async function complete(options: ProviderOptions, choice: Choice): Promise<Choice> {
  return choice.source === "stand-in" ? { ...choice, mirror: await buildMirror(options) } : choice;
}

async function environmentOf(options: ProviderOptions, choice: Choice): Promise<Record<string, string>> {
  if (choice.mirror === undefined) return pluginCache(options);
  const file = join(options.directory, "terraform.rc");
  await writeAtomic(file, cliConfig(choice.mirror));
  return {
    TF_CLI_CONFIG_FILE: file,
    // A plugin cache is shared with other projects: a stand-in must never get into one.
    TF_PLUGIN_CACHE_DIR: "",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // As its flag of that name: cdktf would ask the registry for checksums, whatever the CLI configuration says.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
  };
}

/** Shares what was downloaded, so that every stack after the first links it; a folder that the operator chose is kept. */
async function pluginCache(options: ProviderOptions): Promise<Record<string, string>> {
  const folder =
    options.environment["TF_PLUGIN_CACHE_DIR"] ?? (await ensureDirectory(join(options.cacheDirectory, "plugins")));
  // Without it, Terraform downloads again for each stack: their lock files are new and know no checksum yet.
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}

/** Asks Terraform itself; undefined when it cannot have the providers. */
async function probe(options: ProviderOptions): Promise<ProviderSource | undefined> {
  // Not in the system's temporary folder: what a killed run leaves here goes with the next one, or with the environment.
  const folder = join(options.directory, "providers.tmp");
  await rm(folder, { recursive: true, force: true });
  await ensureDirectory(folder);
  try {
    await writeFile(join(folder, "main.tf.json"), requiredProviders(options.required));
    await promisify(execFile)(options.terraform.command, ["init", "-backend=false", "-input=false", "-no-color"], {
      cwd: folder,
      env: await probeEnvironment(options),
      timeout: options.allLocal ? probeTimeout.standIns : probeTimeout.none,
      maxBuffer: 8 << 20,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return "terraform";
  } catch {
    options.signal?.throwIfAborted();
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function probeEnvironment(options: ProviderOptions): Promise<NodeJS.ProcessEnv> {
  return {
    ...options.environment,
    ...noProxy(options.environment),
    ...(await pluginCache(options)),
    CHECKPOINT_DISABLE: "1",
    // An unreachable registry must be noticed in seconds: the stand-ins wait for the answer.
    TF_REGISTRY_DISCOVERY_RETRY: "0",
    TF_REGISTRY_CLIENT_TIMEOUT: "8",
  };
}

function requiredProviders(required: readonly RequiredProvider[]): string {
  const entries = required.map(({ name, version }) => [name, { source: `hashicorp/${name}`, version }]);
  return JSON.stringify({ terraform: { required_providers: Object.fromEntries(entries) } });
}

/** A filesystem mirror of the stand-ins, for Terraform's registry host and for OpenTofu's. */
async function buildMirror(options: ProviderOptions): Promise<string> {
  const programs = await options.programs();
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  let mirror = "";
  for (const { name, version } of options.required) {
    const built = await programs.program(`terraform-provider-${name}`);
    // Beside the toolchain's bin/: two versions of hubspoke must not exchange each other's stand-ins.
    mirror = join(dirname(dirname(built)), "mirror");
    for (const host of hosts) {
      const folder = await ensureDirectory(join(mirror, host, "hashicorp", name, version, platform));
      await place(built, join(folder, `terraform-provider-${name}_v${version}`));
    }
  }
  return mirror;
}

/** Puts a program into the mirror, as a hard link where that can be; a rebuilt program replaces the old one. */
async function place(program: string, path: string): Promise<void> {
  if (await isSame(program, path)) return;
  const temporary = `${path}.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  await link(program, temporary).catch(() => copyFile(program, temporary));
  await rename(temporary, path);
}

async function isSame(program: string, path: string): Promise<boolean> {
  if (!(await exists(path))) return false;
  const [a, b] = await Promise.all([stat(program), stat(path)]);
  return a.ino === b.ino && a.dev === b.dev;
}

function cliConfig(mirror: string): string {
  const path = JSON.stringify(mirror).replaceAll("${", "$${");
  return `provider_installation {\n  filesystem_mirror {\n    path = ${path}\n  }\n}\n`;
}

function noProviders(required: string): LocalError {
  return new LocalError(
    `Terraform cannot install its providers (${required}): no registry can be reached and no mirror has them\n` +
      "  fix: set HTTPS_PROXY, or copy them with `terraform providers mirror DIR` on a machine with network and name DIR in\n" +
      "  provider_installation { filesystem_mirror { path = DIR } } of ~/.terraformrc",
    2,
  );
}
