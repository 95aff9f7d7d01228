import { mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEnvironments, loadEnvironment, loadEnvironments, resolveEnvironmentFile } from "../../config/index.js";
import { loadHubSpoke, localEnvironment, projectRoot, refusal } from "./support.js";

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke config ü ")));
  mkdirSync(join(project, "environments"));
});

afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string | Uint8Array): string {
  const file = join(project, "environments", name);
  writeFileSync(file, text);
  return file;
}

test("a file in environments/ belongs to the folder above", () => {
  const topology = loadEnvironment(write("dev.yaml", localEnvironment()));
  expect(topology.projectDirectory).toBe(project);
  expect(topology.file).toBe("environments/dev.yaml");
});

test("a file elsewhere belongs to its own folder, unless another is given", () => {
  const file = join(project, "dev.yaml");
  writeFileSync(file, localEnvironment());
  expect(loadEnvironment(file).projectDirectory).toBe(project);
  const topology = loadEnvironment(file, { projectDirectory: join(project, "environments") });
  expect(topology.projectDirectory).toBe(join(project, "environments"));
  expect(topology.file).toBe(file);
});

test("a path with spaces and letters beyond ASCII becomes a valid URL", () => {
  const { gitops } = loadHubSpoke(write("dev.yaml", localEnvironment()));
  expect(gitops?.repoURL).toMatch(/^file:\/\/\/\S+%20config%20%C3%BC%20\S+\/\.hubspoke\/local\/dev\/gitops\.git$/);
});

test("the environments of this project are taken", () => {
  const names = loadEnvironments(findEnvironments(projectRoot)).map((topology) => topology.name);
  expect(names).toEqual(expect.arrayContaining(["existing", "local"]));
});

test("finds environment files by name, sorted", () => {
  for (const name of ["prod.yml", "dev.yaml", "notes.md", ".dev.yaml"]) write(name, "");
  expect(findEnvironments(project)).toEqual(
    ["dev.yaml", "prod.yml"].map((name) => join(project, "environments", name)),
  );
  expect(findEnvironments(join(project, "nowhere"))).toEqual([]);
});

test("resolves a name or a path", () => {
  const file = write("dev.yml", "");
  expect(resolveEnvironmentFile("dev", project)).toBe(file);
  expect(resolveEnvironmentFile("./other/x.yaml", project)).toBe(join(project, "other", "x.yaml"));
  expect(resolveEnvironmentFile(file, "/")).toBe(file);
});

test("an unknown name is answered with the known ones", () => {
  expect(refusal(() => resolveEnvironmentFile("dve", project)).message).toBe(
    'environments/dve.yaml\n  no environment "dve", expected a file in environments/\n1 problem in 1 file',
  );
  write("dev.yaml", "");
  write("local.yaml", "");
  expect(refusal(() => resolveEnvironmentFile("dve", project)).message).toBe(
    'environments/dve.yaml\n  no environment "dve", expected one of: dev, local\n' +
      '  fix: did you mean "dev"?\n1 problem in 1 file',
  );
});

const suffix = "1 problem in 1 file; cross-field rules were not checked, fix these first";

test("a missing file, a folder, and bytes that are no text", () => {
  const missing = join(project, "environments", "dev.yaml");
  expect(refusal(() => loadEnvironment(missing)).message).toBe(`environments/dev.yaml\n  no such file\n${suffix}`);
  const folder = join(project, "environments");
  expect(refusal(() => loadEnvironment(folder)).message).toBe(`environments\n  a folder, expected a file\n${suffix}`);
  const bytes = write("bytes.yaml", new Uint8Array([0xff, 0xfe, 0x61, 0x00]));
  const fix = "save it as UTF-8: editors name the encoding when they save";
  const message = `environments/bytes.yaml\n  the file is not UTF-8 text\n  fix: ${fix}\n${suffix}`;
  expect(refusal(() => loadEnvironment(bytes)).message).toBe(message);
});

test("a file over 10 MB is not read", () => {
  const file = write("big.yaml", "");
  truncateSync(file, 10 * 1024 * 1024 + 1);
  const message = `environments/big.yaml\n  the file is larger than 10 MB\n${suffix}`;
  expect(refusal(() => loadEnvironment(file)).message).toBe(message);
});

test("reports the problems of all files at once", () => {
  const a = write("a.yaml", localEnvironment("x: 1\n"));
  const b = write("b.yaml", "");
  expect(refusal(() => loadEnvironments([a, b])).problems.map((problem) => problem.file)).toEqual([
    "environments/a.yaml",
    "environments/b.yaml",
  ]);
});

test("two environments may not define the same stack", () => {
  const spoke = "spokes:\n  - name: hub2\n    cluster: { provider: local }\n";
  const files = [
    write("dev.yaml", localEnvironment(spoke)),
    write("other.yaml", localEnvironment().replace("dev", "dev-spoke").replace("name: hub\n", "name: main\n")),
    write("same.yaml", localEnvironment()),
  ];
  expect(refusal(() => loadEnvironments(files)).message).toBe(
    'environments/same.yaml:2  name\n  stack "dev-hub-cluster" is also defined by environments/dev.yaml\n' +
      "  fix: give one of the environments another name\n1 problem in 1 file",
  );
});

test("the same file given twice is one environment", () => {
  const file = write("dev.yaml", localEnvironment());
  expect(loadEnvironments([file, join(project, "environments", ".", "dev.yaml")])).toHaveLength(1);
});
