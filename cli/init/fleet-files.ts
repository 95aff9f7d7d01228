import { existsSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../config/edit/scalars.js";
import type { Answers } from "./answers.js";
import type { PlannedFile } from "./files.js";
import { sampleFleet, type SampleFile } from "./package.js";

/** Environment of the sample fleet in this package. */
const sampleEnvironment = "environments/local/";

/**
 * What Argo CD delivers in a new environment, below `gitops/`.
 *
 * A project that has a `gitops/` gets the folder of the environment only, and samples there only if it has the chart
 * that they deliver.
 */
export function fleetFiles(projectDirectory: string, answers: Answers): readonly PlannedFile[] {
  const folder = (answers.gitops.path ?? `environments/${answers.name}`).replace(/\/+$/, "");
  const sample = sampleFleet();
  const own = sample
    .filter(({ path }) => path.startsWith(sampleEnvironment))
    .map(({ path, text }) => ({
      path: `gitops/${folder}/${path.slice(sampleEnvironment.length)}`,
      text: text.replaceAll("hubspoke/environment: local", `hubspoke/environment: ${quote(answers.name)}`),
    }));
  if (!existsSync(join(projectDirectory, "gitops"))) return [...own, ...sharedFiles(projectDirectory, sample, own)];
  return existsSync(join(projectDirectory, "gitops", "platform-baseline")) ? own : [emptyFolder(folder, answers.name)];
}

/** The rest of the sample; that of an environment called `local` only where the project has relied on it so far. */
function sharedFiles(
  projectDirectory: string,
  sample: readonly SampleFile[],
  own: readonly PlannedFile[],
): readonly PlannedFile[] {
  const usesLocal = ["yaml", "yml", "ts"].some((ending) =>
    existsSync(join(projectDirectory, "environments", `local.${ending}`)),
  );
  return sample
    .filter(({ path }) => usesLocal || !path.startsWith(sampleEnvironment))
    .map(({ path, text }) => ({ path: `gitops/${path}`, text }))
    .filter(({ path }) => !own.some((file) => file.path === path));
}

function emptyFolder(folder: string, name: string): PlannedFile {
  return {
    path: `gitops/${folder}/README.md`,
    text: `What Argo CD delivers in the environment ${name}: put ApplicationSets and Applications into this folder.\n`,
  };
}
