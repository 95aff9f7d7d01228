import { cacheDirectory } from "../local/cache.js";
import { messageOf } from "../local/errors.js";
import { gitVersion } from "../local/git-repository.js";
import { type Terraform, findTerraform, minimalTerraform } from "../local/terraform.js";
import { missingPrograms } from "../local/toolchain.js";
import { findGo } from "../local/tools/go.js";
import { findCdktf } from "../terraform/cdktf.js";
import { UsageError } from "./output.js";
import { toolchainDirectory } from "./toolchain.js";

/** What `up` found on this machine. */
export interface Machine {
  /** Undefined where none is new enough: OpenTofu is built then. */
  readonly terraform: Terraform | undefined;
  /** One line: `node 20.20.2, git 2.39.5, terraform 1.11.4`. */
  readonly summary: string;
}

/**
 * Looks at everything that `up` needs of this machine.
 *
 * @throws UsageError with all that is missing or too old, each with what to do
 */
export async function checkMachine(projectDirectory: string, local: boolean): Promise<Machine> {
  const problems: string[] = [];
  const attempt = async <T>(look: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      problems.push(messageOf(error));
      return undefined;
    }
  };
  await attempt(() => checkNode(process.versions.node));
  await attempt(() => findCdktf(projectDirectory));
  const git = await attempt(requireGit);
  const search = await attempt(() => findTerraform(process.env));
  const go = await attempt(() => goIfNeeded(local, search?.found === undefined));
  if (problems.length > 0) {
    throw new UsageError(`this machine lacks something that "up" needs\n${problems.map(indented).join("\n")}`);
  }
  const found = search?.found;
  const terraform = found ? `${found.product} ${found.version}` : "OpenTofu (built here)";
  const notes = (search?.passedOver ?? []).map((note) => `; passed over: ${note}`).join("");
  const parts = [`node ${process.versions.node}`, `git ${git}`, ...(go ? [`go ${go}`] : []), terraform];
  return { terraform: found, summary: parts.join(", ") + notes };
}

/** cdktf-cli has a native part that is built for these. */
export function checkNode(version: string): void {
  const major = Number(version.split(".")[0]);
  if (major < 20 || major > 22) {
    throw new UsageError(
      `Node ${version} cannot run cdktf-cli, expected Node 20 to 22\n  fix: install Node 22: https://nodejs.org/en/download`,
    );
  }
}

async function requireGit(): Promise<string> {
  const version = await gitVersion(process.env);
  if (version === undefined) {
    throw new UsageError("Git is not on PATH\n  fix: install it: https://git-scm.com/downloads");
  }
  return version;
}

/** Go is asked for only where something has still to be built. */
async function goIfNeeded(local: boolean, needsOpenTofu: boolean): Promise<string | undefined> {
  const options = {
    cacheDirectory: await cacheDirectory(process.env),
    goDirectory: toolchainDirectory(),
    environment: process.env,
  };
  const isMissing = async (module: "main" | "opentofu") => (await missingPrograms({ ...options, module })).length > 0;
  if (!(local && (await isMissing("main"))) && !(needsOpenTofu && (await isMissing("opentofu")))) {
    return undefined;
  }
  try {
    return (await findGo(options.goDirectory, options.cacheDirectory, options.environment)).version;
  } catch (error) {
    const why = needsOpenTofu ? ` (no Terraform >= ${minimalTerraform} was found, so OpenTofu is to be built too)` : "";
    throw new UsageError(`${messageOf(error)}${why}`);
  }
}

function indented(text: string): string {
  return `- ${text.split("\n").join("\n  ")}`;
}
