import { quote } from "../../config/edit/scalars.js";
import { UsageError } from "../output.js";
import { nameFor, type ContextAnswer } from "./contexts.js";

/** Flags of `hubspoke init`. */
export interface InitOptions {
  readonly name?: string;
  readonly provider?: string;
  readonly hub?: string;
  readonly spoke?: readonly string[];
  readonly kubeconfig?: string;
  readonly port?: string;
  readonly region?: string;
  readonly account?: string;
  readonly repoUrl?: string;
  readonly revision?: string;
  readonly path?: string;
  readonly backend?: string;
  readonly backendBucket?: string;
  readonly backendRegion?: string;
  readonly yes?: boolean;
  readonly force?: boolean;
}

export interface GitOpsAnswer {
  readonly repoURL?: string;
  readonly revision?: string;
  readonly path?: string;
}

export interface S3Answer {
  readonly bucket: string;
  readonly region: string;
}

interface CommonAnswers {
  readonly name: string;
  readonly gitops: GitOpsAnswer;
  /** Undefined: state on this machine. */
  readonly s3?: S3Answer;
}

/** Clusters on this machine. */
export interface LocalAnswers extends CommonAnswers {
  readonly provider: "local";
  readonly spokes: readonly string[];
  /** First port of the hub, where it is not the default. */
  readonly port?: number;
}

/** Clusters that are there already. */
export interface ExistingAnswers extends CommonAnswers {
  readonly provider: "existing";
  readonly kubeconfig: string;
  readonly hub: ContextAnswer;
  readonly spokes: readonly (ContextAnswer & { readonly name: string })[];
}

/** An EKS cluster: one that is created, or one that is there. */
export interface EksAnswer {
  /** Its name in EKS; undefined: it is created. */
  readonly existing?: string;
  /** Whether its endpoint is public, where it is there. */
  readonly public?: boolean;
}

/** Clusters in AWS. */
export interface EksAnswers extends CommonAnswers {
  readonly provider: "eks";
  readonly region: string;
  readonly account: string;
  readonly hub: EksAnswer;
  readonly spokes: readonly (EksAnswer & { readonly name: string })[];
}

/** All that an environment file is made from. */
export type Answers = LocalAnswers | ExistingAnswers | EksAnswers;

export type Provider = Answers["provider"];

/** Names that the documentation uses too. */
export const defaultSpokes = ["payments", "search"];

export const defaultNames: Readonly<Record<Provider, string>> = { local: "local", existing: "dev", eks: "prod" };

/** The provider that the flags say or imply. */
export function providerOf(options: InitOptions): Provider | undefined {
  const { provider } = options;
  if (provider === undefined) return impliedProvider(options);
  if (provider === "local" || provider === "existing" || provider === "eks") return provider;
  throw new UsageError(`--provider ${JSON.stringify(provider)}, expected one of: local, existing, eks`);
}

function impliedProvider({ hub, kubeconfig, region, account, spoke = [] }: InitOptions): Provider | undefined {
  if (region !== undefined || account !== undefined) return "eks";
  const contexts = hub !== undefined || kubeconfig !== undefined || spoke.some((each) => each.includes("="));
  return contexts ? "existing" : undefined;
}

/** Flags that say nothing of the clusters of a provider. */
const foreignFlags = {
  local: ["hub", "kubeconfig", "region", "account"],
  existing: ["port", "region", "account"],
  eks: ["port", "kubeconfig"],
} as const;

/**
 * Refuses flags that say nothing of such an environment.
 *
 * @throws UsageError
 */
export function refuseForeignFlags(provider: Provider, options: InitOptions): void {
  const given = foreignFlags[provider].find((flag) => options[flag] !== undefined);
  if (given === undefined) return;
  throw new UsageError(
    `--${given} says nothing of ${provider} clusters\n  fix: leave it out, or choose another --provider`,
  );
}

/** Names of local spokes. */
export function localSpokes(spokes: readonly string[]): readonly string[] {
  const withContext = spokes.find((spoke) => spoke.includes("="));
  if (withContext === undefined) return spokes;
  throw new UsageError(`--spoke ${quote(withContext)}: a local cluster has no context, expected a name alone`);
}

/** A spoke that is there already: `name=context`, or a context that the name is taken from. */
export function existingSpoke(text: string): { readonly name: string; readonly context: string } {
  const at = text.indexOf("=");
  return at === -1 ? { name: nameFor(text), context: text } : { name: text.slice(0, at), context: text.slice(at + 1) };
}

/** An EKS spoke: `name=cluster` for one that is there, a name alone for one that is created. */
export function eksSpoke(text: string): EksAnswer & { readonly name: string } {
  const at = text.indexOf("=");
  return at === -1 ? { name: text } : { name: text.slice(0, at), existing: text.slice(at + 1) };
}

/**
 * The port that a flag gives.
 *
 * @throws UsageError for what is no number
 */
export function portOf(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,5}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UsageError(`--port ${JSON.stringify(text)}, expected a number`);
}

/**
 * The backend that the flags say; undefined where they say nothing, or that state is kept on this machine.
 *
 * @throws UsageError for one that takes more than flags, and for one that is not whole
 */
export function s3Of({ backend, backendBucket: bucket, backendRegion: region }: InitOptions): S3Answer | undefined {
  const detailed = bucket !== undefined || region !== undefined;
  const kind = backend ?? (detailed ? "s3" : "local");
  if (kind === "local" && detailed) {
    throw new UsageError("--backend-bucket and --backend-region say nothing of a local backend\n  fix: --backend s3");
  }
  if (kind === "local") return undefined;
  if (kind === "s3") return wholeS3(bucket, region);
  const fix = "leave it out, and write backend: into the file (hubspoke explain backend)";
  throw new UsageError(`--backend ${JSON.stringify(kind)}, expected one of: local, s3\n  fix: ${fix}`);
}

function wholeS3(bucket: string | undefined, region: string | undefined): S3Answer {
  if (bucket !== undefined && region !== undefined) return { bucket, region };
  throw missing([
    ...(bucket === undefined ? ["--backend-bucket <bucket>, the S3 bucket that holds the state"] : []),
    ...(region === undefined ? ["--backend-region <region>, the region of that bucket"] : []),
  ]);
}

/** What is said of answers that neither a flag gives nor anybody who is there. */
export function missing(flags: readonly string[]): UsageError {
  const list = flags.map((flag) => `missing ${flag}`).join("\n");
  return new UsageError(`${list}\n  fix: give it, or run this in a terminal without --yes, to be asked`);
}

export function gitopsOf({ repoUrl, revision, path }: InitOptions): GitOpsAnswer {
  return {
    ...(repoUrl !== undefined && { repoURL: repoUrl }),
    ...(revision !== undefined && { revision }),
    ...(path !== undefined && { path }),
  };
}
