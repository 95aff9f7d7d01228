import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { environmentJsonSchema, environmentJsonSchemaText } from "../../config/json-schema.js";
import { findEnvironments } from "../../config/index.js";
import { writtenSchema } from "../../config/schema.js";
import { validFixtures, projectRoot, readFixture } from "./support.js";

test("the committed schema is the generated one (npm run generate)", () => {
  const committed = readFileSync(join(projectRoot, "schema", "environment.schema.json"), "utf8");
  expect(committed).toBe(environmentJsonSchemaText());
});

test("what defaults may give is not required of an entry", () => {
  const { properties } = environmentJsonSchema() as { properties: Record<string, { required?: string[] }> };
  expect(properties.hub?.required).toEqual(["name"]);
});

test("names that do nothing yet are not offered", () => {
  expect(environmentJsonSchemaText()).not.toMatch(/"(clusters|s3|caData|highAvailability)"/);
});

test("the schema that editors get takes every valid file", () => {
  const texts = [
    ...validFixtures().map((name) => readFixture(`${name}.yaml`)),
    ...findEnvironments(projectRoot).map((file) => readFileSync(file, "utf8")),
  ];
  for (const text of texts) {
    expect(writtenSchema.safeParse(parseYaml(text, { merge: true })).error?.issues).toBeUndefined();
  }
});
