import { defaultMode } from "./registration/index.js";
import { isMap, type Path } from "./path.js";

/**
 * Merges `defaults` under the hub and every spoke of a parsed document.
 *
 * It works on what YAML gave, before the schema: a problem in a merged value is then found once,
 * and {@link defaultsPath} says where it was written.
 */
export function mergeDefaults(document: Record<string, unknown>): Record<string, unknown> {
  const defaults = isMap(document.defaults) ? document.defaults : {};
  const spokes = document.spokes;
  return {
    ...document,
    hub: mergeEntry(document.hub, defaults, hubParts),
    ...(Array.isArray(spokes) && {
      spokes: spokes.map((spoke: unknown) => withDefaultMode(mergeEntry(spoke, defaults, spokeParts))),
    }),
  };
}

const hubParts = ["cluster", "labels", "annotations"] as const;
const spokeParts = [...hubParts, "registration"] as const;

/** Fields that choose how the fields beside them are read. */
const choices: Readonly<Record<string, string>> = { cluster: "provider", registration: "mode" };

/** Where a value of an entry comes from if the entry itself does not have it. */
export function defaultsPath(path: Path): Path | undefined {
  const rest = path[0] === "hub" ? path.slice(1) : path[0] === "spokes" ? path.slice(2) : [];
  return spokeParts.some((part) => part === rest[0]) ? ["defaults", ...rest] : undefined;
}

function mergeEntry(entry: unknown, defaults: Record<string, unknown>, parts: readonly string[]): unknown {
  if (!isMap(entry)) return entry;
  const merged: Record<string, unknown> = { ...entry };
  for (const part of parts) {
    const below = defaults[part];
    const above = entry[part];
    if (below === undefined || choosesOther(choices[part], above, below)) continue;
    merged[part] = above === undefined ? below : merge(below, above);
  }
  return merged;
}

/** Whether an entry names another provider or mode than the defaults do: nothing of theirs would fit. */
function choosesOther(choice: string | undefined, above: unknown, below: unknown): boolean {
  if (choice === undefined || !isMap(above) || !isMap(below)) return false;
  return above[choice] !== undefined && below[choice] !== undefined && above[choice] !== below[choice];
}

/** Maps are merged, everything else is replaced. `access` is one choice, so it is replaced as a whole. */
function merge(below: unknown, above: unknown): unknown {
  if (!isMap(below) || !isMap(above)) return above;
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    merged[key] = key !== "access" && Object.hasOwn(below, key) ? merge(below[key], value) : value;
  }
  return merged;
}

/** A spoke without a mode gets its provider's. */
function withDefaultMode(entry: unknown): unknown {
  if (!isMap(entry)) return entry;
  const { cluster, registration = {} } = entry;
  if (!isMap(registration) || registration.mode !== undefined) return entry;
  const provider = isMap(cluster) ? cluster.provider : undefined;
  const mode = Object.entries(defaultMode).find(([name]) => name === provider)?.[1] ?? "bearer-token";
  return { ...entry, registration: { mode, ...registration } };
}
