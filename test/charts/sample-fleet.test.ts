import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { annotationKeys, labelKeys } from "../../config/names.js";
import { platformProject } from "../../config/argocd/index.js";
import { packageRoot } from "../../stacks/package-root.js";

const gitops = join(packageRoot(), "gitops");
const text = readFileSync(join(gitops, "environments/local/platform-baseline.yaml"), "utf8");

interface ApplicationSet {
  readonly spec: {
    readonly goTemplate: boolean;
    readonly goTemplateOptions: string[];
    readonly generators: unknown[];
    readonly syncPolicy: unknown;
    readonly template: {
      readonly metadata: { readonly name: string };
      readonly spec: {
        readonly project: string;
        readonly source: { readonly repoURL: string; readonly targetRevision: string; readonly path: string };
        readonly destination: unknown;
        readonly syncPolicy: { readonly automated: unknown };
      };
    };
  };
}

const { spec } = parse(text) as ApplicationSet;

test("a label that is missing is an error, not an empty name", () => {
  expect(spec.goTemplate).toBe(true);
  expect(spec.goTemplateOptions).toEqual(["missingkey=error"]);
});

test("it finds the spokes of its environment by the labels of their cluster Secrets", () => {
  const matchLabels = { [labelKeys.role]: "spoke", [labelKeys.environment]: "local" };
  expect(spec.generators).toEqual([{ clusters: { selector: { matchLabels } } }]);
});

test("it names no URL and no server: both come from the cluster Secret", () => {
  const { source, destination } = spec.template.spec;
  expect(source.repoURL).toBe(`{{ index .metadata.annotations "${annotationKeys.gitopsRepoURL}" }}`);
  expect(source.targetRevision).toBe(`{{ index .metadata.annotations "${annotationKeys.gitopsRevision}" }}`);
  expect(destination).toEqual({ name: "{{ .name }}", namespace: "platform-system" });
  expect(text).not.toMatch(/\w+:\/\//);
});

test("a cluster Secret that disappears takes away no workload", () => {
  expect(spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: true });
});

test("drift is healed, and what leaves Git leaves the spoke", () => {
  expect(spec.template.spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
});

test("what it delivers is there, in the project that may deliver it", () => {
  expect(existsSync(join(gitops, spec.template.spec.source.path, "Chart.yaml"))).toBe(true);
  expect(spec.template.spec.project).toBe(platformProject);
  expect(spec.template.metadata.name).toBe("platform-baseline-{{ .nameNormalized }}");
});
