import { expect, test } from "vitest";
import { parseEnvironment } from "../../../config/index.js";
import { localEnvironment, parse, refusal } from "../support.js";

test("~ needs a home", () => {
  const text = localEnvironment("backend: { local: { path: ~/state } }\n");
  const origin = { file: "environments/dev.yaml", projectDirectory: "/project" };
  expect(refusal(() => parseEnvironment(text, origin)).message).toBe(
    'environments/dev.yaml:6  backend.local.path\n  path "~/state" starts at a home folder, and this user has none\n' +
      "  fix: write an absolute path\n1 problem in 1 file",
  );
});

test("a problem of defaults is reported once, however many entries it reaches", () => {
  const entries = Array.from({ length: 50 }, (_, index) => `  - name: s${index}\n`).join("");
  const text = `apiVersion: hubspoke/v1\nname: dev\ndefaults:\n  cluster: { provider: local, prot: 1 }\nhub: { name: hub }\n`;
  const { problems } = refusal(() => parse(`${text}spokes:\n${entries}`));
  expect(problems.map(({ line, path }) => [line, path])).toEqual([[4, "defaults.cluster"]]);
});
