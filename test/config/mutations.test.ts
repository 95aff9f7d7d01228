import fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigError } from "../../config/index.js";
import { validFixtures, parseAny, readFixture } from "./support.js";

const texts = validFixtures().map((name) => readFixture(`${name}.yaml`));

const snippets = [
  "null",
  "true",
  "-1",
  "1e999",
  ".nan",
  "[]",
  "{}",
  "*local",
  "&local ",
  "<<: *local\n",
  "!!binary ",
  "? ",
  "- ",
  ": ",
  "\n",
  "\t",
  "\0",
  "__proto__: {}\n",
  "constructor",
  "toString: 1\n",
  "https://a:b@c",
  "~",
  "%YAML 1.1\n",
  "---\n",
  "ü",
  "\ud800",
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  insert: fc.oneof(fc.constantFrom("", ...snippets), fc.string({ maxLength: 5 })),
});

function apply(text: string, { at, remove, insert }: Edit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + insert + text.slice(start + remove);
}

/** Lines of the text, or nothing where a topology came of it. */
function problemLines(text: string): readonly number[] {
  try {
    expect(Object.isFrozen(parseAny(text))).toBe(true);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => problem.line);
  }
}

test("whatever is done to a valid file, it comes to a topology or to problems with a line of the file", () => {
  const mutation = fc.tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(mutation, ([text, edits]) => {
      const changed = edits.reduce(apply, text);
      const lines = changed.split("\n").length;
      for (const line of problemLines(changed)) expect(line >= 0 && line <= lines).toBe(true);
    }),
    { numRuns: 1500 },
  );
});
