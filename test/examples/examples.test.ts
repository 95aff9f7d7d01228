import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parse as parseYaml, stringify } from "yaml";
import { checkEnvironments, findEnvironments } from "../../config/index.js";
import { jsonSchemas } from "../../config/json-schema/index.js";
import { synthesized, type TerraformJson } from "../stacks/support.js";

const root = resolve(import.meta.dirname, "../..");
const options = { home: "/home/ada", variables: {} };
const files = findEnvironments(root);
const shown = (file: string): string => relative(root, file);
const yaml = readdirSync(join(root, "environments"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => join("environments", file));

test("the samples are those that the documentation speaks of", () => {
  expect(files.map((file) => basename(file))).toEqual([
    "dev.yaml",
    "existing.yaml",
    "kind.yaml",
    "local.yaml",
    "prod.yaml",
    "regions.ts",
    "standalone.yaml",
  ]);
});

test("all of them are valid, together and without a warning", () => {
  const { topologies, warnings } = checkEnvironments(files, options);
  expect(topologies).toHaveLength(files.length);
  expect(warnings).toEqual([]);
});

test.each(yaml)("%s names its schema in its first line, and fits it", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const named = /^# yaml-language-server: \$schema=(\S+)\n#\n# [A-Z]/.exec(text)?.[1] ?? "";
  expect(shown(resolve(root, dirname(file), named))).toBe(
    file.startsWith("environments/base/") ? "schema/base.schema.json" : "schema/environment.schema.json",
  );
  const ajv = new Ajv2020({ strictTypes: false });
  ajv.addKeyword("x-required");
  for (const [name, schema] of Object.entries(jsonSchemas())) ajv.addSchema(schema as AnySchema, name);
  const check = ajv.getSchema(basename(named));
  check?.(parseYaml(text));
  expect(check?.errors).toBeNull();
});

test.each(files.map(shown))("%s makes these stacks", async (file) => {
  const { topologies } = checkEnvironments([join(root, file)], options);
  const { stacks, dependencies } = synthesized(...topologies);
  const essence = Object.entries(stacks).map(([id, stack]) => [id, { after: dependencies[id], ...essenceOf(stack) }]);
  const text = stringify(Object.fromEntries(essence), { lineWidth: 120, aliasDuplicateObjects: false });
  await expect(text.replaceAll(root, "<project>")).toMatchFileSnapshot(`__snapshots__/${basename(file)}.txt`);
});

/** Where a stack's state is, which clusters it talks to, and what it has there. */
function essenceOf({ terraform, provider, resource = {} }: TerraformJson): Record<string, unknown> {
  const contexts = (provider?.["kubernetes"] ?? []).map(({ alias, config_context }) => [alias, config_context]);
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => [`${type}.${name}`, withoutDetails(body)]),
  );
  return {
    backend: terraform["backend"],
    contexts: Object.fromEntries(contexts),
    resources: Object.fromEntries(resources),
  };
}

/** What tests of the stacks look at, and what would make the snapshot hard to read. */
const details = [
  "//",
  "chart",
  "data_wo_revision",
  "depends_on",
  "lifecycle",
  "max_history",
  "provider",
  "provisioner",
  "timeout",
  "upgrade_install",
  "wait",
];

function withoutDetails(body: Record<string, unknown>): Record<string, unknown> {
  const { prevent_destroy } = (body["lifecycle"] ?? {}) as { readonly prevent_destroy?: boolean };
  const entries = Object.entries(body).filter(([key]) => !details.includes(key));
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [key, key === "values" ? parsed(value) : value])),
    ...(prevent_destroy && { prevent_destroy }),
  };
}

/** Values of a Helm release, which Terraform holds as text. */
function parsed(values: unknown): unknown {
  return (values as readonly string[]).map((text) => parseYaml(text) as unknown);
}

test("every sample that the documentation names is there, and each is named", () => {
  const names = ["README.md", "CONTRIBUTING.md", ...readdirSync(join(root, "docs")).map((name) => join("docs", name))]
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => readFileSync(join(root, name), "utf8").match(/\(\.{0,2}\/?environments\/[\w./-]+\)/g) ?? [])
    .map((link) => link.replace(/^\((\.\.\/)?|\)$/g, ""));
  expect([...new Set(names)].sort()).toEqual([...yaml, "environments/regions.ts"].sort());
});
