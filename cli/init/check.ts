import { join } from "node:path";
import { ConfigError, type Problem } from "../../config/errors.js";
import { checkText } from "../../config/load.js";
import type { Topology } from "../../config/topology.js";
import { UsageError } from "../output.js";
import type { Answers } from "./answers.js";

/**
 * Checks the text that an environment file is to have.
 *
 * @throws UsageError that names the flag of each answer that is wrong
 */
export function checkAnswers(projectDirectory: string, text: string, answers: Answers): Topology {
  try {
    // The name may be no name for a file yet.
    return checkText(join(projectDirectory, "environments", "new.yaml"), text).topology;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(error.problems.map((problem) => describe(problem, answers)).join("\n"));
  }
}

function describe({ path, message, fix }: Problem, answers: Answers): string {
  return `${flagOf(path, answers)}: ${message}${fix === undefined ? "" : `\n  fix: ${fix}`}`;
}

const flags: readonly (readonly [path: RegExp, flag: string])[] = [
  [/^name$/, "--name"],
  [/^hub\.cluster\.port/, "--port"],
  [/^defaults\.cluster\.kubeconfig/, "--kubeconfig"],
  [/^(defaults|hub|spokes\[\d+\])\.cluster\.region/, "--region"],
  [/^(defaults|hub|spokes\[\d+\])\.cluster\.account/, "--account"],
  [/^hub\./, "--hub"],
  [/^gitops\.revision/, "--revision"],
  [/^gitops\.path/, "--path"],
  [/^gitops/, "--repo-url"],
  [/^backend\.s3\.region/, "--backend-region"],
  [/^backend\.s3\.bucket/, "--backend-bucket"],
  [/^backend/, "--backend"],
];

/** The flag that gives the value at a path; the path itself where none does. */
function flagOf(path: string, answers: Answers): string {
  const flag = flags.find(([pattern]) => pattern.test(path))?.[1];
  const spoke = /^spokes\[(\d+)\]/.exec(path)?.[1];
  if (flag !== undefined || spoke === undefined) return flag ?? path;
  return `--spoke ${spokeFlag(answers, Number(spoke))}`;
}

function spokeFlag(answers: Answers, index: number): string {
  if (answers.provider === "local") return answers.spokes[index] ?? "";
  const spoke = answers.spokes[index];
  if (spoke === undefined) return "";
  const cluster = "context" in spoke ? spoke.context : spoke.existing;
  return cluster === undefined ? spoke.name : `${spoke.name}=${cluster}`;
}
