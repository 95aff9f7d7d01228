import { execFile } from "node:child_process";
import { cp, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { LocalError, hasCode } from "./errors.js";
import { ensureDirectory, exists } from "./files.js";

export interface SeedOptions {
  /** Folder of the bare repository. */
  readonly repository: string;
  /** Folders whose content may be the first commit; the first that exists is taken. */
  readonly sources: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Git that obeys nothing but its arguments: no configuration of operator or machine, no prompt, no hooks from templates. */
function gitEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith("GIT_"));
  const identity = { NAME: "hubspoke", EMAIL: "hubspoke@localhost" };
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: identity.NAME,
    GIT_AUTHOR_EMAIL: identity.EMAIL,
    GIT_COMMITTER_NAME: identity.NAME,
    GIT_COMMITTER_EMAIL: identity.EMAIL,
  };
}

/**
 * Makes the bare repository with one commit on `main`, unless it is there already: what was committed since is never touched.
 *
 * It is made beside its place and renamed, so an interrupted run leaves none rather than an empty one. Returns true when it was made.
 */
export async function seedRepository(options: SeedOptions): Promise<boolean> {
  if (await exists(join(options.repository, "HEAD"))) return false;
  const source = await firstExisting(options.sources);
  // The caller holds the environment, so what is there is what an interrupted run left.
  const temporary = `${options.repository}.tmp`;
  await rm(temporary, { recursive: true, force: true });
  await ensureDirectory(temporary);
  try {
    const bare = join(temporary, "bare.git");
    const work = join(temporary, "work");
    await cp(source, work, { recursive: true, filter: (path) => basename(path) !== ".git" });
    const git = (...args: string[]) => runGit(args, work, options.environment);
    await git("init", "--quiet", "--template=", "--initial-branch=main");
    await git("add", "--all", "--force");
    await git("commit", "--quiet", "--allow-empty", "--message=Seed from gitops/");
    await git("clone", "--quiet", "--bare", "--template=", ".", bare);
    await runGit(["remote", "remove", "origin"], bare, options.environment);
    await rm(options.repository, { recursive: true, force: true });
    await rename(bare, options.repository);
    return true;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Fails unless the repository has the folder that is to be delivered: Argo CD would look for it in vain, again and again. */
export async function requireFolder(
  repository: string,
  { revision, path }: { revision: string; path: string },
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const listed = await runGit(["ls-tree", "-d", "--name-only", revision, "--", path], repository, environment);
  if (listed.trim() !== "" || path === ".") return;
  throw new LocalError(
    `nothing to deliver: the repository ${repository} has no folder "${path}" on ${revision}\n` +
      `  fix: commit one there, or name another in gitops.path`,
    2,
  );
}

/** Version of Git; undefined when it is not on PATH. */
export async function gitVersion(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["--version"], { env: environment });
    return /(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function runGit(args: readonly string[], directory: string, environment: NodeJS.ProcessEnv): Promise<string> {
  try {
    const options = { cwd: directory, env: gitEnvironment(environment), maxBuffer: 8 << 20 };
    return (await promisify(execFile)("git", args, options)).stdout;
  } catch (error) {
    if (hasCode(error, "ENOENT") && (await exists(directory)))
      throw new LocalError("Git is needed and not on PATH; install it: https://git-scm.com/downloads", 2);
    const { stderr } = error as { stderr?: string };
    throw new LocalError(`git ${args[0]} failed in ${directory}: ${(stderr ?? "").trim() || "no such folder"}`);
  }
}

async function firstExisting(sources: readonly string[]): Promise<string> {
  for (const source of sources) if (await exists(source)) return source;
  throw new LocalError(`nothing to deliver: ${sources.join(" and ")} do not exist`, 2);
}
