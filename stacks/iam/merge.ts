import { environmentTag, type Conditions, type Grant } from "./grant.js";

/** A statement of a policy that gives permissions. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** Grants that are one statement. */
interface Group {
  readonly actions: Set<string>;
  readonly resources: Set<string>;
  readonly conditions: Map<string, Map<string, Set<string>>>;
}

/**
 * Puts grants together into as few statements as mean the same.
 *
 * They are of one service and of the same kinds of resources, in any region, with conditions on the same keys: nothing
 * is allowed on a kind that it was not on before. Only with what has our tag any action goes with any kind.
 */
export function mergeGrants(grants: readonly Grant[]): readonly Statement[] {
  const groups = new Map<string, Group>();
  for (const grant of grants) {
    const key = keyOf(grant);
    const group = groups.get(key) ?? { actions: new Set(), resources: new Set(), conditions: new Map() };
    groups.set(key, group);
    grant.actions.forEach((action) => group.actions.add(action));
    grant.resources.forEach((resource) => group.resources.add(resource));
    addConditions(group, grant.conditions ?? {});
  }
  return [...groups.keys()].sort().flatMap((key) => statementOf(groups.get(key)));
}

function keyOf({ access, actions, resources, conditions = {} }: Grant): string {
  const [service] = (actions[0] ?? "").split(":");
  const keys = Object.entries(conditions).flatMap(([operator, each]) => Object.keys(each).map((key) => operator + key));
  const ours = keys.includes(`StringEqualsaws:ResourceTag/${environmentTag}`);
  const kinds = ours ? [] : new Set(resources.map((arn) => arn.split(":").toSpliced(3, 1, "").join(":")));
  return [service, access, ...keys.sort(), ...[...kinds].sort()].join(" ");
}

function addConditions({ conditions }: Group, more: Conditions): void {
  for (const [operator, keys] of Object.entries(more)) {
    const known = conditions.get(operator) ?? new Map<string, Set<string>>();
    conditions.set(operator, known);
    Object.entries(keys).forEach(([key, values]) => known.set(key, new Set([...(known.get(key) ?? []), ...values])));
  }
}

function statementOf(group: Group | undefined): readonly Statement[] {
  if (group === undefined) return [];
  const conditions = [...group.conditions].map(([operator, keys]) => [operator, valuesOf(keys)] as const);
  return [
    {
      Effect: "Allow",
      Action: [...group.actions].sort(),
      Resource: [...group.resources].sort(),
      ...(conditions.length > 0 && { Condition: Object.fromEntries(conditions) }),
    },
  ];
}

function valuesOf(keys: ReadonlyMap<string, ReadonlySet<string>>): Record<string, readonly string[]> {
  return Object.fromEntries([...keys].map(([key, values]) => [key, [...values].sort()]));
}
