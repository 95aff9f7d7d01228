import type * as z from "zod";
import type { Complaint, FieldNames } from "../fields/fields.js";
import type { Finding } from "../finding.js";
import { formatPath, isMap, pathOfIssue, valueAt, type Path } from "../path.js";
import { familiarName, misunderstanding } from "./familiar.js";
import { whereItBelongs } from "./misplaced.js";
import { nearest, plainName, sameName } from "./suggest.js";
import { describeValue, expectedType, looksSecret, namesSecret, typeFix, hidden, quoteName } from "./values.js";

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
  return issues.flatMap((issue) => describeIssue(issue, [], context)).map((finding) => withoutSecret(finding, context));
}

/** A sentence of the schema may quote the value, or a name that is made from it. */
function withoutSecret(finding: Finding, context: Context): Finding {
  const value = valueAt(context.document, finding.path);
  if (typeof value !== "string" || !looksSecret(value)) return finding;
  const { message, fix = "", ...rest } = finding;
  const piece = plainName(value).slice(0, 10);
  return {
    ...rest,
    message: plainName(message).includes(piece) ? `invalid ${nameOf(finding.path)} ${hidden}` : message,
    ...(fix !== "" && !plainName(fix).includes(piece) && { fix }),
  };
}

function describeIssue(issue: Issue, base: Path, context: Context): readonly Finding[] {
  const path = [...base, ...pathOfIssue(issue)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(path, key, JSON.parse(issue.message) as FieldNames, context));
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

function unknownField(path: Path, key: string, names: FieldNames, context: Context): Finding {
  const { known, refused = {} } = names;
  const at = [...path, key];
  const refusal = Object.hasOwn(refused, key) ? refused[key] : undefined;
  if (refusal !== undefined) return { path: at, ...refusal };
  const expected = `expected one of: ${known.join(", ")}`;
  return {
    path,
    message: `unknown field ${quoteName(key)}, ${expected}`,
    fix: fixOfField(path, key, known, context),
    at,
  };
}

/** From what is certain to what is only likely. */
function fixOfField(path: Path, key: string, known: readonly string[], context: Context): string | undefined {
  if (looksSecret(key)) return undefined;
  if (/[\u00a0\u2000-\u200b\u3000\ufeff]/.test(key)) return "it has a special space in it: type plain ones";
  const standalone = valueAt(context.document, ["model"]) === "standalone";
  const same = sameName(key, known);
  if (same !== undefined) return `did you mean ${quoteName(same)}?`;
  const ours = familiarName(key, known);
  return (
    misunderstanding(formatPath([...path, key]), standalone) ??
    (ours === undefined ? whereItBelongs(path, key, standalone) : `did you mean ${quoteName(ours)}?`) ??
    didYouMean(key, known) ??
    (namesSecret(key) ? "remove it: an environment file holds no secrets" : undefined)
  );
}

/** A key of a labels or annotations map. */
function describeKey(issue: Issue, path: Path): Finding {
  const complaint = complaintOf(issue);
  const key = String(path.at(-1));
  const message =
    complaint !== undefined && "message" in complaint
      ? complaint.message
      : `invalid key ${quoteName(key)}, expected ${complaint?.expected ?? "a string"}`;
  return { path: path.slice(0, -1), message, fix: complaint?.fix, at: path };
}

function describeComplaint(issue: Issue, path: Path, context: Context): Finding {
  const complaint = complaintOf(issue);
  if (complaint === undefined || "message" in complaint) return { path, message: issue.message, fix: complaint?.fix };
  const empty = valueAt(context.document, path) === "" ? "give it a value or remove the line" : undefined;
  return { path, message: invalid(path, context, complaint.expected), fix: complaint.fix ?? empty };
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
    const message = invalid(path, context, issue.message.slice("expected ".length));
    return [{ path, message, fix: wordFix(issue, path, context) }];
  }
  const chosen = choicePath(path, context);
  const value = valueAt(context.document, chosen);
  const fix =
    typeof value === "string"
      ? didYouMean(value, optionsOf(issue))
      : typeFix(chosen, value, chosen === path ? "object" : "string");
  return [{ path: chosen, message: issue.message, fix }];
}

/** What to write for a word that is none of the alternatives. */
function wordFix(issue: Issue & { code: "invalid_union" }, path: Path, context: Context): string | undefined {
  const value = valueAt(context.document, path);
  if (typeof value !== "string") return undefined;
  const takesBoolean = issue.errors
    .flat()
    .some((inner) => inner.code === "invalid_type" && inner.expected === "boolean");
  return didYouMean(value, wordsOf(issue)) ?? (takesBoolean ? typeFix(path, value, "boolean") : undefined);
}

/** The single words among the alternatives. */
function wordsOf({ errors }: Issue & { code: "invalid_union" }): readonly string[] {
  return errors.flat().flatMap((inner) => (inner.code === "invalid_value" ? inner.values.map(String) : []));
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
      fix: didYouMean(value, issue.values.map(String)) ?? onlyFix(issue, path),
    };
  }
  const written = context.written(path);
  return {
    path,
    message: `invalid ${nameOf(path)} ${describeValue(path, value, written)}, ${expected}`,
    fix: issue.code === "invalid_type" ? typeFix(path, value, issue.expected, written) : onlyFix(issue, path),
  };
}

/** What to write where one value alone is allowed. */
function onlyFix(issue: Issue, path: Path): string | undefined {
  if (issue.code !== "invalid_value" || issue.values.length !== 1) return undefined;
  return `write ${nameOf(path)}: ${String(issue.values[0])}`;
}

function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  return near === undefined ? undefined : `did you mean ${quoteName(near)}?`;
}

function missingField(path: Path, expected: string): Finding {
  return { path: path.slice(0, -1), message: `missing field ${quoteName(String(path.at(-1)))}, ${expected}`, at: path };
}

function expectedOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return `expected ${issue.values.length === 1 ? "" : "one of: "}${issue.values.join(", ")}`;
    case "too_small":
      return issue.origin === "array" && issue.minimum === 1
        ? "expected at least one item"
        : `expected at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case "too_big":
      return `expected at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case "invalid_union":
      return optionsOf(issue).length === 0 ? issue.message : `expected one of: ${optionsOf(issue).join(", ")}`;
    case "invalid_type":
      return `expected ${expectedType(issue.expected)}`;
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  return origin === "array" ? " items" : origin === "string" ? " characters" : "";
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
