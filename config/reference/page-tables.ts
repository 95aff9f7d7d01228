import { exampleOf, exampleOfAlternative } from "./example.js";
import type { Field } from "./field.js";
import { commonFields } from "./find.js";
import { inYaml, inYamlLines } from "./yaml.js";

/** Rows below a field that are still easy to read beside the others. */
export const usualRows = 3;

export interface PageOptions {
  /** Links to the sections of the page, by the path of the field that they describe. */
  readonly links: ReadonlyMap<string, string>;
  /** Marks of a heading below the section's, for example "###". */
  readonly heading: string;
  /** A field with more rows below it than these has a table of its own. */
  readonly mostRows: number;
}

/** A field's part of the page, in paragraphs: its fields, or what there is with each choice. */
export function describeField(field: Field, options: PageOptions): readonly string[] {
  if (field.choice !== undefined) return describeChoice(field, options);
  const rows = rowsBelow(field, "", options);
  const own = fieldsBelow(field).filter((each) => hasOwnTable(each, options));
  return [...table(rows), ...own.flatMap((each) => describeBelow(each, options))];
}

function describeBelow(field: Field, options: PageOptions): readonly string[] {
  const { heading } = options;
  // Deeper ones are seldom written by themselves, and the example of the part has them.
  const example = heading === "###" ? snippet(field.name, exampleOf(field)) : [];
  const below = describeField(field, {
    ...options,
    heading: `${heading}#`,
    mostRows: Math.max(options.mostRows, usualRows),
  });
  return [`${heading} \`${field.name}\``, inMarkdown(field.description), ...example, ...below];
}

function describeChoice(field: Field, options: PageOptions): readonly string[] {
  const { alternatives, choice = "" } = field;
  const { heading } = options;
  const common = commonFields(field);
  const shared = describeField(partOf(field, common), options);
  const own = alternatives.flatMap((alternative) => {
    const fields = alternative.fields.filter(({ name }) => !common.some((each) => each.name === name));
    const example = exampleOfAlternative({ ...alternative, fields }, choice);
    const others = fields.filter(({ name }) => name !== choice);
    return [
      `${heading} \`${choice}: ${alternative.name}\``,
      inMarkdown(alternative.description),
      ...(heading === "###" ? snippet(field.name, example) : []),
      ...describeField(partOf(field, others), { ...options, heading: `${heading}#` }),
    ];
  });
  return [...(common.length === 0 ? [] : [`${heading} With every ${choice}`]), ...shared, ...own];
}

/** The field with some of the fields that it may have. */
function partOf(field: Field, fields: readonly Field[]): Field {
  return { ...field, fields, choice: undefined, alternatives: [] };
}

function snippet(name: string, example: unknown): readonly string[] {
  return example === undefined ? [] : [`\`\`\`yaml\n${inYamlLines(name, example).join("\n")}\n\`\`\``];
}

function table(rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return [];
  return [["| field | type | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n")];
}

/** A row for the field, and one for each below it that is described nowhere else. */
function rowsOf(field: Field, name: string, options: PageOptions, given = givenOf(field)): readonly string[] {
  const link = linkOf(field, options);
  const elsewhere = hasOwnTable(field, options) ? "below" : link;
  const cells = [`\`${name}\``, typeOf(field), given, textOf(field, elsewhere)];
  const row = `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const prefix = field.type.startsWith("list") ? `${name}[].` : `${name}.`;
  return elsewhere === undefined ? [row, ...rowsBelow(field, prefix, options)] : [row];
}

/** Rows of the fields, and of those that only one form has: none of them is required, one form is. */
function rowsBelow({ fields, alternatives }: Field, prefix: string, options: PageOptions): readonly string[] {
  const own = fields.flatMap((each) => rowsOf(each, prefix + each.name, options));
  const ofForms = alternatives.flatMap((alternative, index) =>
    alternative.fields.flatMap((each) => {
      const given = each.required && alternatives.length > 1 ? (index === 0 ? "either" : "or") : givenOf(each);
      return rowsOf(each, prefix + each.name, options, given);
    }),
  );
  return [...own, ...ofForms];
}

function hasOwnTable(field: Field, options: PageOptions): boolean {
  if (linkOf(field, options) !== undefined) return false;
  return field.choice !== undefined || countBelow(field) > options.mostRows;
}

function countBelow(field: Field): number {
  return fieldsBelow(field).reduce((count, each) => count + 1 + countBelow(each), 0);
}

function fieldsBelow({ fields, alternatives }: Field): readonly Field[] {
  return [...fields, ...alternatives.flatMap((alternative) => alternative.fields)];
}

/** The section of the page that describes a field; parts of an entry are the same in each kind of entry. */
function linkOf({ path, name }: Field, { links }: PageOptions): string | undefined {
  const isPart = path.split(".").length === 2;
  return (
    links.get(path) ?? (isPart ? [...links].find(([section]) => `.${section}`.endsWith(`.${name}`))?.[1] : undefined)
  );
}

/** More values than these make the column too wide. */
const mostListed = 5;

function typeOf(field: Field): string {
  const { type, choice, alternatives } = field;
  if (choice !== undefined) return `${type}, by \`${choice}\``;
  const listed = valuesOf(field);
  if (listed.length === 0 || listed.length > mostListed) return type;
  const rest = alternatives.filter(({ values }) => values === undefined).map((each) => each.type);
  return [...listed.map(inCode), ...new Set(rest)].join(", ");
}

function valuesOf({ values, alternatives }: Field): readonly unknown[] {
  return values ?? alternatives.flatMap((alternative) => alternative.values ?? []);
}

function givenOf({ required, default: fallback }: Field): string {
  if (required) return "required";
  return fallback === undefined ? "" : inCode(fallback);
}

/** Longer ones have lines of their own. */
const longestExample = 100;

function textOf(field: Field, link: string | undefined): string {
  const values = valuesOf(field);
  const examples = field.examples.map(inCode).filter((example) => example.length <= longestExample);
  return [
    inMarkdown(field.description),
    ...(values.length > mostListed ? [`One of ${values.map(inCode).join(", ")}.`] : []),
    ...(examples.length > 0 ? [`For example ${examples.slice(0, 2).join(" or ")}.`] : []),
    ...(link === undefined ? [] : [`See ${link}.`]),
  ].join(" ");
}

function inCode(value: unknown): string {
  return `\`${inYaml(value)}\``;
}

/** A description is plain text: what looks like a tag is a placeholder. */
function inMarkdown(text: string): string {
  return text.replace(/<(?=[a-z])/gi, "\\<");
}
