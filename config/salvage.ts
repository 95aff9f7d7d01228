import type * as z from "zod";
import { isMap, valueAt, type Path } from "./path.js";

/** What is left of a document whose schema found mistakes, and which places nothing may be said of any more. */
export interface Salvage {
  readonly document: Record<string, unknown>;
  readonly replaced: readonly Path[];
}

/**
 * Takes out of a document what the schema refuses, so that the rules can look at the rest in the same run.
 *
 * A cluster with a mistake is replaced as a whole by one that gets in nobody's way: positions stay, and with them the
 * default ports. Elsewhere the value itself goes, and its default takes its place.
 */
export function salvage(document: Record<string, unknown>, issues: readonly z.core.$ZodIssue[]): Salvage {
  const copy = structuredClone(document);
  const replaced: Path[] = [];
  for (const issue of issues) {
    const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
    if (issue.code === "unrecognized_keys") {
      issue.keys.forEach((key) => remove(copy, [...path, key]));
    } else {
      replaced.push(...takeOut(copy, path));
    }
  }
  return { document: copy, replaced };
}

/** What depends on where Argo CD runs: nothing can be said of it where that is not known. */
const dependsOnHub: readonly Path[] = [["gitops"], ["hub", "argocd", "chart"]];

/** @returns the places of which nothing may be said any more */
function takeOut(document: Record<string, unknown>, path: Path): readonly Path[] {
  const [list, index] = path;
  const entries = typeof list === "string" ? document[list] : undefined;
  if ((list === "spokes" || list === "clusters") && typeof index === "number" && Array.isArray(entries)) {
    entries[index] = { ...placeholder(index), ...(list === "spokes" && { registration: { mode: "bearer-token" } }) };
    return list === "spokes" ? [[list, index]] : [[list, index], ...dependsOnHub];
  }
  if (list === "hub" && (index === undefined || index === "cluster")) {
    document.hub = { ...placeholder(0), ...(isMap(document.hub) && document.hub), cluster: placeholder(0).cluster };
    return [["hub", "cluster"], ...dependsOnHub];
  }
  const there = valueAt(document, path) === undefined ? path.slice(0, -1) : path;
  remove(document, there);
  nameAgain(document);
  return [there];
}

/** Names that everything else is made from. */
function nameAgain(document: Record<string, unknown>): void {
  const { hub } = document;
  document.name ??= "replaced";
  if (isMap(hub)) hub.name ??= "replaced";
}

/** A field goes; with an item of a list the whole list goes, since the items behind it would move. */
function remove(document: Record<string, unknown>, path: Path): void {
  const parent = valueAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof key === "string" && isMap(parent)) {
    delete parent[key];
  } else if (path.length > 1) {
    remove(document, path.slice(0, -1));
  }
}

function placeholder(index: number): Record<string, unknown> {
  const context = `replaced-${index}`;
  return { name: context, cluster: { provider: "existing", kubeconfig: `/${context}`, context } };
}

/** Whether a place is one that was replaced, lies in one, or holds one. */
export function isReplaced(path: Path, replaced: readonly Path[]): boolean {
  return replaced.some((other) => {
    const length = Math.min(path.length, other.length);
    return path.slice(0, length).every((step, index) => step === other[index]);
  });
}
