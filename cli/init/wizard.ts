import type { ZodString } from "zod";
import { dnsLabel, type Complaint } from "../../config/fields/fields.js";
import { maxClusterName, maxEnvironmentName } from "../../config/names.js";
import { gitUrl } from "../../config/fields/urls.js";
import { shellWord } from "./shell-word.js";
import { askOne, askSeveral, askText, askYesNo, type Person } from "../terminal/ask.js";
import {
  defaultNames,
  defaultSpokes,
  existingSpoke,
  gitopsOf,
  localSpokes,
  portOf,
  providerOf,
  refuseForeignFlags,
  s3Of,
  type Answers,
  type ExistingAnswers,
  type InitOptions,
  type Provider,
  type S3Answer,
} from "./answers.js";
import { contextAnswer, findContexts, nameFor, writtenPath, type FoundContext } from "./contexts.js";
import { findEksClusters, hasAws, updateKubeconfigCommand } from "./eks.js";

/** What a wizard looks at, besides the person. */
export interface Surroundings {
  readonly projectDirectory: string;
  /** Kubeconfigs of the user, absolute; the first one is the default. */
  readonly kubeconfigs: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export interface WizardResult {
  readonly answers: Answers;
  /** What has to be run before the environment can be used. */
  readonly first: readonly string[];
}

/** Asks for every answer that no flag gives. */
export async function askAnswers(
  person: Person,
  options: InitOptions,
  surroundings: Surroundings,
): Promise<WizardResult> {
  const provider = providerOf(options) ?? (await askProvider(person));
  refuseForeignFlags(provider, options);
  const name = options.name ?? (await askName(person, defaultNames[provider]));
  if (provider === "existing") return askExisting(person, options, { ...surroundings, name });
  const spokes = options.spoke ?? (await askLocalSpokes(person));
  const common = { name, gitops: gitopsOf(options), s3: s3Of(options) };
  const answers = { ...common, provider, spokes: localSpokes(spokes), port: portOf(options.port) };
  return { answers, first: [] };
}

async function askProvider(person: Person): Promise<Provider> {
  const choices = [
    "on this machine: made here, nothing else is needed (local)",
    "there already: contexts of a kubeconfig (existing)",
  ];
  return (await askOne(person, "Where are the clusters?", choices)) === 0 ? "local" : "existing";
}

function askName(person: Person, fallback: string): Promise<string> {
  return askText(person, "name of the environment", { fallback, check: complaintBy(dnsLabel(maxEnvironmentName)) });
}

/** What the schema of a field says of an answer. */
function complaintBy(schema: ZodString): (answer: string) => string | undefined {
  return (answer) => {
    const [issue] = schema.safeParse(answer).error?.issues ?? [];
    const complaint = issue?.code === "custom" ? (issue.params?.complaint as Complaint) : undefined;
    if (complaint === undefined) return issue?.message;
    return "message" in complaint ? complaint.message : `expected ${complaint.expected}`;
  };
}

async function askLocalSpokes(person: Person): Promise<readonly string[]> {
  const answer = await askText(person, "spokes, separated by commas", { fallback: defaultSpokes.join(", ") });
  return wordsOf(answer);
}

function wordsOf(answer: string): readonly string[] {
  return answer
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
}

/** A cluster that can be chosen. */
interface Candidate extends FoundContext {
  readonly label: string;
  /** Command that makes the context, where it is not there yet. */
  readonly make?: string;
}

async function askExisting(
  person: Person,
  options: InitOptions,
  surroundings: Surroundings & { readonly name: string },
): Promise<WizardResult> {
  const { projectDirectory, name } = surroundings;
  const candidates = await findCandidates(person, options, surroundings);
  const place = { contexts: candidates, kubeconfig: surroundings.kubeconfigs[0] ?? "", projectDirectory };
  const hub = options.hub ?? (await askHub(person, candidates));
  const spokes = options.spoke?.map(existingSpoke) ?? (await askSpokes(person, candidates, hub));
  const repoUrl = options.repoUrl ?? (await askRepository(person));
  const s3 = options.backend === undefined && options.backendBucket === undefined ? await askS3(person) : s3Of(options);
  const answers: ExistingAnswers = {
    name,
    provider: "existing",
    kubeconfig: writtenPath(place.kubeconfig, projectDirectory),
    hub: contextAnswer(hub, place),
    spokes: spokes.map(({ name: spoke, context }) => ({ name: spoke, ...contextAnswer(context, place) })),
    gitops: gitopsOf({ ...options, repoUrl }),
    s3,
  };
  const used = [hub, ...spokes.map(({ context }) => context)];
  const makers = candidates.filter((candidate) => used.includes(candidate.name)).flatMap(({ make }) => make ?? []);
  return { answers, first: makers };
}

function askRepository(person: Person): Promise<string> {
  return askText(person, "URL of the Git repository that Argo CD delivers from", { check: complaintBy(gitUrl) });
}

async function findCandidates(
  person: Person,
  options: InitOptions,
  { kubeconfigs, environment }: Surroundings,
): Promise<readonly Candidate[]> {
  const { contexts, skipped } = findContexts(kubeconfigs);
  skipped.forEach((reason) => person.tell(`passed over: ${reason}`));
  const several = new Set(contexts.map(({ file }) => file)).size > 1;
  const found = contexts.map((context) => ({
    ...context,
    label: several ? `${context.name}  (${context.file})` : context.name,
  }));
  if (options.hub !== undefined && options.spoke !== undefined) return found;
  const eks = await findEks(person, environment, kubeconfigs[0] ?? "");
  return [...found, ...eks.filter((cluster) => !found.some(({ name }) => name === cluster.name))];
}

/** EKS clusters become contexts: their own provider, which creates them, is not implemented yet. */
async function findEks(person: Person, environment: NodeJS.ProcessEnv, file: string): Promise<readonly Candidate[]> {
  if (!(await hasAws(environment))) return [];
  if (!(await askYesNo(person, "look for EKS clusters with the aws CLI?", false))) return [];
  const region = await askText(person, "AWS region", {
    fallback: environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"],
  });
  const { clusters, problem } = await findEksClusters(region, environment);
  if (problem !== undefined) person.tell(`passed over: aws eks list-clusters: ${problem}`);
  else if (clusters.length === 0) person.tell(`no EKS clusters in ${region}`);
  return clusters.map((name) => ({
    name,
    file,
    label: `${name}  (EKS in ${region}, by a context that aws eks update-kubeconfig makes)`,
    make: updateKubeconfigCommand(name, shellWord(region), shellWord(file)),
  }));
}

async function askHub(person: Person, candidates: readonly Candidate[]): Promise<string> {
  if (candidates.length === 0) return askText(person, "context of the hub");
  const labels = candidates.map(({ label }) => label);
  return candidates[await askOne(person, "Which is the hub?", labels)]?.name ?? "";
}

async function askSpokes(
  person: Person,
  candidates: readonly Candidate[],
  hub: string,
): Promise<readonly { readonly name: string; readonly context: string }[]> {
  const rest = candidates.filter(({ name }) => name !== hub);
  if (rest.length === 0) {
    const answer = await person.ask("spokes as name=context, separated by commas [none]: ");
    return wordsOf(answer).map(existingSpoke);
  }
  const labels = rest.map(({ label }) => label);
  const chosen = await askSeveral(person, "Which are the spokes?", labels);
  const spokes = new Map<string, string>();
  const isLabel = complaintBy(dnsLabel(maxClusterName));
  const check = (name: string) => (spokes.has(name) || name === "hub" ? "that name is taken" : isLabel(name));
  for (const context of chosen.map((index) => rest[index]?.name ?? "")) {
    spokes.set(await askText(person, `name of the spoke ${context}`, { fallback: nameFor(context), check }), context);
  }
  return [...spokes].map(([name, context]) => ({ name, context }));
}

async function askS3(person: Person): Promise<S3Answer | undefined> {
  const choices = ["on this machine, in .hubspoke/state", "in an S3 bucket, encrypted and locked"];
  if ((await askOne(person, "Where does Terraform keep its state?", choices)) === 0) return undefined;
  return { bucket: await askText(person, "name of the bucket"), region: await askText(person, "region of the bucket") };
}
