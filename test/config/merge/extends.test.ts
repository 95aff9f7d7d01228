import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadEnvironment, loadEnvironments } from "../../../config/index.js";
import { loadHubSpoke, parse, refusal } from "../support.js";

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke-extends-")));
});

afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(project, "environments", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function messageOf(file: string): string {
  return refusal(() => loadEnvironment(file, { home: "/home/ada", variables: {} })).message;
}

const base = `apiVersion: hubspoke/v1
gitops: { repoURL: https://git.example.com/fleet.git, revision: main }
defaults:
  cluster: { provider: existing, kubeconfig: ~/.kube/config }
  labels: { team: platform }
hub:
  name: hub
  cluster: { context: hub }
spokes:
  - name: payments
    cluster: { context: payments }
    labels: { tier: gold }
`;

test("an environment is merged over its base", () => {
  write("base/common.yaml", base);
  const file = write(
    "prod.yaml",
    "apiVersion: hubspoke/v1\nextends: base/common.yaml\nname: prod\ngitops: { revision: v1 }\nspokes:\n" +
      "  - { name: search, cluster: { context: search } }\n  - { name: payments, labels: { region: eu } }\n",
  );
  const { gitops, hub, spokes } = loadHubSpoke(file);
  expect(gitops).toEqual({ repoURL: "https://git.example.com/fleet.git", revision: "v1", path: "environments/prod" });
  expect(hub.cluster).toMatchObject({ provider: "existing", context: "hub" });
  expect(spokes.map(({ name }) => name)).toEqual(["payments", "search"]);
  expect(spokes[0]?.labels).toMatchObject({ team: "platform", tier: "gold", region: "eu" });
});

test("of several bases the later is over the earlier, and a base has bases of its own", () => {
  write("base/a.yaml", "gitops: { revision: a, path: a }\n");
  write("base/b.yaml", "extends: ../base/root.yaml\ngitops: { revision: b }\n");
  write("base/root.yaml", base);
  const file = write("dev.yaml", "extends: [base/b.yaml, base/a.yaml]\nname: dev\n");
  expect(loadHubSpoke(file).gitops).toEqual({ repoURL: "https://git.example.com/fleet.git", revision: "a", path: "a" });
});

test("two bases may share a base", () => {
  write("base/root.yaml", base);
  write("base/a.yaml", "extends: root.yaml\ngitops: { path: a }\n");
  write("base/b.yaml", "extends: root.yaml\n");
  const file = write("dev.yaml", "extends: [base/a.yaml, base/b.yaml]\nname: dev\n");
  expect(loadHubSpoke(file).spokes).toHaveLength(1);
});

test("a problem points to the file and line that the value came from", () => {
  write("base/common.yaml", base.replace("tier: gold", "tier: not a label").replace("revision: main", "revison: main"));
  const file = write(
    "prod.yaml",
    "extends: base/common.yaml\nname: Prod\nspokes: [{ name: payments, retired: maybe }]\n",
  );
  expect(messageOf(file)).toBe(
    `environments/base/common.yaml:2  gitops  (extended by environments/prod.yaml)
  unknown field "revison", expected one of: repoURL, revision, path
  fix: did you mean "revision"?
environments/base/common.yaml:12  spokes[0].labels.tier  (extended by environments/prod.yaml)
  invalid tier "not a label", expected letters, digits, "-", "_" and ".", with a letter or digit at both ends
  fix: other values belong in annotations
environments/prod.yaml:2  name
  invalid name "Prod", expected a DNS label: lowercase letters, digits and "-", at most 20 characters
  fix: for example prod
environments/prod.yaml:3  spokes[0].retired
  invalid retired "maybe", expected true, false, or a map with applications or unreachable
4 problems in 2 files`,
  );
});

test("a mistake of a base is one problem, however many environments extend it", () => {
  write("base/common.yaml", base.replace("tier: gold", "tier: not a label"));
  const files = ["dev", "prod"].map((name) => write(`${name}.yaml`, `extends: base/common.yaml\nname: ${name}\n`));
  expect(refusal(() => loadEnvironments(files)).message).toBe(
    `environments/base/common.yaml:12  spokes[0].labels.tier  (extended by environments/dev.yaml, environments/prod.yaml)
  invalid tier "not a label", expected letters, digits, "-", "_" and ".", with a letter or digit at both ends
  fix: other values belong in annotations
1 problem in 1 file`,
  );
});

test("what a base leaves out is missing in the environment", () => {
  write("base/common.yaml", "spokes: [{ name: a }]\n");
  const file = write("prod.yaml", "apiVersion: hubspoke/v1\nextends: base/common.yaml\nname: prod\n");
  expect(messageOf(file)).toBe(
    `environments/base/common.yaml:1  spokes[0]  (extended by environments/prod.yaml)
  missing field "cluster", expected a map
environments/prod.yaml:1
  missing field "hub", expected a map
2 problems in 2 files`,
  );
});

test("a base that is not there, or is a folder, is refused where it is named", () => {
  mkdirSync(join(project, "environments", "base"), { recursive: true });
  const file = write("prod.yaml", "name: prod\nextends:\n  - base/common.yaml\n  - base\n");
  expect(messageOf(file)).toBe(
    `environments/prod.yaml:3  extends[0]
  no file "environments/base/common.yaml"
environments/prod.yaml:4  extends[1]
  "environments/base" is not a file
2 problems in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test("a circle is refused where it closes", () => {
  write("a.yaml", "name: a\nextends: b.yaml\n");
  write("b.yaml", "extends: c.yaml\n");
  write("c.yaml", "# back\nextends: a.yaml\n");
  expect(messageOf(join(project, "environments", "a.yaml"))).toBe(
    `environments/c.yaml:2  extends
  extends leads back to itself: environments/a.yaml -> environments/b.yaml -> environments/c.yaml -> environments/a.yaml
  fix: take what they share into a file of its own
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test("a base that is not YAML is refused in its own file", () => {
  write("base.yaml", "gitops: {\n");
  const file = write("prod.yaml", "extends: base.yaml\nname: prod\n");
  expect(refusal(() => loadEnvironment(file)).problems.map((problem) => problem.file)).toContain(
    "environments/base.yaml",
  );
});

test.each([
  ["extends: 5", 'extends\n  invalid extends "5" (a number)'],
  ["extends:", "extends\n  invalid extends (empty)"],
  ["extends: [base.yaml, { a: 1 }]", "extends[1]\n  invalid extends (a map)"],
])("%s is refused", (line, what) => {
  write("base.yaml", base);
  expect(messageOf(write("prod.yaml", `name: prod\n${line}\n`))).toBe(
    `environments/prod.yaml:2  ${what}, expected the name of a file, or a list of them
  fix: for example extends: base/common.yaml
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test("text without a file cannot follow extends", () => {
  expect(refusal(() => parse("name: dev\nextends: base.yaml\n")).message).toBe(
    `environments/dev.yaml:2  extends
  file "base.yaml" cannot be read from here
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});
