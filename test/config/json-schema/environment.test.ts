import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type AnySchema, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { ConfigError, parseEnvironment } from "../../../config/index.js";
import { fieldsOf, jsonSchemas, schemaText, type JsonSchema } from "../../../config/json-schema/index.js";
import { localEnvironment, projectRoot, readFixture, validFixtures } from "../support.js";

const schemas = jsonSchemas();
const [checkEnvironment, checkBase] = validators();

function validators(): readonly [ValidateFunction, ValidateFunction] {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  ajv.addKeyword("x-required");
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema as AnySchema, name);
  const of = (name: string) => ajv.getSchema(name) as ValidateFunction;
  return [of("environment.schema.json"), of("base.schema.json")];
}

/** What the schema has against a file, one line each. */
function complaints(text: string, check = checkEnvironment): readonly string[] {
  if (check(parseYaml(text, { merge: true }))) return [];
  const errors = (check.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return errors.map(({ instancePath, message, params }) => {
    const name = (params as { additionalProperty?: string }).additionalProperty;
    return `${instancePath || "/"} ${message}${name === undefined ? "" : `: ${name}`}`;
  });
}

test.each(Object.entries(schemas))("schema/%s is the generated one (npm run generate)", (name, schema) => {
  expect(readFileSync(join(projectRoot, "schema", name), "utf8")).toBe(schemaText(schema));
});

test.each(Object.entries(schemas))("the text of schema/%s is the schema", (_, schema) => {
  expect(JSON.parse(schemaText(schema))).toEqual(schema);
});

test.each(validFixtures())("%s fits", (name) => {
  expect(complaints(readFixture(`${name}.yaml`))).toEqual([]);
});

const standalone = `apiVersion: hubspoke/v1
name: edge
model: standalone
clusters:
  - name: fra
    cluster: { provider: local }
`;

test.each([
  ["no version", localEnvironment().replace(/^apiVersion.*\n/, ""), "/ must have required property 'apiVersion'"],
  ["another version", localEnvironment().replace("/v1", "/v2"), "/apiVersion must be equal to constant"],
  ["no hub", "apiVersion: hubspoke/v1\nname: dev\n", "/ must have required property 'hub'"],
  ["a hub without a name", "apiVersion: hubspoke/v1\nname: dev\nhub: {}\n", "/hub must have required property 'name'"],
  ["an unknown field", localEnvironment("spoke: []\n"), "/ must NOT have additional properties: spoke"],
  ["no text", localEnvironment("deletionProtection: yes please\n"), "/deletionProtection must be boolean"],
  ["clusters beside a hub", localEnvironment("clusters: []\n"), "/clusters boolean schema is false"],
  ["a hub beside clusters", `${standalone}hub: { name: hub }\n`, "/hub boolean schema is false"],
  ["standalone without clusters", standalone.replace(/clusters:[^]*/, ""), "/ must have required property 'clusters'"],
  ["a spoke without a name", localEnvironment("spokes: [{}]\n"), "/spokes/0 must have required property 'name'"],
  ["a name in capitals", localEnvironment("spokes: [{ name: Pay }]\n"), /^\/spokes\/0\/name must match pattern/],
  ["a label of two words", localEnvironment("defaults: { labels: { a: b c } }\n"), /^\/defaults\/labels\/a must match/],
  [
    "half a rule",
    localEnvironment("defaults: { registration: { access: {} } }\n"),
    "/defaults/registration/access must have required property 'rules'",
  ],
])("%s does not fit", (_, text, expected) => {
  expect(complaints(text)).toContainEqual(typeof expected === "string" ? expected : expect.stringMatching(expected));
});

test.each([
  ["a file that leaves the rest to its bases", "extends: base.yaml\n"],
  ["a hub whose name is in a base", "extends: [base.yaml]\nname: dev\nhub: { labels: { tier: gold } }\n"],
  ["clusters whose model is in a base", "extends: base.yaml\nclusters: [{ name: fra }]\n"],
  ["half a cluster", localEnvironment("spokes: [{ name: pay, cluster: { context: pay } }]\n")],
  ["standalone clusters", standalone],
])("%s fits", (_, text) => {
  expect(complaints(text)).toEqual([]);
});

test("a base may have any part, and no unknown field", () => {
  expect(complaints("defaults: { cluster: { provider: existing } }\nhub: { argocd: {} }\n", checkBase)).toEqual([]);
  expect(complaints("spoke: []\n", checkBase)).toEqual(["/ must NOT have additional properties: spoke"]);
});

test("whatever parseEnvironment takes of an edited file fits", () => {
  const texts = [...validFixtures().map((name) => readFixture(`${name}.yaml`)), standalone];
  const values = fc.oneof(
    fc.constantFrom(null, true, "", "x", "a-b", "https://a.example.com", "${A:-b}", "1h", {}, []),
    fc.integer(),
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.option(values), (text, at, value) => {
      const edited = JSON.stringify(edit(parseYaml(text, { merge: true }), at, value));
      if (!isTaken(edited)) return;
      taken++;
      expect(complaints(edited)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(50);
});

/** A document with one of its values replaced, or taken away. */
function edit(document: unknown, at: number, value: unknown): unknown {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const container = node as Record<string, unknown>;
    for (const key of Object.keys(container)) {
      places.push([container, key]);
      walk(container[key]);
    }
  };
  walk(document);
  const [container, key] = places[at % places.length] ?? [{}, ""];
  if (value === null && !Array.isArray(container)) delete container[key];
  else container[key] = value;
  return document;
}

function isTaken(text: string): boolean {
  try {
    parseEnvironment(text, { file: "dev.yaml", projectDirectory: "/project", home: "/home/ada" });
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

test("each alternative has a title of its own, and what is there twice is shared", () => {
  const unions: JsonSchema[] = [];
  const walk = (schema: JsonSchema): void => {
    if (schema.anyOf) unions.push(schema);
    const { items, additionalProperties, anyOf = [], $defs = {} } = schema;
    const parts = [...Object.values(fieldsOf(schema)), items, additionalProperties, ...anyOf, ...Object.values($defs)];
    parts.forEach((part) => part && walk(part));
  };
  walk(schemas["environment.schema.json"] ?? {});
  expect(unions.length).toBeGreaterThan(3);
  for (const { anyOf = [] } of unions) {
    const titles = anyOf.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).not.toContain(undefined);
  }
  const { file } = schemas["environment.schema.json"]?.$defs ?? {};
  const hub = fieldsOf(fieldsOf(file ?? {})["hub"] ?? {});
  expect(hub["cluster"]).toEqual({ description: expect.any(String), $ref: "#/$defs/cluster" });
});
