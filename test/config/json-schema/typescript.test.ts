import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environmentDefinition, environmentJsonSchema, type JsonSchema } from "../../../config/json-schema/index.js";
import { projectRoot } from "../support.js";

test("config/environment-definition.ts is the generated one (npm run generate)", () => {
  const committed = readFileSync(join(projectRoot, "config/environment-definition.ts"), "utf8");
  expect(committed).toBe(environmentDefinition(environmentJsonSchema()));
});

test("maps, lists, choices and names become TypeScript, with their descriptions", () => {
  const schema: JsonSchema = {
    $defs: {
      labels: { type: "object", additionalProperties: { type: "string" } },
      cluster: {
        description: "How it comes to be.",
        anyOf: [
          { title: "local", type: "object", properties: { provider: { const: "local" }, port: { type: "integer" } } },
          { title: "any", type: "string", enum: ["a", "b"] },
        ],
      },
      file: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", description: "Its name */.", default: "x", examples: ["prod"] },
          sizes: { type: "array", items: { anyOf: [{ type: "number" }, { type: "boolean" }] } },
          nested: { type: "object", properties: { labels: { $ref: "#/$defs/labels" }, free: {} } },
          cluster: { $ref: "#/$defs/cluster" },
        },
      },
    },
  };
  expect(environmentDefinition(schema)).toBe(`// Made by \`npm run generate\` from the schema of an environment file.

export type LabelsDefinition = Readonly<Record<string, string>>;

export interface LocalClusterDefinition {
  readonly provider?: "local";
  readonly port?: number;
}

/**
 * How it comes to be.
 */
export type ClusterDefinition = LocalClusterDefinition | "a" | "b";

export interface EnvironmentDefinition {
  /**
   * Its name *\\/.
   * @default "x"
   * @example "prod"
   */
  readonly name: string;
  readonly sizes?: readonly (number | boolean)[];
  readonly nested?: {
    readonly labels?: LabelsDefinition;
    readonly free?: unknown;
  };
  readonly cluster?: ClusterDefinition;
}

`);
});
