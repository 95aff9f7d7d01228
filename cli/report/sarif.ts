import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Problem } from "../../config/errors.js";
import { repositoryPath, type Locate } from "./files.js";
import type { Findings } from "./findings.js";

/** One rule for each severity: sentences name values, and an id must stay the same from run to run. */
const rules = [
  {
    id: "hubspoke/mistake",
    name: "EnvironmentFileMistake",
    shortDescription: { text: "A mistake in an environment file" },
    fullDescription: { text: "The file is refused, by every command, until it is mended." },
    help: { text: "Run hubspoke validate for all problems with their fixes." },
    defaultConfiguration: { level: "error" },
  },
  {
    id: "hubspoke/risk",
    name: "EnvironmentFileRisk",
    shortDescription: { text: "A risk in an environment file" },
    fullDescription: { text: "The file is taken; hubspoke validate --strict refuses it." },
    help: { text: "Run hubspoke validate for all warnings with their fixes." },
    defaultConfiguration: { level: "warning" },
  },
] as const;

/**
 * The findings as SARIF 2.1.0, as GitHub's code scanning takes it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif({ problems, warnings }: Findings, locate: Locate): string {
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "hubspoke", rules } },
        columnKind: "utf16CodeUnits",
        results: [...problems, ...warnings].map((problem) => result(problem, locate)),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function result(problem: Problem, locate: Locate): object {
  const { file, line, column = 1, path, message, fix } = problem;
  const ruleIndex = problem.severity === "warning" ? 1 : 0;
  const rule = rules[ruleIndex];
  const where = path === "" ? "" : `${path}: `;
  return {
    ruleId: rule.id,
    ruleIndex,
    level: rule.defaultConfiguration.level,
    message: { text: `${where}${message}${fix === undefined ? "" : `\nfix: ${fix}`}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(repositoryPath(file, locate)) },
          // Code scanning shows nothing without a line.
          region: { startLine: Math.max(1, line), startColumn: line === 0 ? 1 : column },
        },
        ...(path !== "" && { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
  };
}

/** Relative to the repository, as code scanning wants it; a file outside of it has a URI of its own. */
function uriOf(path: string): string {
  return isAbsolute(path) ? pathToFileURL(path).href : path.split("/").map(encodeURIComponent).join("/");
}
