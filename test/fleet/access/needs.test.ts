import { describe, expect, it } from "vitest";
import type { Kind } from "../../../fleet/discovery.js";
import { needsOf } from "../../../fleet/access/needs.js";
import { compareRules, rulesOf } from "../../../fleet/access/rules.js";
import type { Application, ApplicationResource } from "../../../fleet/objects.js";

const served: Readonly<Record<string, string>> = {
  "/v1/ConfigMap": "configmaps",
  "/v1/Namespace": "namespaces",
  "/v1/Secret": "secrets",
  "apps/v1/Deployment": "deployments",
  "batch/v1/Job": "jobs",
};
const resourceOf = async ({ group, version, kind }: Kind) => served[`${group}/${version}/${kind}`];

const every = ["create", "delete", "patch", "update"];
const configMap = { version: "v1", kind: "ConfigMap", name: "a" };
const deployment = { group: "apps", version: "v1", kind: "Deployment", name: "web" };

interface Parts {
  readonly resources?: readonly ApplicationResource[];
  readonly hooks?: readonly ApplicationResource[];
  readonly syncOptions?: readonly string[];
  readonly status?: object;
}

function application(name: string, { resources = [], hooks = [], syncOptions = [], status = {} }: Parts): Application {
  return {
    metadata: { name, namespace: "argocd" },
    spec: { destination: { name: "a" }, syncPolicy: { syncOptions } },
    status: {
      sync: { status: "Synced", revision: "1a2b" },
      resources,
      operationState: { syncResult: { resources: hooks } },
      ...status,
    },
  };
}

describe("what is needed on a spoke", () => {
  it("is what a sync does with each resource, and for which Applications", async () => {
    const found = await needsOf(
      [application("web", { resources: [deployment, configMap] }), application("base", { resources: [configMap] })],
      resourceOf,
    );
    expect(found).toEqual({
      applications: [
        { name: "argocd/base", revisions: ["1a2b"] },
        { name: "argocd/web", revisions: ["1a2b"] },
      ],
      needs: [
        {
          group: "",
          resource: "configmaps",
          kind: "ConfigMap",
          verbs: every,
          applications: ["argocd/base", "argocd/web"],
        },
        { group: "apps", resource: "deployments", kind: "Deployment", verbs: every, applications: ["argocd/web"] },
      ],
      unknown: [],
      gaps: [],
    });
  });

  it("has hooks, which only the last sync tells of", async () => {
    const job = { group: "batch", version: "v1", kind: "Job", name: "migrate" };
    const { needs } = await needsOf([application("web", { hooks: [job] })], resourceOf);
    expect(needs).toMatchObject([{ group: "batch", resource: "jobs", verbs: every }]);
  });

  it("has namespaces that Argo CD creates and never deletes, unless Git has namespaces too", async () => {
    const creating = application("web", { syncOptions: ["CreateNamespace=true"] });
    expect((await needsOf([creating], resourceOf)).needs).toMatchObject([
      { resource: "namespaces", verbs: ["create", "patch", "update"] },
    ]);
    const base = application("base", { resources: [{ version: "v1", kind: "Namespace", name: "shop" }] });
    expect((await needsOf([creating, base], resourceOf)).needs).toMatchObject([
      { resource: "namespaces", verbs: every, applications: ["argocd/base", "argocd/web"] },
    ]);
  });

  it("has kinds whose definition is delivered with them; others that are not served are named", async () => {
    const kind = (name: string) => ({ group: "example.com", version: "v1", kind: name, name: "x" });
    const resources = [
      { group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition", name: "policies.example.com" },
      kind("Policy"),
      kind("Mystery"),
    ];
    const { needs, unknown } = await needsOf([application("web", { resources })], resourceOf);
    expect(needs).toMatchObject([{ group: "example.com", resource: "policies", kind: "Policy" }]);
    expect(unknown).toEqual([
      { group: "apiextensions.k8s.io", kind: "CustomResourceDefinition", applications: ["argocd/web"] },
      { group: "example.com", kind: "Mystery", applications: ["argocd/web"] },
    ]);
  });

  it.each([
    [[], ["no Application delivers to it yet"]],
    [[application("web", { status: { sync: undefined } })], ["Application argocd/web is not compared yet"]],
    [[application("web", { status: { sync: { status: "Unknown" } } })], ["Application argocd/web is not compared yet"]],
    [
      [application("web", { status: { conditions: [{ type: "ComparisonError", message: "no such path" }] } })],
      ["Application argocd/web is not compared: no such path"],
    ],
    [[application("web", { status: { sync: { status: "OutOfSync" } } })], []],
  ])("says why it may not be all: %#", async (applications, gaps) => {
    expect((await needsOf(applications, resourceOf)).gaps).toEqual(gaps);
  });
});

describe("rules", () => {
  const need = (group: string, resource: string, verbs = every) => ({
    group,
    resource,
    kind: "",
    verbs,
    applications: [],
  });

  it("are one for each group and set of verbs, sorted", () => {
    const needs = [
      need("apps", "deployments"),
      need("", "secrets"),
      need("", "configmaps"),
      need("", "namespaces", ["create"]),
    ];
    const expected = [
      { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: every },
      { apiGroups: [""], resources: ["namespaces"], verbs: ["create"] },
      { apiGroups: ["apps"], resources: ["deployments"], verbs: every },
    ];
    expect(rulesOf(needs)).toEqual(expected);
    expect(rulesOf([...needs].reverse())).toEqual(expected);
  });

  it("are compared by what they give, however they are written", () => {
    const apart = [
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create"] },
      { apiGroups: ["apps", ""], resources: ["pods"], verbs: ["delete"] },
    ];
    const other = [
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["create", "patch"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
    ];
    expect(compareRules(apart, other)).toEqual({ missing: ["patch deployments.apps"], excess: ["delete pods.apps"] });
    expect(compareRules(apart, apart)).toEqual({ missing: [], excess: [] });
  });
});
