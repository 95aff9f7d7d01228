import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { isMap, parse as parseYaml, parseDocument, stringify } from "yaml";
import { ConfigError, loadEnvironment, parseEnvironment } from "../../config/index.js";
import { invalidFixtures, readFixture, validFixtures } from "./support.js";
import { replacedSomewhere, strangeValue } from "./strange-values.js";

const folder = mkdtempSync(join(tmpdir(), "hubspoke-properties-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs to a topology or to problems, each with a line of the text; anything else is thrown. */
function expectAnswer(lines: number, action: () => unknown): void {
  try {
    expect(Object.isFrozen(action())).toBe(true);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line, message } of error.problems) {
      expect(line >= 0 && line <= lines).toBe(true);
      expect(message).not.toMatch(/undefined|\[object|NaN|^$/);
    }
  }
}

const surroundings = { file: "dev.yaml", projectDirectory: "/project", home: "/home/ada" };

test("any bytes are a topology or problems with a line", () => {
  const file = join(folder, "bytes.yaml");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      writeFileSync(file, bytes);
      expectAnswer(bytes.filter((byte) => byte === 0x0a || byte === 0x0d).length + 1, () => loadEnvironment(file));
    }),
    { numRuns: 500 },
  );
});

test("any text is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      expectAnswer(text.split(/\r\n|\r|\n/).length, () => parseEnvironment(text, surroundings));
    }),
    { numRuns: 1000 },
  );
});

const documents = validFixtures().map((name): unknown => parseYaml(readFixture(`${name}.yaml`), { merge: true }));

test("any value at any place of a valid file is", () => {
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.nat(), strangeValue, (document, place, value) => {
      const text = stringify(replacedSomewhere(document, place, value));
      expectAnswer(text.split("\n").length, () => parseEnvironment(text, surroundings));
    }),
    { numRuns: 3000 },
  );
});

/** What the invalid fixtures say, where it is YAML: they use every field of the format. */
const invalidDocuments = invalidFixtures().flatMap((name): unknown[] => {
  const text = readFixture(`${name}/environment.yaml`);
  // Aliases can stand for more than memory holds, and what is merged may be no map.
  if (/[ [][*]|<</.test(text)) return [];
  const document = parseDocument(text, { merge: true, uniqueKeys: false });
  return document.errors.length === 0 && isMap(document.contents) ? [document.toJS()] : [];
});

test("any value at any place of a file with every field is", () => {
  expect(invalidDocuments.length).toBeGreaterThan(100);
  fc.assert(
    fc.property(fc.constantFrom(...invalidDocuments), fc.nat(), strangeValue, (document, place, value) => {
      const text = stringify(replacedSomewhere(document, place, value));
      expectAnswer(text.split("\n").length, () => parseEnvironment(text, surroundings));
    }),
    { numRuns: 3000 },
  );
});

test("any value at several places of a valid file is", () => {
  const changes = fc.array(fc.tuple(fc.nat(), strangeValue), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...documents), changes, (document, replacements) => {
      const changed = replacements.reduce(
        (value, [place, strange]) => replacedSomewhere(value, place, strange),
        document,
      );
      const text = stringify(changed);
      expectAnswer(text.split("\n").length, () => parseEnvironment(text, surroundings));
    }),
    { numRuns: 1500 },
  );
});
