import { expect, test } from "vitest";
import { complaints, eks, existing, hubAndSpokes } from "../complaints.js";
import { localEnvironment, parse } from "../support.js";

const header = "apiVersion: hubspoke/v1\nname: dev\n";

function external(fields = "", top = ""): string {
  return `${header}${top}hub:\n  name: hub\n  cluster: { ${existing("hub")} }\n  argocd: { existing: true${fields} }\n`;
}

test("without a repository nothing is delivered, and the hub has no Secret of ours", () => {
  const topology = parse(external());
  expect(topology.gitops).toBeUndefined();
  expect(topology.hub.annotations).toEqual({});
  const named = parse(external("", "gitops: { repoURL: https://github.com/acme/gitops.git }\n"));
  expect(named.gitops?.path).toBe("environments/dev");
});

test("a folder without a repository is half of one", () => {
  expect(complaints(external("", "gitops: { path: environments/dev }\n"))).toEqual([
    'dev.yaml:3  gitops\n  missing field "repoURL", only a local hub has a repository of its own\n  fix: name the Git repository: repoURL: https://...',
  ]);
});

test("what belongs to whoever installed it is refused", () => {
  const text = external(", values: { a: 1 }, size: L, repositories: [{ name: x, url: https://github.com/acme/x.git }]");
  const fix = "fix: remove it: whoever installed that Argo CD sets it there";
  const refused = (setting: string) =>
    `dev.yaml:6  hub.argocd.${setting}\n  ${setting} beside existing: hubspoke changes nothing of an Argo CD that it did not install\n  ${fix}`;
  expect(complaints(text)).toEqual(["repositories", "size", "values"].map(refused));
});

test("objects of Argo CD need a release that holds them", () => {
  expect(complaints(external(", projects: [{ name: team, spec: {} }]"))).toEqual([
    "dev.yaml:6  hub.argocd.projects\n  projects at an existing Argo CD without gitops: no release of ours holds them\n  fix: write gitops: { repoURL: https://... }, or add them where that Argo CD gets its own",
  ]);
});

test("labels of a hub without a Secret would be lost", () => {
  expect(complaints(`${external()}  labels: { tier: gold }\n`)).toEqual([
    "dev.yaml:7  hub.labels\n  labels of a hub without a cluster Secret of ours, expected adopt or gitops beside existing: true\n  fix: name the Secret that is there: adopt: { secret: ... }, or remove it",
  ]);
});

test("a local hub's Argo CD is always ours", () => {
  const text = localEnvironment("  argocd: { existing: true }\n");
  expect(complaints(text)).toEqual([
    'dev.yaml:6  hub.argocd.existing\n  existing: true on a hub of provider "local", whose Argo CD is always hubspoke\'s own\n  fix: remove it',
  ]);
});

test("an Argo CD without spokes leaves nothing to do", () => {
  const cluster = `name: a, cluster: { ${existing("a")} }, argocd: { existing: true }`;
  const text = `${header}model: standalone\ngitops: { repoURL: https://github.com/acme/gitops.git }\nclusters:\n  - { ${cluster} }\n`;
  expect(complaints(text)).toEqual([
    "dev.yaml:6  clusters[0].argocd.existing\n  an existing Argo CD of a standalone cluster leaves nothing to do, expected one of a hub\n  fix: make the cluster the hub of an environment",
  ]);
});

test("a role for it has to be there: who it is to AWS is not known", () => {
  const text = hubAndSpokes(
    `${eks("10.0.0.0/16")} }\n  argocd: { existing: true`,
    `name: a, cluster: { ${eks("10.1.0.0/16")} }`,
  );
  expect(complaints(text)).toContain(
    'dev.yaml:9  spokes[0].registration\n  mode "aws-iam" makes a role that trusts Argo CD\'s, and that of an existing one is not known\n  fix: name a role that is there: registration.roleArn, or use mode: bearer-token',
  );
});
