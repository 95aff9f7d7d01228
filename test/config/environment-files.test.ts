import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { selectEnvironments, stackIds } from "../../config/index.js";
import { checkEnvironments } from "../../config/load.js";
import { localEnvironment, refusal } from "./support.js";

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke-files-")));
  mkdirSync(join(project, "environments", "base"), { recursive: true });
  for (const name of ["dev", "prod", "staging"]) {
    writeFileSync(fileOf(name), localEnvironment().replace("name: dev", `name: ${name}`));
  }
  writeFileSync(join(project, "environments", "base", "common.yaml"), "spokes: []\n");
});

afterEach(() => rmSync(project, { recursive: true }));

function fileOf(name: string): string {
  return join(project, "environments", `${name}.yaml`);
}

test("all are selected, those of the variable, or those that are named", () => {
  const variables = { HUBSPOKE_ENVIRONMENTS: " prod, dev ," };
  expect(selectEnvironments(project, [], {})).toEqual([fileOf("dev"), fileOf("prod"), fileOf("staging")]);
  expect(selectEnvironments(project, [], variables)).toEqual([fileOf("prod"), fileOf("dev")]);
  expect(selectEnvironments(project, ["staging"], variables)).toEqual([fileOf("staging")]);
});

test("a selection changes no name", () => {
  const ids = (names: readonly string[]): readonly string[] =>
    checkEnvironments(selectEnvironments(project, names, {})).topologies.flatMap(stackIds);
  expect(ids([])).toEqual([...ids(["dev"]), ...ids(["prod"]), ...ids(["staging"])]);
});

test("a name in the variable that no file has is refused", () => {
  expect(refusal(() => selectEnvironments(project, [], { HUBSPOKE_ENVIRONMENTS: "prd" })).message).toBe(
    `environments/prd.yaml
  no environment "prd", expected one of: dev, prod, staging
  fix: did you mean "prod"?
1 problem in 1 file`,
  );
});

test("a project without environments says how to get one", () => {
  rmSync(join(project, "environments"), { recursive: true });
  expect(refusal(() => selectEnvironments(project, [], {})).message).toBe(
    `environments/
  no environment file in ${project}, expected at least one
  fix: run this in a project's folder, write one with hubspoke init, or name a file
1 problem in 1 file`,
  );
});
