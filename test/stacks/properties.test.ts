import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { stackIds } from "../../config/index.js";
import { replacedSomewhere, strangeValue } from "../config/strange-values.js";
import { readFixture, validFixtures } from "../config/support.js";
import { accepted, synthesized } from "./support.js";

const documents = validFixtures().map((name): unknown => parseYaml(readFixture(`${name}.yaml`), { merge: true }));

test("what is accepted synthesises, into stacks that were announced", () => {
  let count = 0;
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.nat(), strangeValue, (document, place, value) => {
      const topology = accepted(replacedSomewhere(document, place, value));
      if (topology === undefined) return;
      count += 1;
      const { stacks } = synthesized(topology);
      expect(stackIds(topology)).toEqual(expect.arrayContaining(Object.keys(stacks)));
    }),
    { numRuns: 400 },
  );
  expect(count).toBeGreaterThan(10);
});
