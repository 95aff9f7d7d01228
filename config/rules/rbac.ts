import { builtInRoles, policyActions, policyLines, type PolicyLine } from "../argocd/policy.js";
import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { nearest } from "../messages/suggest.js";
import { eachArgoCd } from "./argocd.js";
import type { Checked } from "./rule.js";

/** Argo CD logs a line that it cannot read, and goes on without it. */
export function policyIsWellFormed({ file }: Checked): readonly Finding[] {
  return eachLine(file, (line) => {
    const message = complainOfForm(line.fields);
    return message === undefined ? undefined : { message };
  });
}

const forms: Readonly<Record<string, readonly string[]>> = {
  p: ["<subject>", "<resource>", "<action>", "<object>", "allow or deny"],
  g: ["<subject>", "<role>"],
};

function complainOfForm([kind = "", ...rest]: readonly string[]): string | undefined {
  const form = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  if (form === undefined) return `the line begins with "${kind.slice(0, 40)}", expected p or g`;
  const expected = `expected ${form.length + 1}: ${[kind, ...form].join(", ")}`;
  if (rest.length !== form.length) return `the line has ${rest.length + 1} fields, ${expected}`;
  const given = rest.filter((field) => field !== "").length + 1;
  if (given !== rest.length + 1) return `the line has ${given} fields that say something, ${expected}`;
  const effect = rest[4];
  return effect === undefined || effects.has(effect)
    ? undefined
    : `the line ends with "${effect}", expected allow or deny`;
}

const effects = new Set(["allow", "deny"]);

/** A permission for what Argo CD does not know is one that nobody has. */
export function policyIsUnderstood({ file }: Checked): readonly Finding[] {
  return eachLine(file, ({ fields }) =>
    fields[0] === "p" && complainOfForm(fields) === undefined ? complainOfPermission(fields) : undefined,
  );
}

/** Patterns may mean anything. */
const pattern = /[*?{[]/;

function complainOfPermission([, , resource = "", action = ""]: readonly string[]): Omit<Finding, "path"> | undefined {
  if (pattern.test(resource)) return undefined;
  const actions = Object.hasOwn(policyActions, resource) ? policyActions[resource] : undefined;
  if (actions === undefined) return unknown("resource", resource, Object.keys(policyActions));
  const verb = action.replace(/\/.*$/, "");
  return pattern.test(verb) || actions.includes(verb) ? undefined : unknown(`action of ${resource}`, verb, actions);
}

function unknown(what: string, name: string, known: readonly string[]): Omit<Finding, "path"> {
  const near = nearest(name, known);
  return {
    message: `unknown ${what} "${name}", expected one of: ${known.join(", ")}`,
    ...(near !== undefined && { fix: `did you mean "${near}"?` }),
    severity: "warning",
  };
}

/** Argo CD takes an unknown role as it is, and it may do nothing. */
export function rolesExist({ file }: Checked): readonly Finding[] {
  const ofLines = eachLine(file, ({ fields }, roles) => {
    const [kind, , role = ""] = fields;
    return kind === "g" && fields.length === 3 ? unknownRole(role, roles) : undefined;
  });
  const ofDefaults = eachArgoCd(file, ({ rbac }, path) => {
    if (rbac?.default === undefined) return [];
    const found = unknownRole(rbac.default, rolesOf(policyLines(rbac.policy)));
    return found === undefined ? [] : [{ path: [...path, "rbac", "default"], ...found }];
  });
  return [...ofLines, ...ofDefaults];
}

function unknownRole(role: string, roles: readonly string[]): Omit<Finding, "path"> | undefined {
  if (!role.startsWith("role:") || roles.includes(role)) return undefined;
  const near = nearest(role, roles);
  return {
    message: `unknown role "${role}", expected one of: ${roles.join(", ")}`,
    fix: near === undefined ? `give it a permission: p, ${role}, ...` : `did you mean "${near}"?`,
  };
}

/** Roles that may do something: Argo CD's own, and those that a policy gives something to. */
function rolesOf(lines: readonly PolicyLine[]): readonly string[] {
  const subjects = lines.map(({ fields }) => fields[1] ?? "").filter((subject) => subject.startsWith("role:"));
  return [...new Set([...builtInRoles, ...subjects])];
}

/** Looks at every line of every policy; a finding in a text says which line it means. */
function eachLine(
  file: Checked["file"],
  look: (line: PolicyLine, roles: readonly string[]) => Omit<Finding, "path"> | undefined,
): readonly Finding[] {
  return eachArgoCd(file, ({ rbac }, place) => {
    if (rbac === undefined) return [];
    const { policy } = rbac;
    const path: Path = [...place, "rbac", "policy"];
    const lines = policyLines(policy);
    return lines.flatMap((line) => {
      const found = look(line, rolesOf(lines));
      if (found === undefined) return [];
      const { index } = line;
      return typeof policy === "string"
        ? [{ ...found, path, message: `line ${index + 1} of policy: ${found.message}` }]
        : [{ ...found, path: [...path, index] }];
    });
  });
}
