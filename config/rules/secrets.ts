import type { Finding } from "../finding.js";
import { isMap, type Path } from "../path.js";
import {
  awsKey,
  credentialsInUrl,
  hasUrlCredentials,
  isAwsSecretKey,
  kubeconfig,
  secretKindOf,
} from "../messages/secrets.js";
import { mayHoldCredentials } from "../fields/urls.js";

const expected = "expected no secret in the file";

/**
 * Finds secrets anywhere in a document as it was written, in keys as in values.
 *
 * None of its sentences has a piece of what it found.
 */
export function pastedSecrets(document: unknown): readonly Finding[] {
  const walk: Walk = { findings: [], seen: new Set() };
  visit(walk, document, []);
  return walk.findings;
}

interface Walk {
  readonly findings: Finding[];
  /** Containers that were looked at: aliases put one in many places. */
  readonly seen: Set<object>;
}

function visit(walk: Walk, value: unknown, path: Path): void {
  if (typeof value === "string") {
    const found = describe(value);
    if (found !== undefined) walk.findings.push({ path, ...found });
    return;
  }
  if (typeof value !== "object" || value === null || walk.seen.has(value)) return;
  walk.seen.add(value);
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(walk, item, [...path, index]));
  } else {
    visitMap(walk, value as Record<string, unknown>, path);
  }
}

function visitMap(walk: Walk, map: Record<string, unknown>, path: Path): void {
  const values = Object.values(map);
  for (const [key, value] of Object.entries(map)) {
    const inKey = describe(key);
    if (inKey !== undefined) {
      walk.findings.push({ path, message: `a key ${inKey.message}`, fix: inKey.fix, at: [...path, key] });
    }
    if (isAwsSecretKey(value, values)) {
      walk.findings.push({ path: [...path, key], message: `looks like ${awsKey.what}, ${expected}`, fix: awsKey.fix });
    }
    visit(walk, value, [...path, key]);
  }
  complainOfKubeconfig(walk, map, path);
}

/** What authenticates a user of a kubeconfig, which has its credentials below `user`. */
const kubeconfigCredentials = ["token", "password", "client-key-data"];

function complainOfKubeconfig(walk: Walk, { user }: Record<string, unknown>, path: Path): void {
  if (!isMap(user)) return;
  for (const name of kubeconfigCredentials) {
    const value = user[name];
    if (typeof value !== "string" || describe(value) !== undefined) continue;
    walk.findings.push({
      path: [...path, "user", name],
      message: `looks like ${kubeconfig.what}, ${expected}`,
      fix: kubeconfig.fix,
    });
  }
}

function describe(text: string): Pick<Finding, "message" | "fix"> | undefined {
  const kind = secretKindOf(text);
  // A token in a URL is one thing to be told, and in the words of the fields that are URLs.
  if (kind !== undefined && mayHoldCredentials(text)) return credentialsInUrl;
  if (kind !== undefined) return { message: `looks like ${kind.what}, ${expected}`, fix: kind.fix };
  return hasUrlCredentials(text) ? credentialsInUrl : undefined;
}
