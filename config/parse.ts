import { strayComputed, type ComputedAccess } from "./computed-access.js";
import { mergeDefaults } from "./merge/defaults.js";
import { parseDocument } from "./yaml/document.js";
import { ConfigError, sortProblems, type Problem } from "./errors.js";
import { mergeBases, type OpenBase } from "./merge/extends.js";
import type { Finding } from "./finding.js";
import { describeIssues } from "./messages/issues.js";
import type { Layer, Placed } from "./merge/layer.js";
import { locate, locateOne } from "./merge/locate.js";
import { Merger, placeLayer } from "./merge/merge.js";
import type { Path } from "./path.js";
import { isComputed } from "./registration/access.js";
import { resolve, type Origin } from "./resolve.js";
import { oldBooleans } from "./rules/booleans.js";
import { checkRules } from "./rules/index.js";
import { pastedSecrets } from "./rules/secrets.js";
import { isReplaced, salvage } from "./salvage.js";
import { environmentSchemaOf, type EnvironmentFile } from "./schema.js";
import type { Topology } from "./topology.js";
import { hidden } from "./messages/values.js";
import { substituteVariables, type Variables } from "./merge/variables.js";

/** What surrounds an environment file. */
export interface Surroundings extends Origin {
  /**
   * Day that dated tables are read for, as YYYY-MM-DD.
   *
   * @default - the day that the tables were made
   */
  readonly today?: string;
  /**
   * Process environment that fields with `${NAME}` take their values from.
   *
   * @default - empty: every such variable is missing
   */
  readonly variables?: Variables;
  /**
   * Reads a file that `extends` names.
   *
   * @default - none can be read
   */
  readonly openBase?: OpenBase;
  /**
   * Reads the rules that were computed for the spokes; asked only where a spoke takes its access from them.
   *
   * @default - none were computed
   */
  readonly computedAccess?: () => ComputedAccess;
  /**
   * Takes spokes whose rules were not computed too.
   *
   * @default false
   */
  readonly uncomputedAccess?: boolean;
}

/** A topology, and what is worth saying of the file it came from. */
export interface ParsedEnvironment {
  readonly topology: Topology;
  readonly warnings: readonly Problem[];
  /** Where the environment's name was written. */
  readonly nameAt: Problem;
}

/**
 * Makes a topology of the text of an environment file: YAML, bases, defaults, schema, names and paths, rules.
 *
 * It reads nothing, so whether the paths it names exist is for others to see.
 *
 * @throws ConfigError with every problem that was found
 */
export function parseEnvironment(text: string, surroundings: Surroundings): Topology {
  const { file } = surroundings;
  return parseLayer({ file, ...parseDocument(text, file) }, surroundings).topology;
}

/**
 * The same for a document that was read already.
 *
 * @throws ConfigError with every problem that was found
 */
export function parseLayer(layer: Layer, surroundings: Surroundings): ParsedEnvironment {
  const merger = new Merger();
  const { document: merged, layers } = mergeBases(merger, layer, surroundings.openBase);
  const withDefaults = mergeDefaults(merger, merged);
  const { document, findings } = substituteVariables(merger, withDefaults, surroundings.variables ?? {});
  const checked = check(document.value as Record<string, unknown>, surroundings, (path) =>
    writtenText(merger, document, path),
  );
  const problems = [
    ...layers.flatMap((each) => each.problems),
    ...checked.problems,
    ...locate(merger, document, [...findings, ...checked.findings]),
    ...layers.flatMap((each) => locate(merger, placeLayer(each), oldBooleansOf(each))),
  ];
  const secrets = layers.flatMap((each) => locate(merger, placeLayer(each), pastedSecrets(each.value)));
  const all = [...problems.filter((problem) => !isAboutSecret(problem, secrets)), ...secrets].map((problem) =>
    layers.every((each) => each.file !== problem.file) || problem.file === layer.file
      ? problem
      : { ...problem, extendedBy: [layer.file] },
  );
  if (checked.topology === undefined || all.some(({ severity }) => severity === undefined)) {
    throw new ConfigError(all, checked.crossFieldChecked);
  }
  const nameAt = locateOne(merger, document, { path: ["name"], message: "" });
  return { topology: checked.topology, warnings: sortProblems(all), nameAt };
}

function oldBooleansOf({ value, source }: Layer): readonly Finding[] {
  return oldBooleans(value, (path) => source.isPlain(path));
}

/** Whether a problem only says that a secret is not what was expected, or the same as is said of the secret. */
function isAboutSecret(problem: Problem, secrets: readonly Problem[]): boolean {
  const [here] = secrets.filter(({ file, path }) => file === problem.file && path === problem.path);
  return here !== undefined && (problem.message.includes(hidden) || problem.message === here.message);
}

interface Checked {
  readonly findings: readonly Finding[];
  /** Of the file of computed rules. */
  readonly problems: readonly Problem[];
  /** Undefined where the schema found mistakes. */
  readonly topology?: Topology;
  readonly crossFieldChecked: boolean;
}

/** Schema and rules; the rules look at what the schema leaves of a document with mistakes. */
function check(
  document: Record<string, unknown>,
  surroundings: Surroundings,
  written: (path: Path) => string | undefined,
): Checked {
  const parsed = environmentSchemaOf(document).safeParse(document);
  if (parsed.success) return { ...applyRules(parsed.data, surroundings), crossFieldChecked: true };
  const findings = describeIssues(parsed.error.issues, { document, written });
  const version = findings.filter((finding) => finding.path[0] === "apiVersion");
  // A file of another version has another shape: all else that is said of it would mislead.
  if (version.length > 0) return { findings: version, problems: [], crossFieldChecked: false };
  const { file, replaced, found } = salvage(document, parsed.error.issues);
  const later = describeIssues(found, { document, written });
  const ofRest = file === undefined ? { findings: [], problems: [] } : applyRules(file, surroundings);
  const fresh = ofRest.findings.filter(({ path }) => !isReplaced(path, replaced));
  return {
    findings: [...findings, ...later, ...fresh],
    problems: ofRest.problems,
    crossFieldChecked: file !== undefined,
  };
}

function applyRules(
  file: EnvironmentFile,
  { today, ...surroundings }: Surroundings,
): { readonly topology: Topology; readonly findings: readonly Finding[]; readonly problems: readonly Problem[] } {
  const computed = takesComputedAccess(file) ? surroundings.computedAccess?.() : undefined;
  const topology = resolve(file, { ...surroundings, computed });
  const required = surroundings.uncomputedAccess !== true;
  const findings = checkRules({
    file,
    topology,
    home: surroundings.home,
    today,
    ...(required && { computedAccess: computed ?? null }),
  });
  return { topology, findings, problems: problemsOf(file, computed) };
}

function takesComputedAccess(file: EnvironmentFile): boolean {
  return file.model === "hub-spoke" && file.spokes.some(({ registration }) => isComputed(registration.access));
}

function problemsOf(file: EnvironmentFile, computed: ComputedAccess | undefined): readonly Problem[] {
  if (computed === undefined || file.model !== "hub-spoke") return [];
  const known = file.spokes.map(({ name }) => name);
  return [...computed.problems, ...strayComputed(computed, known, file.name)];
}

function writtenText(merger: Merger, document: Placed, path: Path): string | undefined {
  const written = merger.writtenAt(document, path);
  return written.layer.source.textOf(written.path);
}
