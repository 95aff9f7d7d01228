import type { Problem } from "../../config/errors.js";
import type { Findings } from "./findings.js";

/** The findings as one JSON object; what is not known of a problem is left out. */
export function toJson({ valid, problems, warnings }: Findings): string {
  return JSON.stringify({ valid, problems: problems.map(describe), warnings: warnings.map(describe) }, undefined, 2);
}

function describe({ file, line, column, path, message, fix, severity, extendedBy }: Problem): object {
  return { severity: severity ?? "error", file, line, column, path, message, fix, extendedBy };
}
