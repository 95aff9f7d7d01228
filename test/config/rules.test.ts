import { expect, test } from "vitest";
import { parseEnvironment } from "../../config/index.js";
import { localEnvironment, parse, refusal } from "./support.js";

function spoke(name: string, cluster: string): string {
  return `  - name: ${name}\n    cluster: ${cluster}\n`;
}

test("clusters that touch without overlapping are fine", () => {
  const spokes = spoke("a", "{ provider: local, port: 16453 }") + spoke("b", "{ provider: local, port: 16456 }");
  expect(parse(localEnvironment(`spokes:\n${spokes}`)).spokes).toHaveLength(2);
});

test("a small range inside a large one is found behind another", () => {
  const spokes = spoke("a", "{ provider: local, port: 16444 }") + spoke("b", "{ provider: local, port: 16450 }");
  expect(refusal(() => parse(localEnvironment(`spokes:\n${spokes}`))).problems.map(({ message }) => message)).toEqual([
    'ports 16444 to 16446 overlap 16443 to 16452 of cluster "hub"',
    'ports 16450 to 16452 overlap 16443 to 16452 of cluster "hub"',
  ]);
});

test("an existing cluster at a local one's address is the same cluster", () => {
  const cluster = "{ provider: existing, kubeconfig: a, context: b, hubEndpoint: https://127.0.0.1:16443/ }";
  expect(refusal(() => parse(localEnvironment(`spokes:\n${spoke("a", cluster)}`))).message).toBe(
    "environments/dev.yaml:8  spokes[0].cluster\n" +
      '  same API server as cluster "hub": https://127.0.0.1:16443\n' +
      "  fix: give each entry a cluster of its own\n1 problem in 1 file",
  );
});

test("~ needs a home", () => {
  const text = localEnvironment("backend: { local: { path: ~/state } }\n");
  const origin = { file: "environments/dev.yaml", projectDirectory: "/project" };
  expect(refusal(() => parseEnvironment(text, origin)).message).toBe(
    'environments/dev.yaml:6  backend.local.path\n  path "~/state" starts at a home folder, and this user has none\n' +
      "  fix: write an absolute path\n1 problem in 1 file",
  );
});

test("a retired spoke still keeps its name and its ports", () => {
  const spokes = `${spoke("a", "{ provider: local }")}    retired: true\n${spoke("a", "{ provider: local, port: 16453 }")}`;
  expect(refusal(() => parse(localEnvironment(`spokes:\n${spokes}`))).problems).toHaveLength(2);
});

test("a problem of defaults is reported once, however many entries it reaches", () => {
  const entries = Array.from({ length: 50 }, (_, index) => `  - name: s${index}\n`).join("");
  const text = `apiVersion: hubspoke/v1\nname: dev\ndefaults:\n  cluster: { provider: local, prot: 1 }\nhub: { name: hub }\n`;
  const { problems } = refusal(() => parse(`${text}spokes:\n${entries}`));
  expect(problems.map(({ line, path }) => [line, path])).toEqual([[4, "defaults.cluster"]]);
});
