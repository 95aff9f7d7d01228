import type * as z from "zod";
import { checkedString, fields } from "./fields/fields.js";
import { gitopsRepositoryUrl } from "./local-paths.js";
import type { GitOpsSource } from "./topology.js";
import { gitUrl } from "./fields/urls.js";
import { variablesNote } from "./merge/variables.js";

const repositoryFolder = checkedString((value) => {
  const outside = value === "" || value.startsWith("/") || value.split("/").includes("..");
  if (outside || /[\\\u0000-\u001f\u007f]/.test(value)) {
    return { expected: "a folder inside the repository, for example environments/prod" };
  }
  const tidy = value.replace(/\/{2,}/g, "/").replace(/^\.\/+(?=.)|\/$/g, "");
  return tidy === value
    ? undefined
    : { expected: "a folder with single slashes between its parts", fix: `write ${tidy}` };
});

/** What Git never takes as a name; a range of tags such as `v1.*` is Argo CD's own and may hold more. */
const noRevision = /^[-/]|\/$|\.\.|\.lock$|@\{|[\\:?[\u0000-\u001f\u007f]/;

const revision = checkedString((value) =>
  value.trim() === "" || noRevision.test(value) ? { expected: "a branch, a tag or a commit" } : undefined,
).describe(`Branch, tag, commit, or range of tags such as v1.*. ${variablesNote}`);

const gitopsFields = {
  repoURL: gitUrl
    .optional()
    .describe(
      "Git repository, without credentials. Default, for a local hub only: a repository seeded from gitops/. " +
        variablesNote,
    )
    .meta({ examples: ["https://github.com/acme/gitops.git", "git@github.com:acme/gitops.git"] }),
  revision: revision.default("main"),
  path: repositoryFolder
    .optional()
    .describe(`Folder in the repository. Default: environments/<name>. ${variablesNote}`)
    .meta({ examples: ["environments/prod"] }),
};

/** The `gitops` field: what the root Application syncs. */
export const gitopsSchema = fields(gitopsFields).describe("What the root Application syncs.");

/** The same where the environment's own `gitops` says the rest. */
export const partialGitopsSchema = fields({
  repoURL: gitUrl.optional().describe(`Git repository. Default: the environment's. ${variablesNote}`),
  revision: revision.optional().describe(`Branch, tag or commit. Default: the environment's. ${variablesNote}`),
  path: repositoryFolder.optional().describe(`Folder in the repository. Default: the environment's. ${variablesNote}`),
});

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
