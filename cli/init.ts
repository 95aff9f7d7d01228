import { existsSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { askYesNo, isInteractive, withPerson, type Person } from "./terminal/ask.js";
import { unifiedDiff } from "./terminal/diff.js";
import type { Topology } from "../config/topology.js";
import type { Answers, ExistingAnswers, InitOptions } from "./init/answers.js";
import { checkAnswers } from "./init/check.js";
import { atHome, findContexts, kubeconfigFiles, type FoundContext } from "./init/contexts.js";
import { comparePlan, writeFiles, type Conflict, type PlannedFile } from "./init/files.js";
import { fleetFiles } from "./init/fleet-files.js";
import { schemaPath } from "./init/package.js";
import { freeLocalPort } from "./init/ports.js";
import { shellWord } from "./init/shell-word.js";
import { environmentText } from "./init/templates/environment.js";
import { projectFiles } from "./init/templates/project.js";
import { unattendedAnswers } from "./init/unattended.js";
import { askAnswers } from "./init/wizard.js";
import { otherEnvironments, sharedStack } from "./neighbours.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";

/** `hubspoke init`: a project, or in a project an environment. */
export async function init(folder: string | undefined, options: InitOptions): Promise<number> {
  const directory = resolve(folder ?? ".");
  if (statSync(directory, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`${folder} is a file, expected a folder`);
  }
  if (!options.yes && isInteractive()) return withPerson((person) => run(directory, options, person));
  return run(directory, options);
}

/** The same, with or without somebody to ask. */
export async function run(directory: string, options: InitOptions, person?: Person): Promise<number> {
  const isProject = ["cdktf.json", "environments"].some((name) => existsSync(join(directory, name)));
  const collected = await collectAnswers(directory, options, person);
  const file = requireOnlyFile(directory, collected.name);
  const others = otherEnvironments(directory, join(directory, file));
  const answers = withPort(collected, others);
  const text = environmentText(answers, schemaPath(directory));
  const shared = sharedStack(checkAnswers(directory, text, answers), others);
  if (shared !== undefined) throw new UsageError(`--name ${answers.name}: ${shared}\n  fix: choose another name`);
  const wantsFleet = !isProject || (answers.provider === "local" && answers.gitops.repoURL === undefined);
  const planned = [
    { path: file, text },
    ...(isProject ? [] : projectFiles(basename(directory), answers)),
    ...(wantsFleet ? fleetFiles(directory, answers) : []),
  ];
  const files = await settleConflicts(directory, planned, { options, person });
  writeFiles(directory, files);
  writeData(summaryOf({ directory, answers, files, isProject }));
  return EXIT.fine;
}

async function collectAnswers(directory: string, options: InitOptions, person?: Person): Promise<Answers> {
  const kubeconfigs = options.kubeconfig === undefined ? kubeconfigFiles(process.env) : [atHome(options.kubeconfig)];
  if (person !== undefined) {
    const surroundings = { projectDirectory: directory, kubeconfigs, environment: process.env };
    return askAnswers(person, options, surroundings);
  }
  const [kubeconfig = ""] = kubeconfigs;
  const { contexts, skipped } = findContexts(kubeconfigs);
  const answers = unattendedAnswers(options, { contexts, kubeconfig, projectDirectory: directory });
  if (answers.provider === "existing") {
    skipped.forEach((reason) => writeStatus(`warning: ${reason}`));
    if (skipped.length === 0) warnOfContexts(answers, contexts);
  }
  return answers;
}

/** A context may come later, or be on the machine that deploys: no more than a warning. */
function warnOfContexts({ hub, spokes }: ExistingAnswers, contexts: readonly FoundContext[]): void {
  const missing = [hub, ...spokes].filter(({ context }) => !contexts.some(({ name }) => name === context));
  missing.forEach(({ context }) => writeStatus(`warning: your kubeconfig has no context ${JSON.stringify(context)}`));
}

/** The file of an environment, whose name no file of another kind has. */
function requireOnlyFile(directory: string, name: string): string {
  const others = ["yml", "ts"].map((ending) => `environments/${name}.${ending}`);
  const found = others.find((file) => existsSync(join(directory, file)));
  if (found === undefined) return `environments/${name}.yaml`;
  throw new UsageError(`--name ${name}: ${found} is there already\n  fix: choose another name`);
}

/** Local clusters of several environments of a project do not share ports. */
function withPort(answers: Answers, others: readonly Topology[]): Answers {
  if (answers.provider !== "local" || answers.port !== undefined) return answers;
  return { ...answers, port: freeLocalPort(others, answers.spokes.length) };
}

interface Overwriting {
  readonly options: InitOptions;
  readonly person?: Person;
}

/**
 * The files to write: what is there already is overwritten only where somebody says so.
 *
 * @throws UsageError with all files that are in the way, and nothing is written
 */
async function settleConflicts(
  directory: string,
  planned: readonly PlannedFile[],
  { options, person }: Overwriting,
): Promise<readonly PlannedFile[]> {
  const { files, conflicts } = comparePlan(directory, planned);
  if (conflicts.length === 0 || options.force) return files;
  if (person === undefined) {
    const list = conflicts.map(({ path }) => `  ${path}`).join("\n");
    throw new UsageError(`nothing was written: these files are there already\n${list}\n  fix: --force overwrites them`);
  }
  const kept = new Set<string>();
  for (const conflict of conflicts) {
    if (!(await askToOverwrite(conflict, person))) kept.add(conflict.path);
  }
  return files.filter(({ path }) => !kept.has(path));
}

function askToOverwrite({ path, present, text }: Conflict, person: Person): Promise<boolean> {
  person.tell(unifiedDiff(present, text, { from: path, to: path, color: !process.env["NO_COLOR"] }));
  return askYesNo(person, `${path} is there already: overwrite it?`, false);
}

interface Written {
  readonly directory: string;
  readonly answers: Answers;
  readonly files: readonly PlannedFile[];
  readonly isProject: boolean;
}

function summaryOf({ directory, answers, files, isProject }: Written): string {
  const { name, gitops } = answers;
  const folder = relative(process.cwd(), directory);
  return [
    files.length === 0 ? "everything is there already" : "wrote",
    ...files.map(({ path }) => `  ${path}`),
    "",
    "next:",
    ...(folder === "" ? [] : [`  cd ${shellWord(folder)}`]),
    ...(isProject ? [] : ["  npm install"]),
    ...(gitops.repoURL === undefined ? [] : [`  # ${deliveryStep(answers, isProject)}`]),
    `  npx hubspoke validate ${name}`,
    `  npx hubspoke up ${name}`,
  ].join("\n");
}

/** What Argo CD needs before there is anything that it could deliver. */
function deliveryStep({ name, gitops }: Answers, isProject: boolean): string {
  if (!isProject) return `commit the content of gitops/ to ${gitops.repoURL}`;
  return `commit what is to be delivered to ${gitops.path ?? `environments/${name}`} of ${gitops.repoURL}`;
}
