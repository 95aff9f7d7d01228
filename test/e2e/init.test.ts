import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ended, eventuallyVerified } from "./fleet.js";
import { processesOf } from "./machine.js";
import { type Finished, type Project, REPOSITORY, openProject } from "./project.js";

// What a newcomer does: `npx hubspoke init` in an empty folder, and on from there.
const firstPort = 24100;
let above: string;
let archive: string;
let project: Project;

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), "hubspoke init ü-"));
  const directory = join(above, "acme fleet");
  mkdirSync(directory);
  project = openProject(directory, join(directory, "node_modules", "hubspoke", "dist", "cli", "index.js"));
  const args = ["pack", REPOSITORY, "--ignore-scripts", "--json", "--pack-destination", above];
  const [packed] = JSON.parse(ended(await project.run("npm", args)).stdout) as [{ readonly filename: string }];
  archive = join(above, packed.filename);
});

afterAll(async () => {
  if (existsSync(join(project.directory, "node_modules", "hubspoke"))) await project.hubspoke(["down", "local"]);
  rmSync(above, { recursive: true, force: true });
});

const hubspoke = (...args: string[]): Promise<Finished> => project.run("npx", ["--no-install", "hubspoke", ...args]);

test("init needs nothing but the package itself", async () => {
  ended(await project.run("tar", ["-xzf", archive, "-C", above]));
  const cli = join(above, "package", "dist", "cli", "index.js");
  const { stdout } = ended(await project.run(process.execPath, [cli, "init", "--yes", "--port", String(firstPort)]));
  expect(stdout).toContain("wrote\n  environments/local.yaml\n");
  expect(stdout).toContain("next:\n  npm install\n");
});

test("the project can be installed, compiles, validates and synthesises", async () => {
  // The version that package.json asks for is this one, and no registry has it yet.
  ended(await project.run("npm", ["install", archive, "--no-audit", "--no-fund", "--prefer-offline"]));
  const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
  ended(await project.run(process.execPath, [tsc, "-p", "."]));
  const { stdout, stderr } = ended(await hubspoke("validate"));
  expect(stdout).toBe('environments/local.yaml: environment "local" is valid: a hub and 2 spokes\n');
  expect(stderr).toBe("");
  ended(await hubspoke("synth", "local", "--out", "rendered"));
  expect(project.read("rendered/stacks/local-hub-argocd/cdk.tf.json")).toContain("helm_release");
  const schema = /\$schema=(.*)\n/.exec(project.read("environments/local.yaml"))?.[1] ?? "";
  expect(JSON.parse(readFileSync(join(project.directory, "environments", schema), "utf8"))).toHaveProperty("$schema");
});

test("an environment more, beside the first", async () => {
  ended(await hubspoke("init", "--yes", "--name", "demo"));
  expect(ended(await hubspoke("validate")).stdout).toBe(
    'environments/demo.yaml: environment "demo" is valid: a hub and 2 spokes\n' +
      'environments/local.yaml: environment "local" is valid: a hub and 2 spokes\n',
  );
  ended(await hubspoke("spoke", "add", "demo", "orders", "--label", "tier=gold", "--label", "region=eu"));
  expect(project.read("environments/demo.yaml")).toContain("    labels: { tier: gold, region: eu }\n");
  ended(await hubspoke("synth", "demo", "--out", "rendered"));
  expect(existsSync(join(project.directory, "rendered/stacks/demo-spoke-orders-registration"))).toBe(true);
});

test("cdktf knows the stacks of all", async () => {
  const { stdout } = ended(await project.run("npx", ["--no-install", "cdktf", "list"]));
  expect(stdout).toContain("local-hub-argocd");
  expect(stdout).toContain("demo-spoke-orders-registration");
});

test("a spoke is neither added twice nor removed before it is retired", async () => {
  expect(ended(await hubspoke("spoke", "add", "demo", "orders"), 2).stderr).toContain("is there already");
  expect(ended(await hubspoke("spoke", "remove", "demo", "orders"), 2).stderr).toContain("is not retired");
});

test("up, with the sample fleet that init wrote", async () => {
  expect(ended(await hubspoke("up", "local")).stdout).toContain('environment "local" is up: 20 added, 0 changed, 0 ');
  const { checks } = await eventuallyVerified(project);
  expect(checks.map((check) => check.subject)).toContain("platform-baseline-payments");
});

test("a spoke is retired, deployed and removed, and the other one stays where it is", async () => {
  ended(await hubspoke("spoke", "retire", "local", "payments", "--applications", "orphan"));
  expect(ended(await hubspoke("up", "local")).stdout).toContain(" 0 added, 0 changed, 7 destroyed in ");
  const { stderr } = ended(await hubspoke("spoke", "remove", "local", "payments"));
  expect(stderr).toContain('spoke "payments" was removed\n');
  expect(project.read("environments/local.yaml")).not.toContain("payments");
  expect(ended(await hubspoke("up", "local")).stdout).toContain(" 0 added, 0 changed, 0 destroyed in ");
  await eventuallyVerified(project);
});

test("down", async () => {
  ended(await hubspoke("down", "local"));
  expect(processesOf(project.directory)).toEqual([]);
});

test("a folder with other files in it stays as it is", async () => {
  const directory = join(above, "taken");
  mkdirSync(directory);
  writeFileSync(join(directory, "README.md"), "mine\n");
  const { stderr } = ended(await hubspoke("init", directory, "--yes"), 2);
  expect(stderr).toBe(
    "nothing was written: these files are there already\n  README.md\n  fix: --force overwrites them\n",
  );
  expect(existsSync(join(directory, "package.json"))).toBe(false);
});
