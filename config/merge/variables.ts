import type { Finding } from "../finding.js";
import type { Placed } from "./layer.js";
import type { Merger } from "./merge.js";
import type { Path } from "../path.js";

/** The process environment, as far as files may use it. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Sentence for the description of each field that takes variables. */
export const variablesNote = "May hold `${NAME}` or `${NAME:-default}` of the process environment.";

/** Fields whose text may name variables; `*` is any one step. Each says so in its description. */
const variableFields: readonly (readonly string[])[] = [
  ["gitops", "repoURL"],
  ["gitops", "revision"],
  ["gitops", "path"],
  ["backend", "local", "path"],
  ["hub", "cluster", "kubeconfig"],
  ["hub", "cluster", "context"],
  ["spokes", "*", "cluster", "kubeconfig"],
  ["spokes", "*", "cluster", "context"],
  ["clusters", "*", "cluster", "kubeconfig"],
  ["clusters", "*", "cluster", "context"],
  ["clusters", "*", "gitops", "*"],
];

const reference = /\$\{([^}]*)\}/g;
const parts = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/** A variable of such a name is never read into a file: what a model holds ends up in plans and logs. */
const secretName = /PASSW|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY/i;

export interface Substituted {
  readonly document: Placed;
  readonly findings: readonly Finding[];
}

/** Puts values of the process environment in, where a field says that it takes them. */
export function substituteVariables(merger: Merger, document: Placed, variables: Variables): Substituted {
  const walk: Walk = { merger, variables, findings: [] };
  return { document: substitute(walk, document, [], variableFields), findings: walk.findings };
}

interface Walk {
  readonly merger: Merger;
  readonly variables: Variables;
  readonly findings: Finding[];
}

/** What is below none of the fields, or names no variable, stays the same value: most of every file. */
function substitute(walk: Walk, placed: Placed, path: Path, fields: readonly (readonly string[])[]): Placed {
  if (fields.length === 0) return placed;
  if (typeof placed.value === "string") {
    return fields.some((field) => field.length === 0) ? replaceReferences(walk, placed, path) : placed;
  }
  const { merger } = walk;
  const list = Array.isArray(placed.value);
  const children = list
    ? merger.items(placed).map((item, index) => [String(index), item] as const)
    : merger.entries(placed);
  const replaced = children.map(([key, child]) => {
    const below = fields.filter(([step]) => step === "*" || step === key).map(([, ...rest]) => rest);
    return [key, substitute(walk, child, [...path, list ? Number(key) : key], below)] as const;
  });
  if (replaced.every(([, child], index) => child.value === children[index]?.[1].value)) return placed;
  return list
    ? merger.list(
        replaced.map(([, child]) => child),
        placed.at,
      )
    : merger.map(replaced, placed.at);
}

function replaceReferences(walk: Walk, placed: Placed, path: Path): Placed {
  const value = String(placed.value).replace(reference, (whole, inside: string) => {
    const [, name, fallback] = parts.exec(inside) ?? [];
    const finding = complainOf(name, fallback, path, walk.variables);
    if (finding === undefined) return valueOf(walk.variables, name ?? "") || fallback || "";
    walk.findings.push(finding);
    return whole;
  });
  return { ...placed, value };
}

function complainOf(
  name: string | undefined,
  fallback: string | undefined,
  path: Path,
  variables: Variables,
): Finding | undefined {
  if (name === undefined) {
    return { path, message: "invalid variable, expected ${NAME} or ${NAME:-default}" };
  }
  if (secretName.test(name)) {
    const fix = "keep secrets out of the file: its model ends up in plans and logs";
    return { path, message: `variable ${name} holds a secret by its name`, fix };
  }
  const value = valueOf(variables, name);
  if (value || fallback !== undefined) return undefined;
  const message = `variable ${name} of the process environment is ${value === "" ? "empty" : "not set"}`;
  return { path, message, fix: `export ${name}=..., or give a default: \${${name}:-default}` };
}

function valueOf(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
