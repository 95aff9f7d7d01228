import { execFile } from "node:child_process";
import { promisify, stripVTControlCharacters } from "node:util";
import { noProxy } from "./child-environment.js";
import { LocalError } from "./errors.js";
import { findOnPath } from "./tools/found.js";
import { compareVersions } from "./tools/version.js";

/** Ephemeral resources and write-only attributes came with it, in Terraform and in OpenTofu. */
export const minimalTerraform = "1.11.0";

/** A Terraform, or an OpenTofu, that can be used. */
export interface Terraform {
  readonly command: string;
  readonly version: string;
  readonly product: "terraform" | "opentofu";
  /** It is a wrapper that prints lines of its own around Terraform's, even around JSON. */
  readonly noisy?: true;
}

/** What was found, and what was passed over and why, for a line to the operator. */
export interface TerraformSearch {
  readonly found?: Terraform;
  /** `terraform 1.10.5 (/usr/bin/terraform) is older than 1.11.0`. */
  readonly passedOver: readonly string[];
}

/**
 * Looks for TERRAFORM_BINARY_NAME, then `terraform`, then `tofu` on PATH; the first that is new enough is taken.
 *
 * TERRAFORM_BINARY_NAME was set on purpose: when it cannot be used, that is an error and not passed over.
 */
export async function findTerraform(environment: NodeJS.ProcessEnv): Promise<TerraformSearch> {
  const chosen = environment["TERRAFORM_BINARY_NAME"];
  if (chosen) return { found: await chosenTerraform(chosen, environment), passedOver: [] };
  const passedOver: string[] = [];
  for (const name of ["terraform", "tofu"]) {
    const command = await findOnPath(name, environment);
    if (command === undefined) continue;
    const terraform = await identify(command, environment);
    const problem = problemOf(command, terraform);
    if (problem === undefined && terraform !== undefined) return { found: terraform, passedOver };
    passedOver.push(problem as string);
  }
  return { passedOver };
}

/** Asks a binary what it is; undefined when it does not say. */
export async function identify(command: string, environment: NodeJS.ProcessEnv): Promise<Terraform | undefined> {
  try {
    const options = { env: { ...environment, ...noProxy(environment), CHECKPOINT_DISABLE: "1" }, timeout: 20_000 };
    const run = async (...args: string[]) => (await promisify(execFile)(command, args, options)).stdout;
    const [text, json] = await Promise.all([run("version"), run("version", "-json")]);
    const terraform = parseVersion(command, text);
    return terraform && !isJson(json) ? { ...terraform, noisy: true } : terraform;
  } catch {
    return undefined;
  }
}

/** Reads `terraform version`, as text or JSON; a wrapper may have printed lines of its own around it. */
export function parseVersion(command: string, output: string): Terraform | undefined {
  const plain = stripVTControlCharacters(output);
  const text = /^\W*(Terraform|OpenTofu) v(\d+\.\d+\.\d+)/m.exec(plain);
  const version = text?.[2] ?? /"terraform_version"\s*:\s*"(\d+\.\d+\.\d+)/.exec(plain)?.[1];
  if (version === undefined) return undefined;
  return { command, version, product: text?.[1] === "OpenTofu" ? "opentofu" : "terraform" };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function chosenTerraform(name: string, environment: NodeJS.ProcessEnv): Promise<Terraform> {
  const command = name.includes("/") ? name : await findOnPath(name, environment);
  if (command === undefined) throw new LocalError(`TERRAFORM_BINARY_NAME is "${name}", which is not on PATH`, 2);
  const terraform = await identify(command, environment);
  const problem = problemOf(command, terraform);
  if (terraform === undefined || problem !== undefined)
    throw new LocalError(`TERRAFORM_BINARY_NAME is "${name}": ${problem}`, 2);
  return terraform;
}

function problemOf(command: string, terraform: Terraform | undefined): string | undefined {
  if (terraform === undefined) return `${command} does not say which version it is`;
  if (compareVersions(terraform.version, minimalTerraform) >= 0) return undefined;
  return `${terraform.product} ${terraform.version} (${command}) is older than ${minimalTerraform}`;
}
