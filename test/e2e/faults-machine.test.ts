import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toolchainDirectory } from "../../cli/toolchain.js";
import { anyTerraform, interrupt } from "./faults.js";
import { processesOf } from "./machine.js";
import { createProject, localEnvironment, type Project } from "./project.js";

// What a machine may lack. `up` is ended as soon as it has said what it found: no cluster starts here.
let project: Project;
let terraform: string;
const goVersion = /^go (\S+)$/m.exec(readFileSync(join(toolchainDirectory(), "go.mod"), "utf8"))?.[1] ?? "";
const noGo =
  `Go ${goVersion} or newer is needed and not on PATH; install Go from https://go.dev/dl/ ` +
  "(it is needed once, the programs are cached), or use clusters that are there already: provider existing";
const noGit = "Git is not on PATH\n    fix: install it: https://git-scm.com/downloads";
const opentofu = " (no Terraform >= 1.11.0 was found, so OpenTofu is to be built too)";

beforeAll(async () => {
  terraform = await anyTerraform();
  project = createProject(localEnvironment(13043, ["payments"]));
});

afterAll(() => {
  project.remove();
});

/** An environment whose PATH has nothing but `ps` and the programs named, and whose cache is empty. */
function machineWith(...programs: string[]): {
  PATH: string;
  XDG_CACHE_HOME: string;
  TERRAFORM_BINARY_NAME: undefined;
} {
  const folder = mkdtempSync(join(project.directory, "machine-"));
  mkdirSync(join(folder, "bin"));
  for (const program of ["ps", ...programs]) {
    symlinkSync(program === "terraform" ? terraform : onPath(program), join(folder, "bin", program));
  }
  return { PATH: join(folder, "bin"), XDG_CACHE_HOME: join(folder, "cache"), TERRAFORM_BINARY_NAME: undefined };
}

function onPath(program: string): string {
  return realpathSync(execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim());
}

function script(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What `up` says of the machine, before anything is built or started. */
async function found(env: NodeJS.ProcessEnv): Promise<string> {
  const { output } = await interrupt(project, ["up", "local"], { when: /machine: node .*\n/, signal: "SIGTERM", env });
  expect(processesOf(project.directory)).toEqual([]);
  return /machine: (node .*)\n/.exec(output)?.[1] ?? "";
}

async function lacking(env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const { code, output } = await project.hubspoke(["up", "local"], { env });
  return { code, output: output.replace(/^\[1\/6\].*wrote cdktf\.json.*\n/, "") };
}

test("with nothing at all, everything that is missing is told at once", async () => {
  expect(await lacking(machineWith())).toEqual({
    code: 2,
    output: `this machine lacks something that "up" needs\n- ${noGit}\n- ${noGo}${opentofu}\n`,
  });
});

test("without Git", async () => {
  expect(await lacking(machineWith("go", "terraform"))).toEqual({
    code: 2,
    output: `this machine lacks something that "up" needs\n- ${noGit}\n`,
  });
});

test("without Go, where the toolchain has still to be built", async () => {
  expect(await lacking(machineWith("git", "terraform"))).toEqual({
    code: 2,
    output: `this machine lacks something that "up" needs\n- ${noGo}\n`,
  });
});

test("without Go, where the toolchain is cached: it is not asked for", async () => {
  const { PATH } = machineWith("git", "terraform");
  expect(await found({ PATH, TERRAFORM_BINARY_NAME: undefined })).toMatch(
    /^node [\d.]+, git [\d.]+, (terraform|opentofu) [\d.]+$/,
  );
});

test("without Terraform, OpenTofu takes over", async () => {
  expect(await found(machineWith("git", "go"))).toMatch(
    /^node [\d.]+, git [\d.]+, go [\d.]+, OpenTofu \(built here\)$/,
  );
});

test("a Terraform that is too old is named, and OpenTofu takes over", async () => {
  const machine = machineWith("git", "go");
  const old = script(machine.PATH, "terraform", "echo 'Terraform v1.10.5'");
  expect(await found(machine)).toMatch(/^node [\d.]+, git [\d.]+, go [\d.]+, OpenTofu \(built here\); passed over: /);
  expect(await found(machine)).toContain(`; passed over: terraform 1.10.5 (${old}) is older than 1.11.0`);
});

test("a Terraform of the user's choice that is too old is an error, and nothing else is tried", async () => {
  const machine = machineWith("git", "go", "terraform");
  const old = script(machine.PATH, "terraform-old", "echo 'Terraform v1.10.5'");
  expect(await lacking({ ...machine, TERRAFORM_BINARY_NAME: "terraform-old" })).toEqual({
    code: 2,
    output:
      'this machine lacks something that "up" needs\n' +
      `- TERRAFORM_BINARY_NAME is "terraform-old": terraform 1.10.5 (${old}) is older than 1.11.0\n`,
  });
});

test("a wrapper that prints noise around a Terraform is seen through", async () => {
  const machine = machineWith("git", "go");
  script(machine.PATH, "terraform", `echo 'loading plugins...'; "${terraform}" "$@"; code=$?; echo bye; exit $code`);
  expect(await found(machine)).toMatch(/^node [\d.]+, git [\d.]+, go [\d.]+, (terraform|opentofu) [\d.]+$/);
});
