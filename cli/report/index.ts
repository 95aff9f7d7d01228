import { UsageError } from "../output.js";
import type { Locate } from "./files.js";
import type { Findings } from "./findings.js";

/** Forms that `validate` writes its findings in. */
export const formats = ["text", "json", "sarif", "github"] as const;

export type Format = (typeof formats)[number];

/**
 * The form that the options ask for; `--json` is short for `--format json`.
 *
 * @throws UsageError for a form that is not there, and for two at once
 */
export function chooseFormat(options: { readonly json?: boolean; readonly format?: string }): Format {
  const { format = options.json ? "json" : "text" } = options;
  const known = formats.find((name) => name === format);
  if (known === undefined) {
    throw new UsageError(
      `unknown format ${JSON.stringify(format.slice(0, 40))}, expected one of: ${formats.join(", ")}`,
    );
  }
  if (options.json && known !== "json") {
    throw new UsageError(`--json and --format ${known} cannot be used together\n  fix: remove one of them`);
  }
  return known;
}

/** The findings for a program. Each form is loaded when it is asked for. */
export async function formatFindings(
  format: Exclude<Format, "text">,
  findings: Findings,
  locate: Locate,
): Promise<string> {
  switch (format) {
    case "json":
      return (await import("./json.js")).toJson(findings);
    case "sarif":
      return (await import("./sarif.js")).toSarif(findings, locate);
    case "github":
      return (await import("./github.js")).toWorkflowCommands(findings, locate);
  }
}
