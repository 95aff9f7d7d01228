import { existsSync, lstatSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesWith } from "./files.js";
import { ended, eventuallyVerified } from "./fleet.js";
import { processesOf } from "./machine.js";
import { type Project, REPOSITORY, localEnvironment, openProject } from "./project.js";

// The package as others get it: packed, and installed in a project that knows nothing of this repository.
const firstPort = 31443;
let project: Project;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), "hubspoke package ü-"));
  project = openProject(directory, join(directory, "node_modules", "hubspoke", "dist", "cli", "index.js"));
  mkdirSync(join(directory, "environments"));
  writeFileSync(join(directory, "package.json"), '{ "type": "module", "private": true }\n');
  writeFileSync(join(directory, "main.ts"), 'import { synthesize } from "hubspoke";\nsynthesize();\n');
  writeFileSync(project.file, localEnvironment(firstPort, ["payments"]));
});

afterAll(async () => {
  if (existsSync(join(project.directory, "node_modules", "hubspoke"))) await project.hubspoke(["down", "local"]);
  project.remove();
});

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

test("it is packed with what it needs and no more, and can be installed", async () => {
  // Built by `npm run test:e2e` already; a build in between would pull dist/ from under the other tests.
  const args = ["pack", REPOSITORY, "--ignore-scripts", "--json"];
  const [packed] = JSON.parse(ended(await project.run("npm", args)).stdout) as [Packed];
  const folders = new Set(packed.files.map(({ path }) => path.split("/")[0]));
  expect([...folders].sort()).toEqual([
    "LICENSE",
    "README.md",
    "charts",
    "dist",
    "environments",
    "gitops",
    "local",
    "package.json",
    "schema",
  ]);
  expect(packed.files.filter(({ path }) => /^local\/(?!toolchain\/)|node_modules|\.tfstate/.test(path))).toEqual([]);
  const install = [
    "install",
    `./${packed.filename}`,
    "cdktf-cli@0.21.0",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
  ];
  ended(await project.run("npm", install));
  expect(lstatSync(join(project.directory, "node_modules", "hubspoke")).isDirectory()).toBe(true);
});

test("a main.ts compiles against its types", async () => {
  const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext"];
  ended(await project.run(process.execPath, [tsc, ...options, "main.ts"]));
});

const hubspoke = (...args: string[]) => project.run("npx", ["--no-install", "hubspoke", ...args]);

test("validate and synth", async () => {
  expect(ended(await hubspoke("validate")).output).toContain("environments/local.yaml");
  ended(await hubspoke("synth", "local", "--out", "rendered"));
  expect(project.read("rendered/stacks/local-hub-argocd/cdk.tf.json")).toContain("helm_release");
});

test("up, with the sample fleet of the package", async () => {
  const { stdout } = ended(await hubspoke("up", "local"));
  expect(stdout).toContain('environment "local" is up: 13 added, 0 changed, 0 destroyed in ');
  const { checks } = await eventuallyVerified(project);
  expect(checks.map((check) => check.subject)).toContain("platform-baseline-payments");
});

test("cdktf knows its stacks", async () => {
  const { stdout } = ended(await project.run("npx", ["--no-install", "cdktf", "list"]));
  expect(new Set(stdout.match(/cdktf\.out\/stacks\/local-[a-z]+/g))).toEqual(
    new Set(["cdktf.out/stacks/local-hub", "cdktf.out/stacks/local-spoke"]),
  );
});

test("nothing of it names the repository that it was built from", () => {
  const own = ["cdktf.out", "rendered", ".hubspoke", join("node_modules", "hubspoke")];
  const found = own.flatMap((folder) => filesWith(join(project.directory, folder), { repository: `${REPOSITORY}/` }));
  expect(found).toEqual([]);
  const processes = processesOf(project.directory);
  expect(processes.length).toBeGreaterThan(10);
  expect(processes.filter(({ command }) => command.includes(`${REPOSITORY}/`))).toEqual([]);
});

test("down", async () => {
  ended(await hubspoke("down", "local"));
  expect(processesOf(project.directory)).toEqual([]);
  expect(existsSync(join(project.directory, ".hubspoke"))).toBe(false);
});
