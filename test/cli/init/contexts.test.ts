import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contextAnswer, findContexts, kubeconfigFiles, nameFor, writtenPath } from "../../../cli/init/contexts.js";
import { inFolder } from "./project.js";

const folder = inFolder();

test("the kubeconfigs are those of KUBECONFIG, else the default one", () => {
  expect(kubeconfigFiles({ KUBECONFIG: "/a:/b c::" })).toEqual(["/a", "/b c"]);
  expect(kubeconfigFiles({ KUBECONFIG: "" })).toEqual([join(homedir(), ".kube", "config")]);
});

describe("contexts of several kubeconfigs", () => {
  const file = (name: string, text: string) => {
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(join(folder.path, name), text);
    return join(folder.path, name);
  };

  test("of two with the same name the first counts", () => {
    const a = file("a", "contexts: [{ name: x }]\n");
    const b = file("b", '{"contexts": [{"name": "x"}, {"name": "y"}, {"name": 1}, null]}');
    expect(findContexts([a, b])).toEqual({
      contexts: [
        { name: "x", file: a },
        { name: "y", file: b },
      ],
      skipped: [],
    });
  });

  test("what cannot be used is passed over, and never quoted", () => {
    const broken = file("broken", "users: [{ token: canary\n");
    const list = file("list", "- contexts\n");
    const empty = file("empty", "contexts: null\n");
    expect(findContexts([broken, list, empty, folder.path, join(folder.path, "none")])).toEqual({
      contexts: [],
      skipped: [
        `${broken}: not YAML`,
        `${list}: no kubeconfig`,
        `${folder.path}: cannot be read: EISDIR`,
        `${join(folder.path, "none")}: no such file`,
      ],
    });
  });
});

test.each([
  ["arn:aws:eks:eu-west-1:123456789012:cluster/Prod_Payments", "prod-payments"],
  ["admin@payments", "payments"],
  ["kind-hub", "kind-hub"],
  ["gke_acme_europe-west1_search", "gke-acme-europe-west1-search"],
  ["größe", "gr-e"],
  ["@", ""],
])("the name of a spoke for the context %s is %j", (context, name) => {
  expect(nameFor(context)).toBe(name);
});

test("a path is written from the project, from the home folder, or whole", () => {
  expect(writtenPath("/project/kube/config", "/project")).toBe("kube/config");
  expect(writtenPath("/project-2/kube", "/project")).toBe("/project-2/kube");
  expect(writtenPath(join(homedir(), ".kube", "config"), "/project")).toBe("~/.kube/config");
});

test("a context of another kubeconfig than the rest names it", () => {
  const contexts = [
    { name: "a", file: "/project/a" },
    { name: "b", file: "/project/b" },
  ];
  const place = { contexts, kubeconfig: "/project/a", projectDirectory: "/project" };
  expect(contextAnswer("a", place)).toEqual({ context: "a" });
  expect(contextAnswer("b", place)).toEqual({ context: "b", kubeconfig: "b" });
  expect(contextAnswer("c", place)).toEqual({ context: "c" });
});
