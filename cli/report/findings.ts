import type { ConfigError, Problem } from "../../config/errors.js";
import type { CheckedEnvironments } from "../../config/load.js";

/** What `validate` found. */
export interface Findings {
  /** Whether the files are taken; with `--strict` none with warnings is. */
  readonly valid: boolean;
  /** By file and line. */
  readonly problems: readonly Problem[];
  /** By file and line. */
  readonly warnings: readonly Problem[];
}

/** What was found of files that are taken, or of files that are refused. */
export function findingsOf(checked: CheckedEnvironments | ConfigError): Omit<Findings, "valid"> {
  return { problems: "problems" in checked ? checked.problems : [], warnings: checked.warnings };
}
