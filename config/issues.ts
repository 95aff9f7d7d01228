import type * as z from "zod";
import type { Complaint, FieldNames } from "./fields.js";
import type { Finding } from "./finding.js";
import { formatPath, isMap, valueAt, type Path } from "./path.js";
import { nearest } from "./suggest.js";
import { describeValue, expectedType, quotingFix } from "./values.js";

type Issue = z.core.$ZodIssue;

/** What a finding's sentence is made from. */
interface Context {
  /** The document that the schema saw. */
  readonly document: unknown;
  /** A scalar as it was written. */
  readonly written: (path: Path) => string | undefined;
}

/** Words zod's issues as findings: what, got, allowed, fix. */
export function describeIssues(issues: readonly Issue[], context: Context): readonly Finding[] {
  return issues.flatMap((issue) => describeIssue(issue, [], context));
}

function describeIssue(issue: Issue, base: Path, context: Context): readonly Finding[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(path, key, JSON.parse(issue.message) as FieldNames));
    case "invalid_union":
      return describeUnion(issue, path, context);
    case "invalid_key":
      return issue.issues.map((inner) => describeKey(inner, path));
    case "custom":
      return [describeComplaint(issue, path, context)];
    default:
      return [describeScalar(issue, path, context)];
  }
}

/** Fields that somebody would reasonably look for. */
const hints: Readonly<Record<string, string>> = {
  "hub.retired": "a hub goes with its environment: hubspoke down",
};

function unknownField(path: Path, key: string, { known, later }: FieldNames): Finding {
  const at = [...path, key];
  const expected = `expected one of: ${known.join(", ")}`;
  if (later.includes(key)) return { path, message: `${quote(key)} is not implemented yet, ${expected}`, at };
  const fix = hints[formatPath(at)] ?? didYouMean(key, known);
  return { path, message: `unknown field ${quote(key)}, ${expected}`, fix, at };
}

/** A key of a labels or annotations map. */
function describeKey(issue: Issue, path: Path): Finding {
  const complaint = complaintOf(issue);
  const key = String(path.at(-1));
  const message =
    complaint !== undefined && "message" in complaint
      ? complaint.message
      : `invalid key ${quote(key)}, expected ${complaint?.expected ?? "a string"}`;
  return { path: path.slice(0, -1), message, fix: complaint?.fix, at: path };
}

function describeComplaint(issue: Issue, path: Path, context: Context): Finding {
  const complaint = complaintOf(issue);
  if (complaint === undefined || "message" in complaint) return { path, message: issue.message, fix: complaint?.fix };
  return { path, message: invalid(path, context, complaint.expected), fix: complaint.fix };
}

function complaintOf(issue: Issue): Complaint | undefined {
  return issue.code === "custom" ? (issue.params?.complaint as Complaint | undefined) : undefined;
}

/**
 * Says what is wrong with the alternative that was probably meant; where none was, the schema's own
 * sentence, which its author wrote for that.
 */
function describeUnion(issue: Issue & { code: "invalid_union" }, path: Path, context: Context): readonly Finding[] {
  if (valueAt(context.document, path) === undefined) return [missingField(path, expectedOf(issue))];
  const meant = meantAlternative(issue.errors);
  if (meant !== undefined) return meant.flatMap((inner) => describeIssue(inner, path, context));
  if (issue.message.startsWith("expected")) {
    return [{ path, message: invalid(path, context, issue.message.slice("expected ".length)) }];
  }
  const chosen = choicePath(path, context);
  const fix = didYouMean(String(valueAt(context.document, chosen)), optionsOf(issue));
  return [{ path: chosen, message: issue.message, fix }];
}

/** The alternative with the fewest problems, unless each one is of another type or has another name. */
function meantAlternative(alternatives: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const possible = alternatives.filter((issues) => !issues.some(rulesOut));
  return [...possible].sort((a, b) => a.length - b.length)[0];
}

function rulesOut(issue: Issue): boolean {
  const chooses = issue.path.length === 1 && (issue.path[0] === "provider" || issue.path[0] === "mode");
  return issue.path.length === 0 ? issue.code === "invalid_type" || issue.code === "invalid_value" : chooses;
}

/** The names that a union chooses by, where it has any. */
function optionsOf(issue: Issue & { code: "invalid_union" }): readonly string[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

/** The field that chooses an alternative, where the union's own path does not name it. */
function choicePath(path: Path, context: Context): Path {
  const value = valueAt(context.document, path);
  const by = isMap(value) ? ["provider", "mode"].find((name) => Object.hasOwn(value, name)) : undefined;
  return by === undefined ? path : [...path, by];
}

function describeScalar(issue: Issue, path: Path, context: Context): Finding {
  const value = valueAt(context.document, path);
  const expected = expectedOf(issue);
  if (value === undefined) return missingField(path, expected);
  if (issue.code === "invalid_value" && issue.message.includes("not implemented"))
    return { path, message: issue.message };
  if (issue.code === "invalid_value" && typeof value === "string") {
    return {
      path,
      message: `unknown ${nameOf(path)} ${describeValue(path, value)}, ${expected}`,
      fix: didYouMean(value, issue.values.map(String)),
    };
  }
  return {
    path,
    message: `invalid ${nameOf(path)} ${describeValue(path, value, context.written(path))}, ${expected}`,
    fix: issue.code === "invalid_type" ? quotingFix(path, value, issue.expected, context.written(path)) : undefined,
  };
}

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  return near === undefined ? undefined : `did you mean ${quote(near)}?`;
}

function missingField(path: Path, expected: string): Finding {
  return { path: path.slice(0, -1), message: `missing field ${quote(String(path.at(-1)))}, ${expected}`, at: path };
}

function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return `expected ${issue.values.length === 1 ? "" : "one of: "}${issue.values.join(", ")}`;
    case "too_small":
      return issue.origin === "array" ? "expected at least one item" : `expected at least ${String(issue.minimum)}`;
    case "too_big":
      return `expected at most ${String(issue.maximum)}`;
    case "invalid_union":
      return optionsOf(issue).length === 0 ? issue.message : `expected one of: ${optionsOf(issue).join(", ")}`;
    case "invalid_type":
      return `expected ${expectedType(issue.expected)}`;
    default:
      return issue.message;
  }
}

function invalid(path: Path, context: Context, expected: string): string {
  const value = valueAt(context.document, path);
  return `invalid ${nameOf(path)} ${describeValue(path, value, context.written(path))}, expected ${expected}`;
}

/** What a value is called: its key, or for an item of a list the list's. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === "number" ? `item of ${String(path.at(-2))}` : String(last);
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
