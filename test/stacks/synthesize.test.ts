import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { synthesize, synthesizeEnvironments } from "../../stacks/synthesize.js";
import { filesBelow, readOutput, temporaryFolder } from "./support.js";

const file = (name: string) => `apiVersion: hubspoke/v1
name: ${name}
hub: { name: hub, cluster: { provider: local } }
spokes: [{ name: alpha, cluster: { provider: local } }]
`;

function project(names: readonly string[]): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "environments"));
  names.forEach((name) => writeFileSync(join(folder, "environments", `${name}.yaml`), file(name)));
  return folder;
}

const stacksOf = (name: string) => [
  `${name}-hub-argocd`,
  `${name}-hub-cluster`,
  `${name}-spoke-alpha-cluster`,
  `${name}-spoke-alpha-registration`,
];

beforeEach(() => {
  vi.stubEnv("CDKTF_OUTDIR", undefined);
  vi.stubEnv("HUBSPOKE_ENVIRONMENTS", undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test("every environment of the project, into its cdktf.out", () => {
  const projectDirectory = project(["dev", "prod"]);
  const { outdir, topologies } = synthesizeEnvironments({ projectDirectory });
  expect(outdir).toBe(join(projectDirectory, "cdktf.out"));
  expect(topologies.map(({ name }) => name)).toEqual(["dev", "prod"]);
  expect(Object.keys(readOutput(outdir).stacks).sort()).toEqual([...stacksOf("dev"), ...stacksOf("prod")]);
});

test("some environments: by option, or by HUBSPOKE_ENVIRONMENTS, and an option wins", () => {
  const projectDirectory = project(["dev", "prod", "test"]);
  const selected = (environments?: string[]) =>
    synthesizeEnvironments({ projectDirectory, environments }).topologies.map(({ name }) => name);
  vi.stubEnv("HUBSPOKE_ENVIRONMENTS", " prod, test ,");
  expect(selected()).toEqual(["prod", "test"]);
  expect(selected([])).toEqual(["prod", "test"]);
  expect(selected(["dev"])).toEqual(["dev"]);
  expect(selected(["environments/dev.yaml", "test"])).toEqual(["dev", "test"]);
});

test("selecting environments changes nothing in their stacks", () => {
  const projectDirectory = project(["dev", "prod"]);
  const all = readOutput(synthesizeEnvironments({ projectDirectory, outdir: "all" }).outdir);
  const one = readOutput(synthesizeEnvironments({ projectDirectory, outdir: "one", environments: ["prod"] }).outdir);
  expect(Object.keys(one.stacks).sort()).toEqual(stacksOf("prod"));
  stacksOf("prod").forEach((id) => expect(one.stacks[id]).toEqual(all.stacks[id]));
});

test("the folder that cdktf names, even where its parents are not there yet", () => {
  const projectDirectory = project(["dev"]);
  vi.stubEnv("CDKTF_OUTDIR", join(projectDirectory, "a", "b"));
  expect(synthesizeEnvironments({ projectDirectory }).outdir).toBe(join(projectDirectory, "a", "b"));
  expect(Object.keys(filesBelow(join(projectDirectory, "a", "b")))).toContain("manifest.json");
});

test("the current folder decides nothing but the default of the project", () => {
  const projectDirectory = project(["dev"]);
  const { outdir } = synthesizeEnvironments({ projectDirectory });
  const elsewhere = temporaryFolder();
  const before = process.cwd();
  try {
    process.chdir(elsewhere);
    synthesizeEnvironments({ projectDirectory, outdir: join(elsewhere, "out") });
  } finally {
    process.chdir(before);
  }
  expect(filesBelow(join(elsewhere, "out"))).toEqual(filesBelow(outdir));
});

test("mistakes are printed all at once, without a stack trace, and the exit code is 2", () => {
  const projectDirectory = project(["dev"]);
  writeFileSync(
    join(projectDirectory, "environments", "broken.yaml"),
    file("broken").replace("provider: local", "provider: loc"),
  );
  let printed = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  synthesize({ projectDirectory });
  expect(process.exitCode).toBe(2);
  const problem = 'unknown cluster provider "loc", expected one of: local, existing, kind, eks';
  const summary = "1 problem in 1 file";
  expect(printed).toBe(`environments/broken.yaml:3  hub.cluster.provider\n  ${problem}\n${summary}\n`);
});

test("a project without environments says so", () => {
  const projectDirectory = temporaryFolder();
  expect(() => synthesizeEnvironments({ projectDirectory })).toThrowError(
    `environments/\n  no environment file in ${projectDirectory}, expected at least one\n` +
      "  fix: run this in a project's folder, write one with hubspoke init, or name a file\n1 problem in 1 file",
  );
});
