import { expect, test } from "vitest";
import { environmentJsonSchema } from "../../../config/json-schema/index.js";
import { readFormat, type Field } from "../../../config/reference/index.js";

const format = readFormat(environmentJsonSchema());

/** Every field, with the path and the choices that it is there with. */
function everyField(field: Field, way: string): readonly (readonly [string, Field])[] {
  const below = field.fields.flatMap((each) => [
    [`${way}.${each.name}`.slice(way === "" ? 1 : 0), each] as const,
    ...everyField(each, `${way}.${each.name}`.slice(way === "" ? 1 : 0)),
  ]);
  return [...below, ...field.alternatives.flatMap((each) => everyField(each, `${way}(${each.name})`))];
}

/** Parts that are the same in each kind of entry are looked at in the first. */
const all = everyField(format, "").filter(([way]) => !/^(defaults|clusters\.(cluster|argocd))\b./.test(way));

test("every field says in a sentence what it means", () => {
  const unclear = all.filter(([, { description }]) => !/^[A-Z0-9"`].*[.`)]$/s.test(description));
  expect(unclear.map(([way]) => way)).toEqual([]);
  expect(all.length).toBeGreaterThan(80);
});

test("every field is required, or says what there is without it", () => {
  const unclear = all.filter(
    ([, { required, default: fallback, description }]) =>
      !required && fallback === undefined && !/(^|\. )(Default|Required)\b/.test(description),
  );
  // One kind of backend is chosen by its name, and the mode by the provider.
  const ways = unclear.map(([way]) => way).filter((way) => !/^backend\.\w+$|\)\.mode$/.test(way));
  expect(ways).toEqual([]);
});

test("every required field has an example, unless its values are listed or its own fields say it", () => {
  const unclear = all.filter(
    ([, { required, values, examples, fields, alternatives }]) =>
      required && examples.length === 0 && values === undefined && fields.length + alternatives.length === 0,
  );
  expect(unclear.map(([way]) => way)).toEqual([]);
});

test("no sentence is there twice, and none names a type of zod", () => {
  for (const [way, { description }] of all) {
    const sentences = description.split(/(?<=\.) /);
    expect([way, new Set(sentences).size]).toEqual([way, sentences.length]);
    expect(description).not.toMatch(/\b(string|boolean|array|object|undefined|null)\b/);
  }
});
