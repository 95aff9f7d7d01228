import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { askOne, askSeveral, askText, askYesNo, type Person } from "../../../cli/terminal/ask.js";
import { run } from "../../../cli/init.js";
import type { InitOptions } from "../../../cli/init/answers.js";
import { askAnswers } from "../../../cli/init/wizard.js";
import type * as outputModule from "../../../cli/output.js";
import { loadHubSpoke } from "../../config/support.js";
import { person } from "./person.js";
import { inFolder } from "./project.js";

vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: () => undefined,
}));

const folder = inFolder();

const chooseProvider = [
  "Where are the clusters?\n  1) on this machine: made here, nothing else is needed (local)\n" +
    "  2) there already: contexts of a kubeconfig (existing)\n" +
    "  3) in AWS: EKS clusters that are there, or are created (eks)",
  "number [1]: ",
];

function ask(someone: Person, options: InitOptions) {
  const kubeconfigs = [folder.kubeconfig, join(folder.path, "..", "none")];
  return askAnswers(someone, options, { projectDirectory: folder.path, kubeconfigs, environment: {} });
}

test("who presses Enter gets clusters on this machine", async () => {
  const someone = person("", "", "");
  expect(await ask(someone, {})).toEqual({
    provider: "local",
    name: "local",
    spokes: ["payments", "search"],
    gitops: {},
  });
  expect(someone.heard).toEqual([
    ...chooseProvider,
    "name of the environment [local]: ",
    "spokes, separated by commas [payments, search]: ",
  ]);
});

test("hub and spokes are chosen from the kubeconfigs; wrong answers are asked again", async () => {
  const someone = person(
    "4",
    "2",
    "Prod",
    "prod",
    "1",
    "1,3",
    "2 1",
    "",
    "pay",
    "no url",
    "git@example.com:a/b.git",
    "1",
  );
  const answers = await ask(someone, {});
  const kubeconfig = expect.any(String) as string;
  expect(answers).toEqual({
    provider: "existing",
    name: "prod",
    kubeconfig,
    hub: { context: "arn:aws:eks:eu-west-1:123:cluster/prod" },
    spokes: [
      { name: "yes", context: "yes" },
      { name: "pay", context: "admin@payments" },
    ],
    gitops: { repoURL: "git@example.com:a/b.git" },
  });
  expect(someone.heard.slice(3)).toEqual([
    "number [1]: ",
    "name of the environment [dev]: ",
    '  expected a DNS label: lowercase letters, digits and "-", at most 20 characters',
    "name of the environment [dev]: ",
    `passed over: ${join(folder.path, "..", "none")}: no such file`,
    "Which is the hub?\n  1) arn:aws:eks:eu-west-1:123:cluster/prod\n  2) admin@payments\n  3) yes",
    "number [1]: ",
    "Which are the spokes?\n  1) admin@payments\n  2) yes",
    "numbers, for example 1,3 [none]: ",
    "  answer numbers from 1 to 2",
    "numbers, for example 1,3 [none]: ",
    "name of the spoke yes [yes]: ",
    "name of the spoke admin@payments [payments]: ",
    "URL of the Git repository that Argo CD delivers from: ",
    "  expected a Git URL, for example https://github.com/acme/gitops.git",
    "URL of the Git repository that Argo CD delivers from: ",
    "Where does Terraform keep its state?\n  1) on this machine, in .hubspoke/state\n  2) in an S3 bucket, encrypted and locked",
    "number [1]: ",
  ]);
});

const rest = { provider: "existing", name: "prod", repoUrl: "https://example.com/x.git" };

test("what a flag says is not asked", async () => {
  const someone = person();
  await ask(someone, { ...rest, hub: "a", spoke: ["b"], backend: "local" });
  expect(someone.heard).toEqual([`passed over: ${join(folder.path, "..", "none")}: no such file`]);
});

test("who leaves in the middle leaves nothing behind", async () => {
  await expect(run(folder.path, {}, person("", ""))).rejects.toThrow("gone");
  expect(folder.files()).toEqual([]);
});

test("each file that is there is shown, and overwritten if so answered", async () => {
  mkdirSync(folder.path);
  writeFileSync(join(folder.path, "README.md"), "mine\n");
  writeFileSync(join(folder.path, "main.ts"), "mine\n");
  const someone = person("", "demo", "a", "y", "");
  expect(await run(folder.path, {}, someone)).toBe(0);
  expect(someone.heard.filter((text) => text.includes("overwrite"))).toEqual([
    "main.ts is there already: overwrite it? [y/N]: ",
    "README.md is there already: overwrite it? [y/N]: ",
  ]);
  expect(someone.heard.join("\n")).toContain("-mine");
  expect(folder.read("main.ts")).toContain("synthesize();");
  expect(folder.read("README.md")).toBe("mine\n");
  expect(loadHubSpoke(join(folder.path, "environments/demo.yaml")).spokes.map(({ name }) => name)).toEqual(["a"]);
});

test("questions are asked until they are answered", async () => {
  const unsure = person("", "x");
  expect(await askText(unsure, "name")).toBe("x");
  expect(unsure.heard).toEqual(["name: ", "  an answer is needed", "name: "]);
  expect(await askYesNo(person("perhaps", "YES"), "sure?", false)).toBe(true);
  expect(await askYesNo(person(""), "sure?", true)).toBe(true);
  expect(await askOne(person("0", "1 2", "x", "2"), "which", ["a", "b"])).toBe(1);
  expect(await askSeveral(person("1,1 2"), "which", ["a", "b"])).toEqual([0, 1]);
});
