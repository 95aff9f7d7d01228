import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findEnvironments, loadEnvironment, type HubSpokeTopology } from "../../config/index.js";
import { formatComputedAccess } from "../../config/computed-access.js";
import { accessFileOf } from "../../config/environment-files.js";
import { checkEnvironments } from "../../config/load.js";
import { localEnvironment, refusal } from "./support.js";

const spokes = (access: string, rest = "") =>
  localEnvironment(
    `spokes:\n  - name: payments\n    cluster: { provider: local }\n    registration: { access: ${access} }\n${rest}`,
  );
const rule = { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "patch"] };
const computed = formatComputedAccess(
  "dev",
  new Map([["payments", { applications: [{ name: "argocd/payments", revisions: ["1a2b"] }], rules: [rule] }]]),
);

let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), "hubspoke access ü ")));
  mkdirSync(join(project, "environments"));
});

afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(project, "environments", name);
  writeFileSync(file, text);
  return file;
}

function accessOf(file: string, options = {}): unknown {
  return (loadEnvironment(file, options) as HubSpokeTopology).spokes[0]?.registration.access;
}

test("the text says by which command it was made, and is the same in whatever order the spokes come", () => {
  const one = { applications: [], rules: [] };
  expect(computed).toBe(
    "# What Argo CD may change on the spokes whose access is {from: gitops}: what Git delivers to them.\n" +
      "# Computed by: hubspoke access dev --write. Review each change of it, and edit nothing by hand.\n\n" +
      "apiVersion: hubspoke/v1\nspokes:\n  payments:\n    applications:\n      - name: argocd/payments\n" +
      "        revisions: [1a2b]\n    rules:\n      - apiGroups: [apps]\n        resources: [deployments]\n" +
      "        verbs: [create, patch]\n",
  );
  const entries = [["b", one] as const, ["a", one] as const];
  expect(formatComputedAccess("dev", new Map(entries))).toBe(formatComputedAccess("dev", new Map(entries.reverse())));
});

describe("access from gitops", () => {
  test("is the rules of the file beside the environment's, of a program too", () => {
    write("dev.access.yaml", computed);
    const access = { from: "gitops", rules: [rule] };
    expect(accessOf(write("dev.yaml", spokes("{ from: gitops }")))).toEqual(access);
    const spoke = { name: "payments", cluster: { provider: "local" }, registration: { access: { from: "gitops" } } };
    const hub = { name: "hub", cluster: { provider: "local" } };
    const program = { apiVersion: "hubspoke/v1", name: "code", hub, spokes: [spoke] };
    write("code.access.yaml", computed);
    expect(accessOf(write("code.ts", `export default ${JSON.stringify(program)};\n`))).toEqual(access);
  });

  test("has the rules of the environment file beside the computed ones", () => {
    write("dev.access.yaml", computed);
    const bind =
      "{ apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [edit], verbs: [bind] }";
    expect(accessOf(write("dev.yaml", spokes(`{ from: gitops, rules: [${bind}] }`)))).toMatchObject({
      rules: [rule, { resourceNames: ["edit"], verbs: ["bind"] }],
    });
  });

  test("of defaults is for every spoke, and a retired one needs no rules", () => {
    write("dev.access.yaml", computed);
    const file = write(
      "dev.yaml",
      localEnvironment(
        "defaults: { registration: { access: { from: gitops } } }\nspokes:\n" +
          "  - { name: payments, cluster: { provider: local } }\n" +
          "  - { name: old, cluster: { provider: local }, retired: true }\n",
      ),
    );
    expect(accessOf(file)).toEqual({ from: "gitops", rules: [rule] });
  });

  test("without computed rules is refused with the command that computes them", () => {
    const file = write("dev.yaml", spokes("{ from: gitops }"));
    const expected =
      'environments/dev.yaml:9  spokes[0].registration.access\n  no computed rules of spoke "payments" in ' +
      "environments/dev.access.yaml, expected what Git delivers to it\n" +
      "  fix: hubspoke access dev payments --write; a spoke that is not registered yet is deployed with access: " +
      "read-only before\n1 problem in 1 file";
    expect(refusal(() => loadEnvironment(file)).message).toBe(expected);
    write("dev.access.yaml", computed.replace("payments:", "search:"));
    expect(refusal(() => loadEnvironment(file)).message).toBe(expected);
    expect(accessOf(file, { uncomputedAccess: true })).toEqual({ from: "gitops", rules: [] });
  });

  test("warns of rules of a spoke that is gone", () => {
    write("dev.access.yaml", computed + computed.slice(computed.indexOf("  payments:")).replace("payments:", "gone:"));
    const { warnings } = checkEnvironments([write("dev.yaml", spokes("{ from: gitops }"))]);
    expect(warnings).toEqual([
      {
        file: "environments/dev.access.yaml",
        line: 0,
        path: "spokes.gone",
        message: 'rules of spoke "gone", which the environment does not have',
        fix: "hubspoke access dev --write",
        severity: "warning",
      },
    ]);
  });

  test("tells what is wrong with the file of rules, and where", () => {
    write("dev.access.yaml", computed.replace("verbs: [create, patch]", "verb: [create]"));
    expect(refusal(() => loadEnvironment(write("dev.yaml", spokes("{ from: gitops }")))).message).toBe(
      "environments/dev.access.yaml:11  spokes.payments.rules[0]\n" +
        '  missing field "verbs", expected a list\n' +
        "  fix: take the file from Git again, or delete it and compute it anew\n" +
        "environments/dev.access.yaml:13  spokes.payments.rules[0]\n" +
        '  unknown field "verb", expected one of: apiGroups, resources, resourceNames, nonResourceURLs, verbs\n' +
        '  fix: did you mean "verbs"?\n' +
        "2 problems in 1 file",
    );
  });

  test("reads the file of rules only where a spoke takes its access from it", () => {
    write("dev.access.yaml", "[");
    expect(accessOf(write("dev.yaml", spokes("read-only")))).toBe("read-only");
  });
});

test("the file of rules is no environment", () => {
  const file = write("dev.yaml", spokes("read-only"));
  expect(accessFileOf(file)).toBe(write("dev.access.yaml", computed));
  expect(findEnvironments(project)).toEqual([file]);
});
