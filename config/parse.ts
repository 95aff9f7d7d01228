import { defaultsPath, mergeDefaults } from "./defaults.js";
import { parseDocument } from "./document.js";
import { ConfigError, type Problem } from "./errors.js";
import type { Finding } from "./finding.js";
import { describeIssues } from "./issues.js";
import { formatPath } from "./path.js";
import { resolve, type Origin } from "./resolve.js";
import { checkRules } from "./rules/index.js";
import { environmentSchemaOf } from "./schema.js";
import type { Source } from "./source.js";
import type { Topology } from "./topology.js";

/**
 * Makes a topology of the text of an environment file: YAML, defaults, schema, names and paths, rules.
 *
 * It reads nothing, so whether the paths it names exist is for others to see.
 *
 * @throws ConfigError with every problem that was found
 */
export function parseEnvironment(text: string, origin: Origin): Topology {
  return parseWithSource(text, origin).topology;
}

/** The same, with the answer to where things were written. */
export function parseWithSource(
  text: string,
  origin: Origin,
): { readonly topology: Topology; readonly source: Source } {
  const { value, source } = parseDocument(text, origin.file);
  const document = mergeDefaults(value);
  const parsed = environmentSchemaOf(document).safeParse(document);
  if (!parsed.success) {
    const written = (path: Finding["path"]) => source.textOf(path) ?? source.textOf(defaultsPath(path) ?? path);
    const findings = describeIssues(parsed.error.issues, { document, written });
    throw new ConfigError(locate(onlyVersion(findings), source, origin.file), false);
  }
  const topology = resolve(parsed.data, origin);
  const findings = checkRules({ file: parsed.data, topology, home: origin.home });
  if (findings.length > 0) throw new ConfigError(locate(findings, source, origin.file), true);
  return { topology, source };
}

/** A file of another version has another shape: all else that is said of it would mislead. */
function onlyVersion(findings: readonly Finding[]): readonly Finding[] {
  const version = findings.filter((finding) => finding.path[0] === "apiVersion");
  return version.length > 0 ? version : findings;
}

/** Finds the lines. What `defaults` brought into many entries is one problem, where it was written. */
function locate(findings: readonly Finding[], source: Source, file: string): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const finding of findings) {
    const problem = locateOne(finding, source, file);
    problems.set(`${problem.line} ${problem.path} ${problem.message}`, problem);
  }
  return [...problems.values()];
}

function locateOne({ path, at = path, message, fix }: Finding, source: Source, file: string): Problem {
  const inDefaults = defaultsPath(at);
  const own = source.lineOf(at);
  const line = own ?? (inDefaults && source.lineOf(inDefaults));
  const moved = own === undefined && line !== undefined ? defaultsPath(path) : undefined;
  return { file, line: line ?? source.nearestLineOf(at), path: formatPath(moved ?? path), message, fix };
}
