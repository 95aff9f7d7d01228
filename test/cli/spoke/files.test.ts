import { chmodSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test, vi } from "vitest";
import type * as outputModule from "../../../cli/output.js";
import { add, remove, retire } from "../../../cli/spoke.js";
import { inProject, local, prod, refusal } from "./project.js";

vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeStatus: () => undefined,
}));

const { file, read, write } = inProject();

test("a spoke whose stacks another environment has is not added", async () => {
  const before = prod.replace("  name: hub\n", "  name: main\n");
  write("prod.yaml", before);
  write("other.yaml", local.replace("name: local", "name: prod-spoke"));
  expect(await refusal(add("prod", "hub", { context: "x" }))).toBe(
    'stack "prod-spoke-hub-cluster" is also defined by environments/other.yaml\n' +
      "environments/prod.yaml was not written: with this change it would not be valid",
  );
  expect(read("prod.yaml")).toBe(before);
});

test("a spoke of a base is edited there", async () => {
  write("base/all.yaml", "spokes:\n  - name: shared\n    retired: true\n    cluster: { provider: local }\n");
  write("local.yaml", local.replace("name: local\n", "extends: base/all.yaml\nname: local\n"));
  const inBase =
    'spoke "shared" is written in environments/base/all.yaml, which environments/local.yaml extends\n' +
    "  fix: edit environments/base/all.yaml; that changes every environment that extends it";
  expect(await refusal(remove("local", "shared", {}))).toBe(inBase);
  expect(await refusal(retire("local", "shared", {}))).toBe(inBase);
  expect(await refusal(add("local", "shared", {}))).toBe(
    'spoke "shared" is there already, in environments/base/all.yaml\n  fix: choose another name',
  );
  const before = `${read("local.yaml")}  - name: shared\n    labels: { tier: gold }\n`;
  write("local.yaml", before);
  expect(await refusal(remove("local", "shared", {}))).toBe(inBase);
  expect(read("local.yaml")).toBe(before);
});

test("what a base says already is not written again", async () => {
  write("base/all.yaml", "defaults:\n  cluster: { provider: existing, kubeconfig: kube.yaml }\n");
  write("prod.yaml", prod.replace(/defaults:\n.*\n/, "extends: base/all.yaml\n"));
  await add("prod", "search", { context: "s" });
  expect(read("prod.yaml")).toMatch(/spokes:\n {2}- name: search\n {4}cluster: \{ context: s \}\n$/);
});

test("programs and standalone environments are edited by hand", async () => {
  write("code.ts", "export default {};\n");
  write(
    "alone.yaml",
    "apiVersion: hubspoke/v1\nname: alone\nmodel: standalone\ngitops: { repoURL: https://git.example.com/a.git }\n" +
      "clusters:\n  - name: a\n    cluster: { provider: existing, kubeconfig: /k, context: a }\n",
  );
  expect(await refusal(add("code", "x", {}))).toBe(
    "environments/code.ts is a program, and no list that a command can edit\n  fix: edit its spokes by hand",
  );
  expect(await refusal(add("alone", "x", {}))).toBe(
    "environments/alone.yaml is a standalone environment, which has no spokes\n  fix: edit its clusters by hand",
  );
});

test("the file keeps its mode, its byte order mark and its line breaks, and nothing is left beside it", async () => {
  const windows = `\uFEFF${local.replaceAll("\n", "\r\n")}`;
  write("local.yaml", windows);
  chmodSync(file("local.yaml"), 0o640);
  await add("local", "orders", {});
  expect(read("local.yaml")).toBe(`${windows}  - name: orders\r\n    cluster: { provider: local }\r\n`);
  expect(statSync(file("local.yaml")).mode & 0o777).toBe(0o640);
  expect(readdirSync(dirname(file("local.yaml")))).toEqual(["base", "local.yaml", "prod.yaml"]);
});
