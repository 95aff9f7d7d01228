import type { Field } from "../../config/reference/field.js";
import { commonFields, type FoundField } from "../../config/reference/find.js";
import { inYaml } from "../../config/reference/yaml.js";
import { cut, list, table, wrap } from "../terminal/text.js";

/** The whole format on one screen: its fields and theirs, a line each. */
export function explainFormat(format: Field, width: number): string {
  const rows = rowsOf(format.fields, 2).map(([name = "", type = "", given = "", text = ""]) => [
    name,
    given === "required" ? `${type}, required` : type,
    text,
  ]);
  return sections([
    wrap(format.description, width),
    list(rows, width),
    "more of one field: hubspoke explain spokes.registration",
  ]);
}

/** One field: what it means, what it takes, what is below it. */
export function explainField({ field, choices }: FoundField, width: number): string {
  const notes = [field.type, ...(field.required ? ["required"] : []), ...choices.map((choice) => `with ${choice}`)];
  const head = `${field.path}  (${notes.join(", ")})`;
  return sections([head, wrap(field.description, width), facts(field, width), below(field, width)]);
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function facts(field: Field, width: number): string {
  const lines = [
    ...(isEmpty(field.default) ? [] : [`default  ${inYaml(field.default)}`]),
    ...(field.values === undefined ? [] : [`one of   ${field.values.map(inYaml).join(", ")}`]),
    ...field.examples.map((example) => `example  ${inYaml(example)}`),
  ];
  return lines.map((line) => wrap(line, width, "  ", 9)).join("\n");
}

/** More fields than these are enough without their own. */
const mostFields = 8;

function below(field: Field, width: number): string {
  const { alternatives, choice } = field;
  if (alternatives.length === 0) return table(rowsOf(field.fields, field.fields.length > mostFields ? 1 : 2), width);
  const common = commonFields(field);
  const shared = common.length === 0 ? "" : `with every ${choice}\n${table(rowsOf(common, 1), width)}`;
  const own = alternatives.map((alternative, index) => {
    const title = choice === undefined ? formOf(alternative, index) : `with ${choice} ${alternative.name}`;
    return explainAlternative(title, alternative, { hidden: [...common.map(({ name }) => name), choice], width });
  });
  return sections([shared, ...own]);
}

/** An alternative that is known by its form. */
function formOf({ values, fields, type }: Field, index: number): string {
  const form = fields.length > 0 ? "a map" : (values?.map(inYaml).join(" | ") ?? type);
  return `${index === 0 ? "either" : "or"} ${form}`;
}

interface Shown {
  /** Names of fields that are shown elsewhere. */
  readonly hidden: readonly (string | undefined)[];
  readonly width: number;
}

function explainAlternative(title: string, { description, fields }: Field, { hidden, width }: Shown): string {
  const own = fields.filter(({ name }) => !hidden.includes(name));
  const head = wrap(description === "" ? title : `${title}: ${description}`, width, "", 2);
  return own.length === 0 ? head : `${head}\n${table(rowsOf(own, 1), width)}`;
}

/** A row for each field and, to a depth, for those below it. */
function rowsOf(fields: readonly Field[], depth: number): readonly (readonly string[])[] {
  const rows = (level: readonly Field[], indent: string, left: number): readonly (readonly string[])[] =>
    level.flatMap((field) => [
      [indent + field.name, typeOf(field), givenOf(field), firstSentence(field.description)],
      ...(left > 1 ? rows(field.fields, `${indent}  `, left - 1) : []),
    ]);
  return rows(fields, "  ", depth);
}

function typeOf({ type, values, choice, alternatives }: Field): string {
  if (choice !== undefined) return `by ${choice}`;
  if (values !== undefined) return cut(values.map(inYaml).join(" | "), 24);
  const named = alternatives.map(({ name }) => name).join(" | ");
  return alternatives.length > 1 && named.length <= 24 ? named : type;
}

function givenOf({ required, default: fallback }: Field): string {
  if (required) return "required";
  return isEmpty(fallback) ? "" : cut(`= ${inYaml(fallback)}`, 24);
}

/** Whether a default says no more than that the field may be left out. */
function isEmpty(fallback: unknown): boolean {
  return fallback === undefined || (typeof fallback === "object" && Object.keys(fallback ?? {}).length === 0);
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(text)?.[0] ?? text;
}
