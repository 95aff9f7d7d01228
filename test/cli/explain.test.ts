import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { explain } from "../../cli/explain.js";

let written: string;
const columns = process.stdout.columns;
const { isTTY } = process.stdout;

vi.mock("../../cli/output.js", async (original) => ({
  ...(await original<object>()),
  writeData: (text: string) => (written += `${text}\n`),
}));

beforeEach(() => {
  written = "";
});
afterEach(() => Object.assign(process.stdout, { columns, isTTY }));

test("a field: what it means, what it takes, what it is without being set", async () => {
  expect(await explain("spokes[0].retired.unreachable", {})).toBe(0);
  expect(written).toMatch(
    /^spokes\.retired\.unreachable {2}\(true or false\)\n\nTrue: [^\n]+\n\n {2}default {2}false\n$/,
  );
});

test("a choice: what there is with each of its values", async () => {
  await explain("hub.cluster", {});
  expect(written).toMatch(/^hub\.cluster {2}\(map, required\)\n\nHow the cluster comes to be\.\n\n/);
  expect(written).toMatch(/\n\nwith provider local: A control plane [^\n]+\n {2}port +whole number +API server port/);
  expect(written).toMatch(/\n\nwith provider existing: A cluster that is already there[^\n]*\n {2}kubeconfig +text/);
});

test("one value of a choice", async () => {
  await explain("spokes.cluster.existing.context", {});
  expect(written).toMatch(
    /^spokes\.cluster\.context {2}\(text, (required, )?with provider existing\)\n\nContext of the kubeconfig\./,
  );
});

test("forms that nothing chooses", async () => {
  await explain("spokes.registration.access", {});
  expect(written).toMatch(/\n\neither admin \| read-only\n\nor a map\n {2}namespaces +list of text +required/);
});

test("the whole format: a line for each field", async () => {
  await explain(undefined, {});
  const lines = written.split("\n");
  expect(lines.filter((line) => /^ {2}(apiVersion|hub|spokes|defaults) /.test(line))).toHaveLength(4);
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}registration +by mode +How the spoke/));
  expect(written).toMatch(/\n\nmore of one field: hubspoke explain spokes\.registration\n$/);
});

test("on a terminal no line is longer than that", async () => {
  Object.assign(process.stdout, { isTTY: true, columns: 80 });
  for (const path of ["", "hub.argocd", "hub.cluster", "hub.cluster.local.port", "extends"]) await explain(path, {});
  const lengths = written.split("\n").map((line) => line.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(80);
});

test("a program gets all that is known of the field", async () => {
  await explain("spokes.retired.unreachable", { json: true });
  expect(JSON.parse(written)).toEqual([
    {
      name: "unreachable",
      path: "spokes.retired.unreachable",
      type: "true or false",
      description: expect.stringMatching(/^True: /) as string,
      required: false,
      default: false,
      examples: [],
      fields: [],
      alternatives: [],
      choices: [],
    },
  ]);
});

test.each([
  [
    "spoke",
    'unknown field "spoke" in an environment file, expected one of: apiVersion, extends, name, model, backend, ' +
      'deletionProtection, gitops, hub, spokes, clusters, defaults\n  fix: did you mean "spokes"?',
  ],
  [
    "gitops.zzz",
    'unknown field "zzz" in gitops, expected one of: repoURL, revision, path\n  fix: hubspoke explain gitops',
  ],
  ["hub.name.first", 'unknown field "first", hub.name has no fields: it is text\n  fix: hubspoke explain hub.name'],
])("an unknown path: %s", async (path, message) => {
  await expect(explain(path, {})).rejects.toThrow(expect.objectContaining({ message }));
  expect(written).toBe("");
});

test("it loads nothing that takes long", () => {
  const bare = [...importsOf(resolve("cli/explain.ts"), new Set())].filter((name) => !name.startsWith("node:"));
  expect(bare).toEqual([]);
});

/** Packages that a module and what it imports load. */
function importsOf(file: string, seen: Set<string>): ReadonlySet<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const statements = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";/gm);
  const names = [...statements].map(([, name = ""]) => name);
  const own = names.filter((name) => name.startsWith("."));
  const below = own.flatMap((name) => [...importsOf(join(dirname(file), name.replace(/\.js$/, ".ts")), seen)]);
  return new Set([...names.filter((name) => !name.startsWith(".")), ...below]);
}
