import * as z from "zod";

/**
 * What a check found: either what was expected (the sentence is made from it and the value), or the
 * whole sentence.
 */
export type Complaint = ({ readonly expected: string } | { readonly message: string }) & { readonly fix?: string };

/** The names that a map of fields knows. */
export interface FieldNames {
  readonly known: readonly string[];
  /** Names that would be understood and have no place here, with what is said of each. */
  readonly refused?: RefusedNames;
}

/** What is said of a field that is refused by name; its value is never echoed. */
export type RefusedNames = Readonly<Record<string, { readonly message: string; readonly fix: string }>>;

/** A strict map of fields. An unknown one is an error whose message is {@link FieldNames} as JSON. */
export function fields<Shape extends z.ZodRawShape>(
  shape: Shape,
  refused: RefusedNames = {},
): z.ZodObject<Shape, z.core.$strict> {
  const names: FieldNames = { known: Object.keys(shape), refused };
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? JSON.stringify(names) : undefined),
  });
}

/** A string with a check of its own; `pattern` says the same to editors, as far as a pattern can. */
export function checkedString(
  check: (value: string) => Complaint | undefined,
  json: { readonly pattern?: string; readonly minLength?: number; readonly maxLength?: number } = {},
): z.ZodString {
  return z
    .string()
    .check((context) => {
      const complaint = check(context.value);
      if (complaint !== undefined) context.issues.push(customIssue(context.value, complaint));
    })
    .meta(json);
}

/** A check's finding in zod's words; `params` is where its formatter looks for the complaint. */
export function customIssue(input: unknown, complaint: Complaint): z.core.$ZodRawIssue {
  const message = "message" in complaint ? complaint.message : "";
  return { code: "custom", input, message, params: { complaint } };
}

/** A string that one regular expression decides about. */
export function matching(pattern: RegExp, expected: string): z.ZodString {
  return checkedString((value) => (pattern.test(value) ? undefined : { expected }), { pattern: pattern.source });
}

/** Text on one line. */
export const nonEmpty = checkedString(
  (value) =>
    value.trim() === "" || /[\u0000-\u001f\u007f]/.test(value) ? { expected: "one line of text" } : undefined,
  { minLength: 1 },
);

const dnsLabelPattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
const dnsLabelExpression = new RegExp(dnsLabelPattern);

/** A DNS label (RFC 1123), as Kubernetes wants names. */
export function dnsLabel(maxLength = 63): z.ZodString {
  return checkedString(
    (value) => {
      if (dnsLabelExpression.test(value) && value.length <= maxLength) return undefined;
      const expected = `a DNS label: lowercase letters, digits and "-", at most ${maxLength} characters`;
      const near = nearestLabel(value, maxLength);
      return near === "" ? { expected } : { expected, fix: `for example ${near}` };
    },
    { pattern: dnsLabelPattern, maxLength },
  );
}

function nearestLabel(value: string, maxLength: number): string {
  return value
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, maxLength)
    .replace(/^-|-$/g, "");
}

const subdomainPattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
const subdomainExpression = new RegExp(subdomainPattern);

/** Whether Kubernetes takes it as the name of an object, or as the prefix of a label. */
export function isSubdomain(value: string): boolean {
  return value.length <= 253 && subdomainExpression.test(value);
}

/** Name of a Kubernetes object. */
export const objectName = checkedString(
  (value) =>
    isSubdomain(value)
      ? undefined
      : { expected: 'a name: lowercase letters, digits, "-" and ".", at most 253 characters' },
  { pattern: subdomainPattern, maxLength: 253 },
);

/** A map that is passed on as it is. */
export const freeMap = z.record(z.string(), z.unknown());

/** A list that holds something. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).min(1);
}

/** The schemas of a registry: how a file chooses among them, and what is said of a name that is not there. */
export interface Choice {
  /** Field that chooses, for example `provider`. */
  readonly by: string;
  /** What the chosen is called, for example `cluster provider`. */
  readonly what: string;
  readonly names: readonly string[];
}

/** The sentence for a name that is not in a registry. */
export function unknownChoice(choice: Choice): z.core.$ZodErrorMap {
  return (issue) => {
    if (issue.code !== "invalid_union") return undefined;
    const name = (issue.input as Record<string, unknown> | null)?.[choice.by];
    if (typeof name !== "string") return `invalid ${choice.what}, expected ${oneOf(choice.names)}`;
    const quoted = JSON.stringify(name.slice(0, 60));
    return `unknown ${choice.what} ${quoted}, expected ${oneOf(choice.names)}`;
  };
}

/** Names as a sentence allows them. */
function oneOf(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `one of: ${names.join(", ")}`;
}
