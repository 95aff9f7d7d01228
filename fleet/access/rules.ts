import type { PolicyRule } from "../../config/registration/access.js";
import type { Need } from "./needs.js";

/** Rules that give what is needed and no more: one for each API group and set of verbs, the same for the same needs. */
export function rulesOf(needs: readonly Need[]): PolicyRule[] {
  const groups = new Map<string, { readonly group: string; readonly verbs: readonly string[]; resources: string[] }>();
  for (const { group, resource, verbs } of needs) {
    const key = JSON.stringify([group, verbs]);
    const entry = groups.get(key) ?? { group, verbs: [...verbs], resources: [] };
    entry.resources.push(resource);
    groups.set(key, entry);
  }
  return [...groups.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { group, verbs, resources }]) => ({ apiGroups: [group], resources: resources.sort(), verbs }));
}

/** How two sets of rules differ, as `create deployments.apps`. */
export interface RuleDifference {
  readonly missing: readonly string[];
  readonly excess: readonly string[];
}

export function compareRules(recorded: readonly PolicyRule[], needed: readonly PolicyRule[]): RuleDifference {
  const [have, want] = [grants(recorded), grants(needed)];
  return {
    missing: [...want].filter((grant) => !have.has(grant)),
    excess: [...have].filter((grant) => !want.has(grant)),
  };
}

function grants(rules: readonly PolicyRule[]): Set<string> {
  return new Set(
    rules.flatMap(({ apiGroups = [], resources = [], verbs, resourceNames, nonResourceURLs = [] }) => {
      const names = resourceNames === undefined ? "" : ` named ${resourceNames.join(", ")}`;
      const objects = apiGroups.flatMap((group) =>
        resources.map((resource) => `${resourceName(group, resource)}${names}`),
      );
      return [...objects, ...nonResourceURLs].flatMap((what) => verbs.map((verb) => `${verb} ${what}`));
    }),
  );
}

/** A resource as kubectl names it. */
export function resourceName(group: string, resource: string): string {
  return group === "" ? resource : `${resource}.${group}`;
}
