import { expect, test } from "vitest";
import { countProblems, formatProblem } from "../../config/errors.js";
import { ConfigError } from "../../config/index.js";

const mode = {
  file: "environments/prod.yaml",
  line: 14,
  path: "spokes[1].registration.mode",
  message: 'unknown registration mode "iam", expected one of: bearer-token',
  fix: "remove it",
};
const field = { file: "environments/prod.yaml", line: 4, path: "hub.cluster", message: 'unknown field "regoin"' };

test("prints problems by line, then how many there are", () => {
  expect(new ConfigError([mode, field], false).message).toBe(
    [
      "environments/prod.yaml:4  hub.cluster",
      '  unknown field "regoin"',
      "environments/prod.yaml:14  spokes[1].registration.mode",
      '  unknown registration mode "iam", expected one of: bearer-token',
      "  fix: remove it",
      "2 problems in 1 file; cross-field rules were not checked, fix these first",
    ].join("\n"),
  );
});

test("prints neither line nor path for a file as a whole", () => {
  const problem = { file: "environments/dev.yaml", line: 0, path: "", message: "no such file" };
  expect(new ConfigError([problem], true).message).toBe("environments/dev.yaml\n  no such file\n1 problem in 1 file");
});

test("combines the errors of several files", () => {
  const other = { ...field, file: "environments/dev.yaml" };
  const combined = ConfigError.combine([new ConfigError([field], true), new ConfigError([other], false)]);
  expect(combined.problems.map((problem) => problem.file)).toEqual(["environments/dev.yaml", "environments/prod.yaml"]);
  expect(combined.crossFieldChecked).toBe(false);
  expect(combined.message).toMatch(/2 problems in 2 files; cross-field rules were not checked, fix these first$/);
});

test("prints no warnings among the problems, and keeps them", () => {
  const warning = { ...field, severity: "warning" } as const;
  const error = new ConfigError([mode, warning], true);
  expect(error.message).toMatch(/^environments\/prod.yaml:14 [\s\S]*\n1 problem in 1 file$/);
  expect(error.warnings).toEqual([warning]);
  expect(formatProblem(warning)).toBe('environments/prod.yaml:4  hub.cluster\n  warning: unknown field "regoin"');
});

test.each([
  [[mode], [], "1 problem in 1 file"],
  [[mode, field], [field], "2 problems and 1 warning in 1 file"],
  [[], [field, { ...field, file: "b.yaml" }], "2 warnings in 2 files"],
  [[], [], "0 problems in 0 files"],
])("counts problems and warnings", (problems, warnings, count) => {
  expect(countProblems(problems, warnings, true)).toBe(count);
});

test("tells what two checks found once", () => {
  expect(new ConfigError([field, { ...field }], true).problems).toEqual([field]);
});

test("hides a secret that a check forgot to", () => {
  const token = `glpat-${"canary".repeat(4)}`;
  const { problems, message } = new ConfigError([{ ...field, message: `bad ${token}`, path: token, fix: token }], true);
  expect(problems).toEqual([{ ...field, message: "bad (hidden)", path: "(hidden)", fix: "(hidden)" }]);
  expect(message).not.toContain("canary");
});
