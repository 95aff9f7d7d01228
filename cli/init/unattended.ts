import {
  defaultNames,
  defaultSpokes,
  existingSpoke,
  gitopsOf,
  localSpokes,
  missing,
  portOf,
  providerOf,
  refuseForeignFlags,
  s3Of,
  type Answers,
  type InitOptions,
  type Provider,
} from "./answers.js";
import { contextAnswer, writtenPath, type ContextPlace } from "./contexts.js";
import { eksAnswers } from "./eks.js";

/**
 * The answers where nobody is asked: flags, and with `--yes` defaults.
 *
 * @throws UsageError that names the flag of each answer that is missing
 */
export function unattendedAnswers(options: InitOptions, place: ContextPlace): Answers {
  const provider = providerOf(options) ?? (options.yes ? "local" : undefined);
  if (provider !== undefined) refuseForeignFlags(provider, options);
  const lacking = missingFlags(provider, options);
  if (provider === undefined || lacking.length > 0) throw missing(lacking);
  return answersOf(provider, options, place);
}

function answersOf(provider: Provider, options: InitOptions, place: ContextPlace): Answers {
  const { name = defaultNames[provider], hub = "", spoke } = options;
  const common = { name, gitops: gitopsOf(options), s3: s3Of(options) };
  if (provider === "local") {
    return { ...common, provider, spokes: localSpokes(spoke ?? defaultSpokes), port: portOf(options.port) };
  }
  if (provider === "eks") return eksAnswers(options, common);
  const spokes = (spoke ?? []).map(existingSpoke);
  return {
    ...common,
    provider,
    kubeconfig: writtenPath(place.kubeconfig, place.projectDirectory),
    hub: contextAnswer(hub, place),
    spokes: spokes.map(({ name, context }) => ({ name, ...contextAnswer(context, place) })),
  };
}

/** Flags that have to be given; `--yes` stands for those that have a default. */
function missingFlags(provider: Provider | undefined, options: InitOptions): readonly string[] {
  const { yes, name, hub, repoUrl, region, account } = options;
  const needed: readonly (readonly [lacks: boolean, flag: string])[] = [
    [provider === undefined, "--provider <local|existing|eks>, where the clusters are (or --yes for local)"],
    [name === undefined && !yes, "--name <name>, the environment's name (or --yes for a default)"],
    [region === undefined && provider === "eks", "--region <region>, the AWS region of the clusters"],
    [account === undefined && provider === "eks", "--account <id>, the AWS account of the clusters"],
    [hub === undefined && provider === "existing", "--hub <context>, the hub's context in the kubeconfig"],
    [repoUrl === undefined && isRemote(provider), "--repo-url <url>, the Git repository that Argo CD delivers from"],
  ];
  return needed.filter(([lacks]) => lacks).map(([, flag]) => flag);
}

function isRemote(provider: Provider | undefined): boolean {
  return provider === "existing" || provider === "eks";
}
