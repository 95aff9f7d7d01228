/** Where a value is in a document: keys of maps and positions in lists. */
export type Path = readonly (string | number)[];

/** The path of a schema's issue. */
export function pathOfIssue(issue: { readonly path: readonly PropertyKey[] }): Path {
  return issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
}

/** A path as it is printed: `spokes[1].labels["example.com/tier"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => text + formatStep(step, text === ""), "");
}

function formatStep(step: string | number, first: boolean): string {
  if (typeof step === "number") return `[${step}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(step)) return `[${JSON.stringify(step.slice(0, 80))}]`;
  return first ? step : `.${step}`;
}

/** The value at a path, or undefined. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** Whether a value is a map of the document. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
