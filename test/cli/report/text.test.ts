import { expect, test } from "vitest";
import { problemsText, warningsText } from "../../../cli/report/text.js";
import { ConfigError } from "../../../config/errors.js";
import { mistake, risk } from "./support.js";

const none = (): undefined => undefined;

test("has the problems before the warnings, and counts both", () => {
  expect(problemsText(new ConfigError([risk, mistake], true), none)).toBe(
    [
      "environments/prod.yaml:14  spokes[1].registration.mode",
      '  unknown registration mode "iam", expected one of: bearer-token, exec',
      '  fix: did you mean "exec"?',
      "environments/prod.yaml:4  backend.http",
      "  warning: 100% of the state is",
      "in the clear",
      "1 problem and 1 warning in 1 file",
    ].join("\n"),
  );
});

test("is the error's own message where there are no warnings", () => {
  const error = new ConfigError([mistake], false);
  expect(problemsText(error, none)).toBe(error.message);
});

test("has warnings alone", () => {
  expect(warningsText([{ ...risk, message: "no lock", fix: "add one" }], none)).toBe(
    "environments/prod.yaml:4  backend.http\n  warning: no lock\n  fix: add one\n1 warning in 1 file",
  );
});

test("has each frame once, with a line of space behind it", () => {
  const problems = [mistake, { ...mistake, message: "another" }, { ...mistake, line: 20, message: "later" }];
  const text = problemsText(new ConfigError(problems, true), ({ line }) => `  > ${line} | mode: iam`);
  expect(text.split("\n").filter((line) => line.startsWith("  >") || line === "")).toEqual([
    "  > 14 | mode: iam",
    "",
    "  > 20 | mode: iam",
    "",
  ]);
  expect(text).toMatch(
    /\nenvironments\/prod.yaml:20 [^\n]*\n {2}later\n[^\n]*\n {2}> 20 \| mode: iam\n\n3 problems in 1 file$/,
  );
});
