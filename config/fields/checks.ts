import * as z from "zod";
import { customIssue, fields, type Complaint } from "./fields.js";

/** What is wrong with a map as a whole, or with the field that it names. */
export type MapComplaint = Complaint & { readonly field?: string };

type Check = (value: Readonly<Record<string, unknown>>) => readonly MapComplaint[];

/**
 * Adds a check of a map of fields as a whole.
 *
 * It also runs where single fields are wrong, so that all is reported in one run; what it looks at may be of any type.
 */
export function checkedFields<Schema extends z.ZodObject>(schema: Schema, check: Check): Schema {
  const run = z.core._check<z.output<Schema>>(
    (context) => {
      if (typeof context.value !== "object" || context.value === null) return;
      for (const { field, ...complaint } of check(context.value)) {
        const path = field === undefined ? [] : [field];
        context.issues.push({ ...customIssue(context.value, complaint), path, continue: true });
      }
    },
    // Not in the type of the parameters; without it one unknown field would hide what else is wrong.
    { when: () => true } as z.core.$ZodCustomParams,
  );
  return schema.check(run);
}

type Partial<Shape extends z.ZodRawShape> = { [Key in keyof Shape]: z.ZodOptional<Shape[Key] & z.core.SomeType> };

/** The same fields, none of them required, and no check of the whole: the rest may come from elsewhere. */
export function partialFields<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
): z.ZodObject<Partial<Shape>, z.core.$strict> {
  const entries = Object.entries(schema.shape).map(([name, field]) => [name, z.optional(field)]);
  return fields(Object.fromEntries(entries) as Partial<Shape>);
}

/** A complaint for each field that is missing; `why` ends the sentence. */
export function missingFields(
  value: Readonly<Record<string, unknown>>,
  names: readonly string[],
  why: string,
): readonly MapComplaint[] {
  return names
    .filter((name) => value[name] === undefined)
    .map((name) => ({ message: `missing field "${name}", ${why}` }));
}

/** Those of the names that are given. */
export function givenFields(value: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] {
  return names.filter((name) => value[name] !== undefined);
}
