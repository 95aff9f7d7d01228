import type { Placed } from "./layer.js";
import type { Merger } from "./merge.js";
import { isMap } from "../path.js";
import { defaultMode } from "../registration/index.js";

const commonParts = ["cluster", "labels", "annotations"] as const;
const argocdParts = [...commonParts, "argocd"] as const;
const spokeParts = [...commonParts, "registration"] as const;

/**
 * Merges `defaults` under the hub and every spoke, or under every standalone cluster.
 *
 * It works on what the files say, before the schema: a problem in a merged value is then found once,
 * where it was written.
 */
export function mergeDefaults(merger: Merger, document: Placed): Placed {
  const defaults = merger.child(document, "defaults");
  const entries = merger.entries(document).map(([key, child]): readonly [string, Placed] => {
    if (key === "hub") return [key, mergeEntry(merger, child, defaults, argocdParts)];
    if (key === "clusters")
      return [key, mergeEach(merger, child, (entry) => mergeEntry(merger, entry, defaults, argocdParts))];
    if (key === "spokes") return [key, mergeEach(merger, child, (entry) => mergeSpoke(merger, entry, defaults))];
    return [key, child];
  });
  return merger.map(entries, document.at);
}

function mergeEach(merger: Merger, list: Placed, each: (entry: Placed) => Placed): Placed {
  return Array.isArray(list.value) ? merger.list(merger.items(list).map(each), list.at) : list;
}

function mergeSpoke(merger: Merger, entry: Placed, defaults: Placed): Placed {
  return withDefaultMode(merger, mergeEntry(merger, entry, defaults, spokeParts));
}

function mergeEntry(merger: Merger, entry: Placed, defaults: Placed, parts: readonly string[]): Placed {
  if (!isMap(entry.value)) return entry;
  const below = merger.entries(defaults).filter(([key]) => parts.includes(key));
  return below.length === 0 ? entry : merger.over(merger.map(below, defaults.at), entry, "");
}

/** A spoke without a mode gets its provider's. */
function withDefaultMode(merger: Merger, entry: Placed): Placed {
  if (!isMap(entry.value)) return entry;
  const { cluster, registration = {} } = entry.value;
  if (!isMap(registration) || registration.mode !== undefined) return entry;
  const provider = isMap(cluster) ? cluster.provider : undefined;
  const value = Object.entries(defaultMode).find(([name]) => name === provider)?.[1] ?? "bearer-token";
  const below = merger.child(entry, "registration");
  const mode = { value, at: { ...below.at, path: [...below.at.path, "mode"] } };
  const merged = merger.map([["mode", mode], ...merger.entries(below)], below.at);
  return merger.map([...merger.entries(entry), ["registration", merged]], entry.at);
}
