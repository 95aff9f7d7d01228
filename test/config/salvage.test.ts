import { expect, test } from "vitest";
import { localEnvironment, parse, refusal } from "./support.js";

function problemsOf(text: string): readonly string[] {
  return refusal(() => parse(text)).problems.map(({ path, message }) => `${path}: ${message}`);
}

test("the rules look at the spokes beside one with a mistake", () => {
  const text = localEnvironment(
    "spokes:\n  - { name: a, cluster: { provider: local }, labels: { a: b c } }\n" +
      "  - { name: hub, cluster: { provider: local } }\n  - { name: c, cluster: { provider: local, port: 16443 } }\n",
  );
  expect(problemsOf(text)).toEqual([
    'spokes[0].labels.a: invalid a "b c", expected letters, digits, "-", "_" and ".", with a letter or digit at both ends',
    'spokes[1].name: duplicate name "hub", the hub has it too',
    'spokes[2].cluster: same API server as cluster "hub": https://127.0.0.1:16443',
  ]);
});

test("a spoke with an unknown field is still looked at", () => {
  const text = localEnvironment("spokes:\n  - { name: hub, cluster: { provider: local }, colour: red }\n");
  expect(problemsOf(text)).toEqual([
    'spokes[0]: unknown field "colour", expected one of: name, cluster, registration, labels, annotations, adopt, retired',
    'spokes[0].name: duplicate name "hub", the hub has it too',
  ]);
});

test("nothing is said of what depends on a value that was refused", () => {
  const text = `apiVersion: hubspoke/v1\nname: dev\nhub: { name: hub, cluster: { provider: exsting } }\n`;
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(/^hub\.cluster\.provider: unknown cluster provider "exsting"/),
  ]);
});

test("a name that is refused leaves the rest to be checked", () => {
  const text = localEnvironment("spokes:\n  - { name: in-cluster, cluster: { provider: local } }\n").replace(
    "name: dev",
    "name: D",
  );
  expect(problemsOf(text)).toEqual([
    'name: invalid name "D", expected a DNS label: lowercase letters, digits and "-", at most 20 characters',
    'spokes[0].name: name "in-cluster" is reserved, Argo CD calls the hub so',
  ]);
});

test("default ports stay where the positions are", () => {
  const text = localEnvironment(
    "spokes:\n  - { name: A, cluster: { provider: local } }\n  - { name: b, cluster: { provider: local } }\n" +
      "  - { name: c, cluster: { provider: local, port: 16463 } }\n",
  );
  expect(problemsOf(text).slice(1)).toEqual([
    'spokes[2].cluster: same API server as cluster "b": https://127.0.0.1:16463',
  ]);
});
