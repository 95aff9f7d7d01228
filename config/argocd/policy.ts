/** A line of a policy.csv that says something. */
export interface PolicyLine {
  /** Position in the list or text, from 0. */
  readonly index: number;
  readonly fields: readonly string[];
}

/** The lines of a policy, without comments and empty ones. */
export function policyLines(policy: string | readonly string[]): readonly PolicyLine[] {
  const lines = typeof policy === "string" ? policy.split(/\r?\n/) : policy;
  return lines.flatMap((line, index) => {
    const text = line.trim();
    return text === "" || text.startsWith("#") ? [] : [{ index, fields: text.split(",").map(unquoted) }];
  });
}

function unquoted(field: string): string {
  return field.trim().replace(/^"(.*)"$/, "$1");
}

/** Roles that Argo CD brings along. */
export const builtInRoles: readonly string[] = ["role:admin", "role:readonly"];

/** What a policy may speak of, and what may be done to it; an action after a slash names a resource's own. */
export const policyActions: Readonly<Record<string, readonly string[]>> = {
  applications: ["get", "create", "update", "delete", "sync", "action", "override"],
  applicationsets: ["get", "create", "update", "delete"],
  clusters: ["get", "create", "update", "delete"],
  projects: ["get", "create", "update", "delete"],
  repositories: ["get", "create", "update", "delete"],
  "write-repositories": ["get", "create", "update", "delete"],
  accounts: ["get", "update"],
  certificates: ["get", "create", "delete"],
  gpgkeys: ["get", "create", "delete"],
  logs: ["get"],
  exec: ["create"],
  extensions: ["invoke"],
};
