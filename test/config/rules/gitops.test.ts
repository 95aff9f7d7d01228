import { describe, expect, test } from "vitest";
import { said, saidOfRest } from "../said.js";
import { localEnvironment, parse } from "../support.js";

function gitops(fields: Record<string, string>): string {
  return localEnvironment(`gitops: ${JSON.stringify(fields)}\n`);
}

const hub = (gitops: string): string => `apiVersion: hubspoke/v1
name: dev
${gitops}hub:
  name: hub
  cluster: { provider: existing, kubeconfig: /k, context: hub }
`;

test("a hub that runs pods has a repository that pods can reach", () => {
  expect(said(hub(""))).toBe(
    `dev.yaml:1  gitops
  missing field "repoURL", only a local hub has a repository of its own
  fix: name the Git repository: repoURL: https://...`,
  );
  expect(said(hub("gitops: { repoURL: file:///srv/gitops.git }\n"))).toBe(
    `dev.yaml:3  gitops.repoURL
  pods of the hub cannot read a file: URL, expected another`,
  );
  expect(said(gitops({ repoURL: "file:///srv/gitops.git" }))).toBe("");
});

test.each([
  "https://github.com/acme/gitops.git",
  "ssh://git@github.com:22/acme/gitops.git",
  "git@github.com:acme/gitops.git",
])("repository %s is taken", (repoURL) => {
  expect(said(hub(`gitops: { repoURL: "${repoURL}" }\n`))).toBe("");
});

test.each([
  ["http", "http://git.example.com/gitops.git"],
  ["git", "git://git.example.com/gitops.git"],
])("a repository by plain %s is a warning", (scheme, repoURL) => {
  expect(said(gitops({ repoURL }))).toBe(
    `dev.yaml:6  gitops.repoURL
  warning: a ${scheme}: URL, which anybody on the way can answer, expected https or ssh
  fix: write https:// or ssh://`,
  );
});

test("standalone clusters may each name their repository, in place of the environment's", () => {
  const text = (last: string): string => `apiVersion: hubspoke/v1
name: dev
model: standalone
defaults: { cluster: { provider: existing, kubeconfig: /k } }
clusters:
  - { name: a, cluster: { context: a }, gitops: { repoURL: https://git.example.com/a.git } }
  - { name: b, cluster: { context: b }, gitops: ${last} }
`;
  expect(said(text("{ repoURL: https://git.example.com/b.git }"))).toBe("");
  expect(said(text("{ revision: v1 }"))).toBe(
    `dev.yaml:1  gitops
  missing field "repoURL", only a local hub has a repository of its own
  fix: name the Git repository: repoURL: https://...`,
  );
  expect(said(text("{ repoURL: file:///srv/b.git }"))).toBe(
    `dev.yaml:7  clusters[1].gitops.repoURL
  pods of the hub cannot read a file: URL, expected another`,
  );
});

test("a standalone cluster's own source is checked, too", () => {
  const cluster = "cluster: { provider: local }, gitops: { repoURL: http://git.example.com/a.git, revision: HEAD }";
  expect(
    saidOfRest(`apiVersion: hubspoke/v1\nname: dev\nmodel: standalone\nclusters:\n  - { name: a, ${cluster} }\n`),
  ).toBe(
    `dev.yaml:5  clusters[0].gitops.repoURL
  warning: a http: URL, which anybody on the way can answer, expected https or ssh
  fix: write https:// or ssh://
dev.yaml:5  clusters[0].gitops.revision
  warning: revision "HEAD" is whatever branch the Git server calls the default, expected a name
  fix: name the branch: revision: main`,
  );
});

test("credentials in a URL are refused and not echoed", () => {
  for (const repoURL of ["https://canary@github.com/a.git", "https://ada:canary@github.com/a.git"]) {
    expect(said(gitops({ repoURL }))).toBe(
      `dev.yaml:6  gitops.repoURL
  the URL holds credentials, expected one without user and password
  fix: remove them here, and take them as leaked if the file was ever committed`,
    );
  }
});

test("a revision without a name of its own is a warning", () => {
  expect(said(gitops({ revision: "HEAD" }))).toBe(
    `dev.yaml:6  gitops.revision
  warning: revision "HEAD" is whatever branch the Git server calls the default, expected a name
  fix: name the branch: revision: main`,
  );
});

describe("revision", () => {
  test.each(["main", "release/1.2", "v1.2.3", "v1.*", ">=1.2.0 <2", "0123456789abcdef0123456789abcdef01234567"])(
    "%s is taken",
    (revision) => {
      expect(said(gitops({ revision }))).toBe("");
      expect(parse(gitops({ revision })).gitops?.revision).toBe(revision);
    },
  );

  test.each([" ", "--upload-pack=x", "a..b", "main/", "/main", "a:b", "main.lock", "main@{1}", "a\\b"])(
    "%j is refused",
    (revision) => {
      expect(said(gitops({ revision }))).toBe(
        `dev.yaml:6  gitops.revision\n  invalid revision ${JSON.stringify(revision)}, expected a branch, a tag or a commit`,
      );
    },
  );
});

test("nothing is neither a revision nor a path", () => {
  expect(said(gitops({ revision: "", path: "" }))).toBe(
    `dev.yaml:6  gitops.path
  invalid path "", expected a folder inside the repository, for example environments/prod
  fix: give it a value or remove the line
dev.yaml:6  gitops.revision
  invalid revision "", expected a branch, a tag or a commit
  fix: give it a value or remove the line`,
  );
});

describe("path", () => {
  test.each([".", "environments/prod", "a b/c"])("%s is taken", (path) => {
    expect(said(gitops({ path }))).toBe("");
  });

  test.each(["/prod", "../prod", "a/../b", "a\\b"])("%j is refused", (path) => {
    expect(said(gitops({ path }))).toBe(
      `dev.yaml:6  gitops.path
  invalid path ${JSON.stringify(path)}, expected a folder inside the repository, for example environments/prod`,
    );
  });

  test.each([
    ["./prod", "prod"],
    ["environments/prod/", "environments/prod"],
    ["environments//prod", "environments/prod"],
  ])("%s is refused with its plain form", (path, plain) => {
    expect(said(gitops({ path }))).toBe(
      `dev.yaml:6  gitops.path
  invalid path "${path}", expected a folder with single slashes between its parts
  fix: write ${plain}`,
    );
  });
});
