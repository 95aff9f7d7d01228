import type { Finding } from "../finding.js";
import type { Path } from "../path.js";
import { isOldBoolean } from "../messages/values.js";

/** Maps whose values go to tools that read YAML as older ones do, and what is to be written in them. */
const fixes: Readonly<Record<string, Fix>> = {
  labels: (text) => `quote it: "${text}"`,
  annotations: (text) => `quote it: "${text}"`,
  values: (text) => `write true or false, or quote it for text: "${text}"`,
  spec: (text) => `write true or false, or quote it for text: "${text}"`,
};

/**
 * Warns of plain words such as `on` and `no`: text to YAML 1.2, and with that to this format, and a boolean to kubectl,
 * Helm and Argo CD, whose YAML is older. Numbers and dates need no warning: as a label they are refused, and where they
 * are taken Kubernetes takes them for the same.
 *
 * @param isPlain whether the text at a path was written without quotes
 */
export function oldBooleans(document: unknown, isPlain: (path: Path) => boolean): readonly Finding[] {
  const walk: Walk = { findings: [], seen: new Set(), isPlain };
  visit(walk, document, [], undefined);
  return walk.findings;
}

interface Walk {
  readonly findings: Finding[];
  /** Containers that were looked at: aliases put one in many places. */
  readonly seen: Set<unknown>;
  readonly isPlain: (path: Path) => boolean;
}

type Fix = (text: string) => string;

function visit(walk: Walk, value: unknown, path: Path, fix: Fix | undefined): void {
  if (typeof value === "string" && fix !== undefined) warnOf(walk, value, path, fix);
  if (typeof value !== "object" || value === null || walk.seen.has(value)) return;
  walk.seen.add(value);
  for (const [key, child] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    visit(walk, child, [...path, step], fix ?? (Object.hasOwn(fixes, key) ? fixes[key] : undefined));
  }
}

function warnOf(walk: Walk, value: string, path: Path, fix: Fix): void {
  if (!isOldBoolean(value) || !walk.isPlain(path)) return;
  const message = `plain ${value} is text here, and a boolean to kubectl, Helm and Argo CD`;
  walk.findings.push({ path, message, fix: fix(value), severity: "warning" });
}
