import type { Problem } from "../../../config/errors.js";
import type { Findings } from "../../../cli/report/findings.js";

export const mistake: Problem = {
  file: "environments/prod.yaml",
  line: 14,
  column: 7,
  path: "spokes[1].registration.mode",
  message: 'unknown registration mode "iam", expected one of: bearer-token, exec',
  fix: 'did you mean "exec"?',
};

export const wholeFile: Problem = { file: "environments/a b,c.yaml", line: 0, path: "", message: "the file is empty" };

export const risk: Problem = {
  file: "environments/prod.yaml",
  line: 4,
  path: "backend.http",
  message: "100% of the state is\nin the clear",
  severity: "warning",
};

export const findings: Findings = { valid: false, problems: [mistake, wholeFile], warnings: [risk] };
