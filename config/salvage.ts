import type * as z from "zod";
import { formatPath, isMap, pathOfIssue, valueAt, type Path } from "./path.js";
import { environmentSchemaOf, type EnvironmentFile } from "./schema.js";

type Issue = z.core.$ZodIssue;

/** What is left of a document whose schema found mistakes. */
export interface Salvage {
  /** Undefined where too little is left. */
  readonly file?: EnvironmentFile;
  /** Places of which nothing may be said any more. */
  readonly replaced: readonly Path[];
  /** Mistakes that the schema sees only once the others are gone. */
  readonly found: readonly Issue[];
}

const rounds = 3;

/**
 * Takes out of a document what the schema refuses, so that the rules can look at the rest in the same run.
 *
 * A cluster with a mistake is replaced as a whole by one that gets in nobody's way: positions stay, and with them the
 * default ports. Elsewhere the whole part goes that has the mistake, and its defaults take its place.
 */
export function salvage(document: Record<string, unknown>, issues: readonly Issue[]): Salvage {
  const rest = structuredClone(document);
  const replaced: Path[] = [];
  const found: Issue[] = [];
  // A map that lost an unknown field may lack the one that was meant.
  const unknown = issues.filter(({ code }) => code === "unrecognized_keys");
  const holes = new Set(unknown.map((issue) => formatPath(pathOfIssue(issue))));
  let mistakes = issues;
  for (let round = 0; round < rounds; round++) {
    replaced.push(...takeOutAll(rest, mistakes));
    const parsed = environmentSchemaOf(rest).safeParse(rest);
    if (parsed.success) return { file: parsed.data, replaced, found };
    mistakes = parsed.error.issues;
    const fresh = mistakes.filter((issue) => !holes.has(formatPath(pathOfIssue(issue))));
    found.push(...fresh.filter((issue) => !isReplaced(pathOfIssue(issue), replaced)));
  }
  return { replaced, found };
}

/** @returns the places of which nothing may be said any more */
function takeOutAll(document: Record<string, unknown>, issues: readonly Issue[]): readonly Path[] {
  // Unknown fields first: what is put in the place of a cluster must keep all of its own.
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") issue.keys.forEach((key) => remove(document, [...pathOfIssue(issue), key]));
  }
  const mistakes = issues.filter(({ code }) => code !== "unrecognized_keys");
  return mistakes.flatMap((issue) => takeOut(document, pathOfIssue(issue)));
}

const capabilityPath: Path = ["hub", "argocd", "capability"];

/** What depends on where Argo CD runs: nothing can be said of it where that is not known. */
const dependsOnHub: readonly Path[] = [["gitops"], ["hub", "argocd", "chart"], capabilityPath];

function takeOut(document: Record<string, unknown>, path: Path): readonly Path[] {
  const [section, index] = path;
  const entries = section === "spokes" || section === "clusters" ? document[section] : undefined;
  if (Array.isArray(entries) && typeof index === "number") {
    entries[index] = placeholder(String(section), index);
    return section === "spokes" ? [["spokes", index]] : [["clusters", index], ...dependsOnHub];
  }
  if (section === "hub" && (index === undefined || index === "cluster")) {
    const { name, cluster } = placeholder("hub", 0);
    document.hub = { name, ...(isMap(document.hub) && document.hub), cluster };
    return [["hub", "cluster"], ...dependsOnHub];
  }
  return [takeOutSection(document, sectionOf(path))];
}

function takeOutSection(document: Record<string, unknown>, there: Path): Path {
  remove(document, there);
  nameAgain(document);
  // Much that is said of spokes depends on there being one.
  if (formatPath(there) === formatPath(capabilityPath)) keepCapability(document);
  return there;
}

/** The part of a document that makes sense without its other parts, and that the document makes sense without. */
function sectionOf(path: Path): Path {
  return path.slice(0, path[0] !== "hub" ? 1 : path[1] === "argocd" ? 3 : 2);
}

/** Names that everything else is made from. */
function nameAgain(document: Record<string, unknown>): void {
  const { hub } = document;
  document.name ??= "replaced";
  if (isMap(hub)) hub.name ??= "replaced";
}

function keepCapability({ hub }: Record<string, unknown>): void {
  if (!isMap(hub) || !isMap(hub.argocd)) return;
  hub.argocd.capability = { identityCenter: { instanceArn: "arn:aws:sso:::instance/ssoins-0000000000000000" } };
}

function remove(document: Record<string, unknown>, path: Path): void {
  const parent = valueAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (isMap(parent) && key !== undefined) delete parent[key];
}

/** An entry like no other. */
function placeholder(section: string, index: number): Record<string, unknown> {
  const name = `replaced-${index}`;
  const entry = { name, cluster: { provider: "existing", kubeconfig: `/${name}`, context: name } };
  return section === "spokes" ? { ...entry, registration: { mode: "bearer-token" } } : entry;
}

/** Whether a place is one that was replaced, lies in one, or holds one. */
export function isReplaced(path: Path, replaced: readonly Path[]): boolean {
  return replaced.some((other) => {
    const length = Math.min(path.length, other.length);
    return path.slice(0, length).every((step, index) => step === other[index]);
  });
}
