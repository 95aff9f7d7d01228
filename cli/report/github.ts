import type { Problem } from "../../config/errors.js";
import { repositoryPath, type Locate } from "./files.js";
import type { Findings } from "./findings.js";

/**
 * The findings as workflow commands: GitHub Actions shows each beside its line in a pull request.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function toWorkflowCommands({ problems, warnings }: Findings, locate: Locate): string {
  return [...problems, ...warnings].map((problem) => command(problem, locate)).join("\n");
}

function command(problem: Problem, locate: Locate): string {
  const { file, line, column, path, message, fix, severity } = problem;
  const properties = [
    ["file", repositoryPath(file, locate)],
    ...(line > 0 ? [["line", String(line)]] : []),
    ...(line > 0 && column !== undefined ? [["col", String(column)]] : []),
    ["title", path === "" ? "hubspoke" : path],
  ].map(([name, value = ""]) => `${name}=${escapeProperty(value)}`);
  const text = fix === undefined ? message : `${message}\nfix: ${fix}`;
  return `::${severity ?? "error"} ${properties.join(",")}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
