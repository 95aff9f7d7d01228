import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { toolchainDirectory } from "../../cli/toolchain.js";
import type { Report } from "../../fleet/verify.js";
import { cacheDirectory } from "../../local/cache.js";
import { parentOf, startTime } from "../../local/system-process.js";
import { findTerraform } from "../../local/terraform.js";
import { openToolchain } from "../../local/toolchain.js";
import { processesOf } from "./machine.js";
import type { Finished, Project, RunOptions } from "./project.js";

export interface Interruption extends RunOptions {
  /** The signal is sent as soon as the output so far matches. */
  readonly when: RegExp;
  readonly signal: NodeJS.Signals;
  /** To the whole process group, as Ctrl-C in a terminal does, and not to the process alone. @default false */
  readonly wholeGroup?: boolean;
}

/** Runs a command and interrupts it once it has said a certain thing; fails when it never says it. */
export async function interrupt(
  project: Project,
  args: readonly string[],
  { when, signal, wholeGroup = false, ...options }: Interruption,
): Promise<Finished> {
  let output = "";
  let sent = false;
  const finished = await project.hubspoke(args, {
    ...options,
    group: wholeGroup,
    onOutput: (text, pid) => {
      output += text;
      if (!sent && when.test(output)) {
        sent = true;
        process.kill(wholeGroup ? -pid : pid, signal);
      }
    },
  });
  expect(output, `${args.join(" ")} never said ${when}`).toMatch(when);
  return finished;
}

/** The Terraform of PATH, or OpenTofu; where there is neither, the OpenTofu of the toolchain. */
export async function anyTerraform(): Promise<string> {
  const { found } = await findTerraform(process.env);
  if (found) {
    return found.command;
  }
  const options = { cacheDirectory: await cacheDirectory(process.env), goDirectory: toolchainDirectory() };
  const toolchain = await openToolchain({ ...options, module: "opentofu", environment: process.env });
  return toolchain.program("tofu");
}

/** What `verify` says is wrong, as `subject: id: message`, and the code that it exits with. */
export async function failures(project: Project): Promise<{ code: number | null; failed: string[] }> {
  const { code, stdout } = await project.hubspoke(["verify", "local", "--json"]);
  const failed = (JSON.parse(stdout) as Report).checks.filter((check) => check.status === "failed");
  return { code, failed: failed.map((check) => `${check.subject}: ${check.id}: ${check.message}`) };
}

/** Pids that the project's pid files account for, by the program's name and where it belongs. */
export function recordedProcesses(project: Project, environment = "local"): Map<string, number> {
  const folder = join(project.directory, ".hubspoke", "local", environment);
  const files = filesBelow(folder).filter((file) => file.endsWith(".pid.json"));
  return new Map(
    files.map((file) => {
      const { pid } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { pid: number };
      return [file.replace(/^clusters\//, "").replace(/\.pid\.json$/, ""), pid];
    }),
  );
}

/** Processes of the project that no pid file accounts for, neither themselves nor through what started them. */
export async function orphans(project: Project): Promise<string[]> {
  const environments = readFolder(join(project.directory, ".hubspoke", "local"));
  const recorded = new Set(environments.flatMap((name) => [...recordedProcesses(project, name).values()]));
  const found: string[] = [];
  for (const { pid, command } of processesOf(project.directory)) {
    if (!(await hasAncestor(pid, recorded)) && (await startTime(pid)) !== undefined) {
      found.push(`${pid} ${command}`);
    }
  }
  return found;
}

async function hasAncestor(pid: number | undefined, among: ReadonlySet<number>): Promise<boolean> {
  for (let current = pid; current !== undefined && current > 1; current = await parentOf(current)) {
    if (among.has(current)) {
      return true;
    }
  }
  return false;
}

/** Locks, drafts and temporary folders: what nobody needs once no command runs. etcd's own names look alike. */
export function remains(project: Project): string[] {
  const ours = filesBelow(join(project.directory, ".hubspoke")).filter(
    (file) => !/\/(etcd|tmp|cdktf\.out)\//.test(file),
  );
  return ours.filter((file) => /\.lock\.|\.after-|\.tmp\b/.test(file));
}

/** Paths of all files below a folder, relative to it. */
export function filesBelow(folder: string, prefix = ""): string[] {
  try {
    return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
      const path = join(prefix, entry.name);
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    });
  } catch {
    return []; // gone meanwhile
  }
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
