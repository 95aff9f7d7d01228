import type * as z from "zod";
import { checkedString, fields, nonEmpty } from "./fields.js";
import { gitopsRepositoryUrl } from "./local-paths.js";
import type { GitOpsSource } from "./topology.js";
import { gitUrl } from "./urls.js";

const repositoryFolder = checkedString((value) => {
  const outside = value === "" || value.startsWith("/") || value.split("/").includes("..");
  return outside ? { expected: "a folder inside the repository, for example environments/prod" } : undefined;
});

const gitopsFields = {
  repoURL: gitUrl
    .optional()
    .describe("Git repository, without credentials. Default, for a local hub only: a repository seeded from gitops/."),
  revision: nonEmpty.default("main").describe("Branch, tag or commit."),
  path: repositoryFolder.optional().describe("Folder in the repository. Default: environments/<name>."),
};

/** The `gitops` field: what the root Application syncs. */
export const gitopsSchema = fields(gitopsFields).describe("What the root Application syncs.");

/** The same where the environment's own `gitops` says the rest. */
export const partialGitopsSchema = fields({ ...gitopsFields, revision: nonEmpty.optional() });

/** Fills in the local repository and the folder; rules see to it that only a local hub relies on the former. */
export function resolveGitOps(
  gitops: z.output<typeof gitopsSchema>,
  environment: string,
  projectDirectory: string,
): GitOpsSource {
  return {
    repoURL: gitops.repoURL ?? gitopsRepositoryUrl(projectDirectory, environment),
    revision: gitops.revision,
    path: gitops.path ?? `environments/${environment}`,
  };
}
