import { expect, test } from "vitest";
import type { JsonSchema } from "../../../config/json-schema/index.js";
import { findFields, readFormat } from "../../../config/reference/index.js";

const text: JsonSchema = { type: "string" };

function provider(name: string, properties: Record<string, JsonSchema>): JsonSchema {
  return { title: name, type: "object", properties: { provider: { type: "string", const: name }, ...properties } };
}

const cluster: JsonSchema = {
  description: "A cluster.",
  anyOf: [
    provider("local", { tags: text, version: { ...text, description: "Local." }, port: { type: "integer" } }),
    provider("eks", { tags: text, version: { ...text, description: "EKS." }, local: text }),
    provider("gke", { tags: text, version: { ...text, description: "EKS." } }),
  ],
};

const access: JsonSchema = {
  anyOf: [
    { title: "admin", enum: ["admin"], type: "string" },
    { title: "rules", type: "object", properties: { rules: { type: "array", items: text } } },
  ],
};

const format = readFormat({
  $ref: "#/$defs/file",
  $defs: {
    cluster,
    file: {
      type: "object",
      properties: {
        hub: { type: "object", properties: { cluster: { $ref: "#/$defs/cluster", description: "The hub's." } } },
        spokes: {
          type: "array",
          items: { type: "object", properties: { access, labels: { type: "object", additionalProperties: text } } },
        },
      },
    },
  },
});

function found(path: string): unknown {
  const result = findFields(format, path);
  if (!("fields" in result)) return { missing: result.step, below: result.parent.path, known: result.known };
  return result.fields.map(({ field, choices }) => [field.path, field.type, field.description, ...choices]);
}

test("a path is found as it is, and as a message writes it", () => {
  expect(found("")).toEqual([["", "map", ""]]);
  expect(found("hub.cluster")).toEqual([["hub.cluster", "map", "The hub's."]]);
  expect(found("spokes")).toEqual([["spokes", "list of maps", ""]]);
  expect(found("spokes[12].labels")).toEqual([["spokes.labels", "map of text", ""]]);
  expect(found('spokes[0].labels["example.com/tier"]')).toEqual([["spokes.labels", "map of text", ""]]);
});

test("what chooses an alternative is a step, and goes before a field of its name", () => {
  expect(found("hub.cluster.local")).toEqual([["hub.cluster", "map", "", "provider local"]]);
  expect(found("hub.cluster.local.version")).toEqual([["hub.cluster.version", "text", "Local.", "provider local"]]);
  expect(found("hub.cluster.eks.local")).toEqual([["hub.cluster.local", "text", "", "provider eks"]]);
});

test("a field of several alternatives is found once for each that describes it otherwise", () => {
  expect(found("hub.cluster.tags")).toEqual([["hub.cluster.tags", "text", ""]]);
  expect(found("hub.cluster.port")).toEqual([["hub.cluster.port", "whole number", "", "provider local"]]);
  expect(found("hub.cluster.version")).toEqual([
    ["hub.cluster.version", "text", "Local.", "provider local"],
    ["hub.cluster.version", "text", "EKS.", "provider eks, gke"],
  ]);
});

test("forms that nothing chooses are no steps", () => {
  expect(found("spokes.access")).toEqual([["spokes.access", "text or map", ""]]);
  expect(found("spokes.access.rules")).toEqual([["spokes.access.rules", "list of text", ""]]);
  expect(found("spokes.access.admin")).toEqual({ missing: "admin", below: "spokes.access", known: ["rules"] });
});

test("a path that leads nowhere ends at the last field that exists", () => {
  expect(found("hub.clusters.port")).toEqual({ missing: "clusters", below: "hub", known: ["cluster"] });
  expect(found("hub.cluster.prot")).toEqual({
    missing: "prot",
    below: "hub.cluster",
    known: ["provider", "tags", "version", "port", "local", "eks", "gke"],
  });
});
