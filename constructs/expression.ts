/**
 * A bare Terraform expression, as it stands between the brackets of `${...}`.
 *
 * Expressions are put together as text and not with cdktf's `Fn`: `Fn` escapes every raw reference it is given, and a
 * token costs more than the whole resource around it once there are a thousand spokes.
 */
export type Expression = string;

/** The template that evaluates an expression: what an attribute takes. */
export function template(expression: Expression): string {
  return `\${${expression}}`;
}

/** An attribute's value taken literally: Terraform reads every string of a JSON file as a template. */
export function literal(value: string): string {
  return value.replace(/([$%])\{/g, "$1$1{");
}

/** A map of attributes taken literally, keys too. */
export function literals(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [literal(key), literal(value)]));
}

/** A string as an expression. */
export function quote(value: string): Expression {
  // JSON's escapes are HCL's, apart from these two.
  const json = JSON.stringify(value).replace(/\\[bf]/g, (escape) => (escape === "\\b" ? "\\u0008" : "\\u000c"));
  return literal(json);
}

export function call(name: string, ...args: readonly Expression[]): Expression {
  return `${name}(${args.join(", ")})`;
}

export function list(items: readonly Expression[]): Expression {
  return `[${items.join(", ")}]`;
}

/** Fields of an object, some of which may be objects. */
export interface Fields {
  readonly [name: string]: Expression | Fields;
}

export function object(fields: Fields): Expression {
  const entries = Object.entries(fields).map(
    ([key, value]) => `${quote(key)} = ${typeof value === "string" ? value : object(value)}`,
  );
  return `{${entries.join(", ")}}`;
}

/** JSON of an object with its fields in the order that they have here; Terraform's own `jsonencode` sorts them. */
export function orderedJson(fields: Fields): Expression {
  return `"${jsonTemplate(fields)}"`;
}

function jsonTemplate(fields: Fields): string {
  const members = Object.entries(fields).map(([key, value]) => {
    const json = typeof value === "string" ? template(call("jsonencode", value)) : jsonTemplate(value);
    return `\\"${key}\\":${json}`;
  });
  return `{${members.join(",")}}`;
}
