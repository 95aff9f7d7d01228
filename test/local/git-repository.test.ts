import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireFolder, seedRepository } from "../../local/git-repository.js";
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
  expect(await readdir(join(directory, "local"))).toEqual(["gitops.git"]);
});

test("what was committed since is never touched", async () => {
  const { directory, repository, gitops } = await project();
  const options = { repository, sources: [gitops], environment: process.env };
  await seedRepository(options);
  git(directory, "clone", "--quiet", repository, "clone");
  git(join(directory, "clone"), "commit", "--quiet", "--allow-empty", "--message=mine");
  git(join(directory, "clone"), "push", "--quiet", "origin", "main");
  const mine = git(repository, "rev-parse", "main");
  expect(await seedRepository(options)).toBe(false);
  expect(git(repository, "rev-parse", "main")).toBe(mine);
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

test("a folder to deliver that is not there is said at once", async () => {
  const { repository, gitops } = await project();
  await seedRepository({ repository, sources: [gitops], environment: process.env });
  await requireFolder(repository, { revision: "main", path: "environments" }, process.env);
  const missing = requireFolder(repository, { revision: "main", path: "environments/dev" }, process.env);
  expect(await failureOf(missing)).toBe(
    `nothing to deliver: the repository ${repository} has no folder "environments/dev" on main\n` +
      "  fix: commit one there, or name another in gitops.path",
  );
});

test("an unknown revision names the repository", async () => {
  const { repository, gitops } = await project();
  await seedRepository({ repository, sources: [gitops], environment: process.env });
  const unknown = requireFolder(repository, { revision: "nope", path: "environments" }, process.env);
  expect(await failureOf(unknown)).toBe(`git ls-tree failed in ${repository}: fatal: Not a valid object name nope`);
});
