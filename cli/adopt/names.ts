import { inClusterName, maxClusterName } from "../../config/names.js";
import { nameFor } from "../init/contexts.js";

/** What the hub is called in the file. */
export const hubName = "hub";

/** What nothing can be made a name of is called so. */
const fallback = "spoke";

/**
 * A DNS label for each cluster, by the name that Argo CD shows; no two are the same.
 *
 * A name that is a label already stays, whatever the others are called.
 */
export function spokeNames(argocdNames: readonly string[]): readonly string[] {
  const taken = new Set<string>([hubName, inClusterName]);
  const names = new Map<number, string>();
  const take = (index: number, name: string) => {
    taken.add(name);
    names.set(index, name);
  };
  argocdNames.forEach((name, index) => {
    if (name !== "" && name === labelOf(name) && !taken.has(name)) take(index, name);
  });
  argocdNames.forEach((name, index) => {
    if (!names.has(index)) take(index, freeName(name, taken));
  });
  return argocdNames.map((_, index) => names.get(index) ?? "");
}

/** The last part of an ARN or of `user@cluster`; where that is taken all of it, and then with a number. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const candidates = [nameFor(name), labelOf(name)].filter((each) => each !== "");
  const free = (candidates.length === 0 ? [fallback] : candidates).find((each) => !taken.has(each));
  if (free !== undefined) return free;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const stem = (candidates[0] ?? fallback).slice(0, maxClusterName - suffix.length).replace(/-+$/, "");
    if (!taken.has(stem + suffix)) return stem + suffix;
  }
}

function labelOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, maxClusterName)
    .replace(/-+$/, "");
}
