import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findEnvironments, loadEnvironment, resolveEnvironmentFile } from "../../config/index.js";
import { loadHubSpoke, localEnvironment, refusal } from "./support.js";

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke ts ü ")));
});

afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(project, "environments", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function messageOf(text: string): string {
  return refusal(() => loadEnvironment(write("dev.ts", text))).message;
}

const regions = `import { defineEnvironment, type EnvironmentDefinition } from "hubspoke";
import { cluster } from "./lib/cluster.js";

const regions = ["eu", "us"] as const;

const environment: EnvironmentDefinition = {
  apiVersion: "hubspoke/v1",
  name: "dev",
  hub: { name: "hub", cluster: { provider: "local" } },
  spokes: regions.map((region, index) => ({ name: region, cluster: cluster(index), labels: { region } })),
  deletionProtection: undefined,
};

export default defineEnvironment(environment);
`;

test("a TypeScript file is an environment, with loops, functions and files beside it", () => {
  write(
    "lib/cluster.ts",
    "export const cluster = (index: number) => ({ provider: 'local' as const, port: 20_000 + 10 * index });\n",
  );
  const topology = loadHubSpoke(write("dev.ts", regions));
  expect(topology.file).toBe("environments/dev.ts");
  expect(topology.spokes.map(({ name, cluster }) => [name, cluster])).toMatchObject([
    ["eu", { port: 20000 }],
    ["us", { port: 20010 }],
  ]);
});

test("its name is that of its file; declarations and folders are none", () => {
  const file = write("dev.ts", regions);
  write("types.d.ts", "export {};\n");
  write("lib/cluster.ts", "export {};\n");
  expect(findEnvironments(project)).toEqual([file]);
  expect(resolveEnvironmentFile("dev", project)).toBe(file);
});

test("an environment of two files has to be named by file", () => {
  write("dev.ts", regions);
  write("dev.yaml", localEnvironment());
  expect(refusal(() => resolveEnvironmentFile("dev", project)).message).toBe(
    `environments/
  environment "dev" has several files: environments/dev.ts, environments/dev.yaml
  fix: name the file, or keep one of them
1 problem in 1 file`,
  );
});

test("it may extend YAML, and each problem says which file it is in", () => {
  write("base/common.yaml", "apiVersion: hubspoke/v1\nhub:\n  name: hub\n  cluster: { provider: local, prot: 1 }\n");
  expect(messageOf('export default { extends: "base/common.yaml", name: "dev", spokes: [{ name: "A" }] };')).toMatch(
    /^environments\/base\/common\.yaml:4 {2}hub\.cluster {2}\(extended by environments\/dev\.ts\)\n {2}unknown field "prot"[^]*environments\/dev\.ts {2}spokes\[0\]/,
  );
});

test("a file that is changed is read again", () => {
  write("lib/cluster.ts", "export const cluster = () => ({ provider: 'local' as const });\n");
  expect(loadHubSpoke(write("dev.ts", regions)).spokes).toHaveLength(2);
  expect(loadHubSpoke(write("dev.ts", regions.replace('"us"', '"us", "ap"'))).spokes).toHaveLength(3);
});

test("problems are named by path", () => {
  const text = regions.replace(
    'import { cluster } from "./lib/cluster.js";',
    "const cluster = () => ({ provider: 'locl' });",
  );
  expect(messageOf(text.replaceAll(": EnvironmentDefinition", ""))).toMatch(
    /^environments\/dev\.ts {2}spokes\[0\]\.cluster\.provider\n {2}unknown cluster provider "locl"[^]*spokes\[1\]\.cluster\.provider/,
  );
});

test("what does not compile is refused with line and column", () => {
  expect(messageOf("export const a = 1;\nexport default {{;\n")).toBe(
    "environments/dev.ts:2  \n".trimEnd() +
      "\n  not TypeScript: Unexpected token\n1 problem in 1 file; cross-field rules were not checked, fix these first",
  );
});

test("what throws is refused with its message and its line, and no stack", () => {
  expect(
    messageOf(
      'const regions: string[] = [];\n\nif (regions.length === 0) throw new Error("no regions\\nmore");\nexport default {};\n',
    ),
  ).toMatch(
    /^environments\/dev\.ts:3\n {2}the file throws: no regions\n1 problem in 1 file; cross-field rules were not checked, fix these first$/,
  );
});

test("what awaits is told that it cannot", () => {
  expect(messageOf("export default await Promise.resolve({});\n")).toBe(
    `environments/dev.ts
  await at the top of the file, expected a value that is there at once
  fix: make the value without await: the file is loaded synchronously
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test.each([
  ["export const environment = {};", "missing"],
  ["export default [];", "a list"],
  ["export default () => ({});", "a function"],
  ["export default null;", "null"],
  ["export default 'dev';", "a string"],
])("%s is refused", (text, what) => {
  expect(messageOf(text)).toBe(
    `environments/dev.ts
  the default export is ${what}, expected a map of fields
  fix: write export default defineEnvironment({ ... })
1 problem in 1 file; cross-field rules were not checked, fix these first`,
  );
});

test("values that a file of text could not hold are refused where they are", () => {
  const text = `const loop: unknown[] = []; loop.push(loop);
export default { name: () => "dev", hub: { created: new Date(0), map: new Map(), size: NaN, big: 1n, loop } };`;
  const { problems } = refusal(() => loadEnvironment(write("dev.ts", text)));
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "hub.big: a bigint, expected text, a number, true or false, a list or a map",
    "hub.created: a Date, expected text, a number, true or false, a list or a map",
    "hub.loop[0]: a value that contains itself",
    "hub.map: a Map, expected text, a number, true or false, a list or a map",
    "hub.size: a number, expected text, a number, true or false, a list or a map",
    "name: a function, expected text, a number, true or false, a list or a map",
  ]);
});
