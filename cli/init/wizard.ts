import { dnsLabel } from "../../config/fields/fields.js";
import { maxEnvironmentName } from "../../config/names.js";
import { askOne, askSeveral, askText, type Person } from "../terminal/ask.js";
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
  type InitOptions,
  type Provider,
} from "./answers.js";
import { contextAnswer, findContexts, writtenPath, type FoundContext } from "./contexts.js";
import { askEks } from "./eks.js";
import { askBackend, askNames, askRepository, complaintBy, wordsOf } from "./questions.js";

/** What a wizard looks at, besides the person. */
export interface Surroundings {
  readonly projectDirectory: string;
  /** Kubeconfigs of the user, absolute; the first one is the default. */
  readonly kubeconfigs: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Asks for every answer that no flag gives. */
export async function askAnswers(person: Person, options: InitOptions, surroundings: Surroundings): Promise<Answers> {
  const provider = providerOf(options) ?? (await askProvider(person));
  refuseForeignFlags(provider, options);
  const name = options.name ?? (await askName(person, defaultNames[provider]));
  if (provider === "eks") return askEks(person, options, { ...surroundings, name });
  if (provider === "existing") return askExisting(person, options, { ...surroundings, name });
  const spokes = options.spoke ?? (await askLocalSpokes(person));
  const common = { name, gitops: gitopsOf(options), s3: s3Of(options) };
  return { ...common, provider, spokes: localSpokes(spokes), port: portOf(options.port) };
}

const providers: readonly (readonly [provider: Provider, choice: string])[] = [
  ["local", "on this machine: made here, nothing else is needed (local)"],
  ["existing", "there already: contexts of a kubeconfig (existing)"],
  ["eks", "in AWS: EKS clusters that are there, or are created (eks)"],
];

async function askProvider(person: Person): Promise<Provider> {
  const choices = providers.map(([, choice]) => choice);
  return providers[await askOne(person, "Where are the clusters?", choices)]?.[0] ?? "local";
}

function askName(person: Person, fallback: string): Promise<string> {
  return askText(person, "name of the environment", { fallback, check: complaintBy(dnsLabel(maxEnvironmentName)) });
}

async function askLocalSpokes(person: Person): Promise<readonly string[]> {
  const answer = await askText(person, "spokes, separated by commas", { fallback: defaultSpokes.join(", ") });
  return wordsOf(answer);
}

/** A cluster that can be chosen. */
interface Candidate extends FoundContext {
  readonly label: string;
}

async function askExisting(
  person: Person,
  options: InitOptions,
  surroundings: Surroundings & { readonly name: string },
): Promise<Answers> {
  const { projectDirectory, name } = surroundings;
  const candidates = findCandidates(person, surroundings);
  const place = { contexts: candidates, kubeconfig: surroundings.kubeconfigs[0] ?? "", projectDirectory };
  const hub = options.hub ?? (await askHub(person, candidates));
  const spokes = options.spoke?.map(existingSpoke) ?? (await askSpokes(person, candidates, hub));
  const repoUrl = options.repoUrl ?? (await askRepository(person));
  const s3 = await askBackend(person, options);
  return {
    name,
    provider: "existing",
    kubeconfig: writtenPath(place.kubeconfig, projectDirectory),
    hub: contextAnswer(hub, place),
    spokes: spokes.map(({ name: spoke, context }) => ({ name: spoke, ...contextAnswer(context, place) })),
    gitops: gitopsOf({ ...options, repoUrl }),
    s3,
  };
}

function findCandidates(person: Person, { kubeconfigs }: Surroundings): readonly Candidate[] {
  const { contexts, skipped } = findContexts(kubeconfigs);
  skipped.forEach((reason) => person.tell(`passed over: ${reason}`));
  const several = new Set(contexts.map(({ file }) => file)).size > 1;
  return contexts.map((context) => ({
    ...context,
    label: several ? `${context.name}  (${context.file})` : context.name,
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
  const chosen = await askSeveral(
    person,
    "Which are the spokes?",
    rest.map(({ label }) => label),
  );
  const contexts = chosen.map((index) => rest[index]?.name ?? "");
  return [...(await askNames(person, contexts))].map(([name, context]) => ({ name, context }));
}
