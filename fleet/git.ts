import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A repository that cannot be read from here. */
export class GitError extends Error {
  override readonly name = "GitError";
}

type Env = Readonly<Record<string, string | undefined>>;

/** What Argo CD lets a revision be besides a branch or a tag: a commit, or a range of versions. */
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * The commits that a revision of a repository may mean now; none if it is no branch, tag or commit.
 *
 * An annotated tag gives two: the tag object and the commit, and Argo CD may name either. Never asks for a
 * password; for a repository on this machine no Git configuration is read.
 */
export async function remoteCommits(repoURL: string, revision: string, env: Env): Promise<readonly string[]> {
  if (COMMIT.test(revision)) return [revision];
  const patterns = revision === "HEAD" ? ["HEAD"] : refsOf(revision);
  const args = ["ls-remote", "--", repoURL, ...patterns];
  const { stdout } = await promisify(execFile)("git", args, { env: gitEnv(repoURL, env), timeout: 15_000 }).catch(
    (error: unknown) => {
      throw new GitError(`git cannot read ${withoutPassword(repoURL)}: ${gitReason(error)}`);
    },
  );
  const commits = new Map(stdout.split("\n").map((line) => line.split("\t").reverse() as [string, string]));
  // A pattern of ls-remote matches the end of a name, so other refs can be among them.
  const names = patterns.filter((name) => commits.has(name));
  const first = names[0];
  return names.filter((name) => name.startsWith(first ?? "")).map((name) => commits.get(name) ?? "");
}

function refsOf(revision: string): string[] {
  if (revision.startsWith("refs/")) return [revision];
  return [`refs/heads/${revision}`, `refs/tags/${revision}`, `refs/tags/${revision}^{}`];
}

function gitEnv(repoURL: string, env: Env): Env {
  // Set by Git in its own hooks, these would point our Git at another repository.
  const outer = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|NAMESPACE|PREFIX)$/.test(name)),
  );
  const hermetic = { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  return {
    GIT_SSH_COMMAND: "ssh -o BatchMode=yes",
    ...outer,
    ...(repoURL.startsWith("file:") ? hermetic : {}),
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "true",
    GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
    LC_ALL: "C",
  };
}

function gitReason(error: unknown): string {
  const { code, killed, stderr = "" } = error as { code?: unknown; killed?: boolean; stderr?: string };
  if (code === "ENOENT") return "git is not installed";
  if (killed) return "no answer within 15 s";
  const lines = stderr.split("\n").filter((line) => line !== "");
  const fatal = lines.find((line) => line.startsWith("fatal: ")) ?? lines[0] ?? `exit code ${String(code)}`;
  return withoutPassword(fatal.replace(/^fatal: /, ""));
}

function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]*@/g, "$1");
}
