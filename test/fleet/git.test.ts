import { execFileSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { remoteCommits } from "../../fleet/git.js";
import { temporaryFolder } from "./support.js";

let url = "";
let folder = "";
const identity = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b", GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b" };
const git = (...args: string[]): string =>
  execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...identity, GIT_CONFIG_GLOBAL: "/dev/null" },
  }).trim();

beforeEach(async () => {
  folder = path.join(await temporaryFolder(), "repo");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", folder]);
  git("commit", "--quiet", "--allow-empty", "-m", "one");
  url = pathToFileURL(folder).href;
});

describe("the commits that a revision means", () => {
  it("of a branch, and of HEAD", async () => {
    const head = git("rev-parse", "HEAD");
    git("branch", "feature/main");
    git("commit", "--quiet", "--allow-empty", "-m", "two");
    expect(await remoteCommits(url, "main", process.env)).toEqual([git("rev-parse", "main")]);
    expect(await remoteCommits(url, "HEAD", process.env)).toEqual([git("rev-parse", "main")]);
    expect(await remoteCommits(url, "feature/main", process.env)).toEqual([head]);
    expect(await remoteCommits(url, "refs/heads/feature/main", process.env)).toEqual([head]);
  });

  it("of an annotated tag: the tag and the commit", async () => {
    git("tag", "-a", "v1", "-m", "v1");
    expect(await remoteCommits(url, "v1", process.env)).toEqual([
      git("rev-parse", "v1"),
      git("rev-parse", "v1^{commit}"),
    ]);
  });

  it("of a branch that has a tag's name: the branch, as Git and Argo CD take it", async () => {
    git("tag", "both");
    git("commit", "--quiet", "--allow-empty", "-m", "two");
    git("branch", "both");
    expect(await remoteCommits(url, "both", process.env)).toEqual([git("rev-parse", "refs/heads/both")]);
  });

  it("of a commit: itself, whatever the repository", async () => {
    const commit = "0123456789012345678901234567890123456789";
    expect(await remoteCommits("file:///no/repository", commit, process.env)).toEqual([commit]);
  });

  it("of nothing that is there: none", async () => {
    expect(await remoteCommits(url, "1.x", process.env)).toEqual([]);
  });
});

describe("a repository that cannot be read", () => {
  it("does not exist", async () => {
    await expect(remoteCommits("file:///no/repository", "main", process.env)).rejects.toMatchObject({
      message: "git cannot read file:///no/repository: '/no/repository' does not appear to be a git repository",
    });
  });

  it("is not quoted with its password", async () => {
    await expect(
      remoteCommits("https://user:canary@127.0.0.1:1/x.git", "main", { ...process.env, HTTPS_PROXY: "" }),
    ).rejects.toThrow(
      /^git cannot read https:\/\/127\.0\.0\.1:1\/x\.git: unable to access 'https:\/\/127\.0\.0\.1:1\/x\.git\/': (?!.*canary)/,
    );
  });

  it("wants a program run", async () => {
    await expect(remoteCommits("ext::sh -c true", "main", process.env)).rejects.toMatchObject({
      message: "git cannot read ext::sh -c true: transport 'ext' not allowed",
    });
  });

  it("has no git", async () => {
    await expect(remoteCommits(url, "main", { PATH: "/nowhere" })).rejects.toMatchObject({
      message: `git cannot read ${url}: git is not installed`,
    });
  });

  it("is not another one that a Git hook's environment names", async () => {
    expect(await remoteCommits(url, "main", { ...process.env, GIT_DIR: "/nowhere" })).toEqual([
      git("rev-parse", "main"),
    ]);
  });
});
