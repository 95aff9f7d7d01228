import { hideSecrets } from "./messages/secrets.js";

/** One mistake in an environment file, or one risk. */
export interface Problem {
  /** File as the operator would name it. */
  readonly file: string;
  /** Line, counted from 1; 0 where the file as a whole is meant, or where it has no lines, as a TypeScript file. */
  readonly line: number;
  /**
   * Column, counted from 1.
   *
   * @default - not known
   */
  readonly column?: number;
  /** Where in the document, for example `spokes[1].registration.mode`; empty for the document itself. */
  readonly path: string;
  /** `<what> "<got>", expected <allowed>`: lowercase, no full stop. */
  readonly message: string;
  /**
   * What to do about it.
   *
   * @default - nothing that would hold everywhere
   */
  readonly fix?: string;
  /**
   * `warning` for a risk that keeps nothing from being used.
   *
   * @default - a mistake
   */
  readonly severity?: "warning";
  /**
   * The environments that the file is a base of, where it is none itself.
   *
   * @default - the file is an environment
   */
  readonly extendedBy?: readonly string[];
}

/** What is wrong with one or more environment files: all of it, not only the first. */
export class ConfigError extends Error {
  /** The mistakes, by file and line. */
  readonly problems: readonly Problem[];
  /** The risks that were found beside them, by file and line. */
  readonly warnings: readonly Problem[];
  /** False where mistakes of shape kept the rules between fields from being checked. */
  readonly crossFieldChecked: boolean;

  constructor(problems: readonly Problem[], crossFieldChecked: boolean) {
    const sorted = sortProblems(problems.map(withoutSecrets));
    const mistakes = sorted.filter(({ severity }) => severity === undefined);
    super(formatProblems(mistakes, crossFieldChecked));
    this.name = "ConfigError";
    this.problems = mistakes;
    this.warnings = sorted.filter(({ severity }) => severity === "warning");
    this.crossFieldChecked = crossFieldChecked;
  }

  /** One error for several files. */
  static combine(errors: readonly ConfigError[]): ConfigError {
    return new ConfigError(
      errors.flatMap((error) => [...error.problems, ...error.warnings]),
      errors.every((error) => error.crossFieldChecked),
    );
  }
}

/** What an action gives, or undefined where a file has mistakes. */
export function ifValid<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

/** Two checks may find the same thing, each in its own way, and two environments the same mistake of a base. */
function withoutRepetitions(problems: readonly Problem[]): readonly Problem[] {
  const merged = new Map<string, Problem>();
  for (const problem of problems) {
    const { file, line, path, message } = problem;
    const key = JSON.stringify([file, line, path, message]);
    const same = merged.get(key);
    const extendedBy = [...(same?.extendedBy ?? []), ...(problem.extendedBy ?? [])];
    merged.set(key, extendedBy.length === 0 ? problem : { ...problem, extendedBy: [...new Set(extendedBy)] });
  }
  return [...merged.values()];
}

/** What quotes a value hides its secrets already; this is for a sentence that somebody forgets. */
function withoutSecrets(problem: Problem): Problem {
  const { path, message, fix } = problem;
  const hidden = { path: hideSecrets(path), message: hideSecrets(message), ...(fix && { fix: hideSecrets(fix) }) };
  return { ...problem, ...hidden };
}

/** The order in which problems are shown, each once: by file, line and path, the same on every machine. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...withoutRepetitions(problems)].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.path, b.path),
  );
}

function formatProblems(problems: readonly Problem[], crossFieldChecked: boolean): string {
  return [...problems.map(formatProblem), countProblems(problems, [], crossFieldChecked)].join("\n");
}

/** One problem as text: where, what, and what to do about it. */
export function formatProblem(problem: Problem): string {
  const line = problem.line === 0 ? "" : `:${problem.line}`;
  const path = problem.path === "" ? "" : `  ${problem.path}`;
  const warning = problem.severity === "warning" ? "warning: " : "";
  const fix = problem.fix === undefined ? "" : `\n  fix: ${problem.fix}`;
  const base = problem.extendedBy === undefined ? "" : `  (extended by ${problem.extendedBy.join(", ")})`;
  return `${problem.file}${line}${path}${base}\n  ${warning}${problem.message}${fix}`;
}

/** The line below the problems: how many there are. */
export function countProblems(
  problems: readonly Problem[],
  warnings: readonly Problem[],
  crossFieldChecked: boolean,
): string {
  const files = new Set([...problems, ...warnings].map((problem) => problem.file)).size;
  const counts = [
    ...(problems.length > 0 || warnings.length === 0 ? [plural(problems.length, "problem")] : []),
    ...(warnings.length > 0 ? [plural(warnings.length, "warning")] : []),
  ];
  const rest = crossFieldChecked ? "" : "; cross-field rules were not checked, fix these first";
  return `${counts.join(" and ")} in ${plural(files, "file")}${rest}`;
}

/** A count with its noun. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** By code unit, so that the order is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
