import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { headRevision, seedRepository } from "../../local/git-repository.js";
import { failureOf, temporaryDirectory } from "./support.js";

async function project() {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, "gitops", "environments"), { recursive: true });
  await writeFile(join(directory, "gitops", "environments", "app.yaml"), "kind: ConfigMap\n");
  return { directory, repository: join(directory, "local", "gitops.git"), gitops: join(directory, "gitops") };
}

function git(directory: string, ...args: string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@localhost"];
  return execFileSync("git", [...identity, ...args], { cwd: directory, encoding: "utf8" }).trim();
}

test("the first of the folders that exists becomes one commit on main", async () => {
  const { directory, repository, gitops } = await project();
  const made = await seedRepository({
    repository,
    sources: [join(directory, "none"), gitops],
    environment: process.env,
  });
  expect(made).toBe(true);
  expect(git(repository, "ls-tree", "-r", "--name-only", "main")).toBe("environments/app.yaml");
  expect(git(repository, "rev-list", "--count", "--all")).toBe("1");
  expect(await headRevision(repository, "main", process.env)).toBe(git(repository, "rev-parse", "main"));
  expect(await readdir(join(directory, "local"))).toEqual(["gitops.git"]);
});

test("what was committed since is never touched", async () => {
  const { directory, repository, gitops } = await project();
  const options = { repository, sources: [gitops], environment: process.env };
  await seedRepository(options);
  git(directory, "clone", "--quiet", repository, "clone");
  git(join(directory, "clone"), "commit", "--quiet", "--allow-empty", "--message=mine");
  git(join(directory, "clone"), "push", "--quiet", "origin", "main");
  const mine = await headRevision(repository, "main", process.env);
  expect(await seedRepository(options)).toBe(false);
  expect(await headRevision(repository, "main", process.env)).toBe(mine);
});

test("the operator's Git configuration has no say", async () => {
  const { directory, repository, gitops } = await project();
  await writeFile(join(directory, ".gitconfig"), "[commit]\n\tgpgsign = true\n[core]\n\thooksPath = /nowhere\n");
  const environment = {
    ...process.env,
    HOME: directory,
    GIT_DIR: "/nowhere",
    GIT_CONFIG_GLOBAL: join(directory, ".gitconfig"),
  };
  expect(await seedRepository({ repository, sources: [gitops], environment })).toBe(true);
});

test("nothing to deliver is a clear error", async () => {
  const { directory, repository } = await project();
  const sources = [join(directory, "a"), join(directory, "b")];
  expect(await failureOf(seedRepository({ repository, sources, environment: process.env }))).toBe(
    `nothing to deliver: ${directory}/a and ${directory}/b do not exist`,
  );
});

test("an unknown revision names the repository", async () => {
  const { repository, gitops } = await project();
  await seedRepository({ repository, sources: [gitops], environment: process.env });
  expect(await failureOf(headRevision(repository, "nope", process.env))).toBe(
    `git rev-parse failed in ${repository}: fatal: Needed a single revision`,
  );
});
