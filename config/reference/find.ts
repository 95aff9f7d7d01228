import type { Field } from "./field.js";

/** A field that a path leads to. */
export interface FoundField {
  readonly field: Field;
  /** Choices that it is there with, for example "provider existing"; none for a field that is always there. */
  readonly choices: readonly string[];
}

/** The fields that a path may mean, or where it leads nowhere. */
export type Found = { readonly fields: readonly [FoundField, ...FoundField[]] } | NotFound;

export interface NotFound {
  /** The last field of the path that exists. */
  readonly parent: Field;
  /** The step below it that does not. */
  readonly step: string;
  /** Steps that there are. */
  readonly known: readonly string[];
}

/**
 * Finds a field by its path: `spokes.registration.lifetime`, also `spokes[0].registration.lifetime`.
 *
 * What chooses among alternatives is a step too: `hub.cluster.existing.context`. Without it, a field that several
 * alternatives have, and describe differently, is found several times.
 */
export function findFields(format: Field, path: string): Found {
  const steps = path
    .replace(/\[[^\]]*\]/g, "")
    .split(".")
    .filter((step) => step !== "");
  let fields: readonly [FoundField, ...FoundField[]] = [{ field: format, choices: [] }];
  for (const step of steps) {
    const [first, ...others] = fields.flatMap((found) => below(found, step));
    if (first === undefined) {
      const known = fields.flatMap(({ field }) => stepsBelow(field));
      return { parent: fields[0].field, step, known: [...new Set(known)] };
    }
    fields = [first, ...others];
  }
  return { fields };
}

/** The fields that there are with every value of the choice, and that mean the same with each. */
export function commonFields({ alternatives, choice }: Field): readonly Field[] {
  const [first, ...others] = alternatives;
  if (first === undefined || others.length === 0 || choice === undefined) return [];
  return first.fields.filter(
    (field) => field.name !== choice && others.every(({ fields }) => fields.some((other) => isSame(field, other))),
  );
}

function below({ field, choices }: FoundField, step: string): readonly FoundField[] {
  const { fields, alternatives, choice } = field;
  const chosen = alternatives.find((alternative) => choosing(alternative, choice).includes(step));
  if (chosen !== undefined) return [{ field: chosen, choices: [...choices, `${choice} ${chosen.name}`] }];
  const own = fields.filter(({ name }) => name === step).map((each) => ({ field: each, choices }));
  return [...own, ...belowAlternatives({ field, choices }, step)];
}

/** Fields of alternatives; those that are alike are one. */
function belowAlternatives({ field, choices }: FoundField, step: string): readonly FoundField[] {
  const { alternatives, choice } = field;
  const groups: { readonly field: Field; readonly of: string[] }[] = [];
  for (const { name, fields } of alternatives) {
    const found = fields.find((each) => each.name === step);
    if (found === undefined) continue;
    const group = groups.find((each) => isSame(each.field, found));
    if (group === undefined) groups.push({ field: found, of: [name] });
    else group.of.push(name);
  }
  return groups.map((group) => {
    const isCommon = choice === undefined || group.of.length === alternatives.length;
    return { field: group.field, choices: isCommon ? choices : [...choices, `${choice} ${group.of.join(", ")}`] };
  });
}

function stepsBelow({ fields, alternatives, choice }: Field): readonly string[] {
  const names = [...fields, ...alternatives.flatMap((alternative) => alternative.fields)].map(({ name }) => name);
  return [...names, ...alternatives.flatMap((alternative) => choosing(alternative, choice))];
}

/** The values that choose an alternative. */
function choosing({ fields }: Field, choice: string | undefined): readonly string[] {
  const values = fields.find(({ name }) => name === choice)?.values ?? [];
  return choice === undefined ? [] : values.map(String);
}

function isSame(one: Field, other: Field): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
