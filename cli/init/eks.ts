import { region as regionName } from "../../config/cluster/aws-regions.js";
import type { AdoptableCluster, OwnAccount } from "../../fleet/aws/adoption.js";
import { fixOf, problemOf } from "../../fleet/problem.js";
import { askOne, askSeveral, askText, type Person } from "../terminal/ask.js";
import { eksSpoke, gitopsOf, type EksAnswer, type EksAnswers, type InitOptions } from "./answers.js";
import { askBackend, askNames, askRepository, complaintBy, wordsOf } from "./questions.js";

type Common = Pick<EksAnswers, "name" | "gitops" | "s3">;

/** The answers where nobody is asked; AWS is not asked either. */
export function eksAnswers(options: InitOptions, common: Common): EksAnswers {
  const { region = "", account = "", hub, spoke = [] } = options;
  return { ...common, provider: "eks", region, account, hub: memberOf(hub), spokes: spoke.map(eksSpoke) };
}

function memberOf(existing: string | undefined): EksAnswer {
  return existing === undefined ? {} : { existing };
}

/** Asks for what no flag gives, with the clusters of the account to choose from. */
export async function askEks(
  person: Person,
  options: InitOptions,
  { name, environment }: { readonly name: string; readonly environment: NodeJS.ProcessEnv },
): Promise<EksAnswers> {
  const fallback = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  const region = options.region ?? (await askText(person, "AWS region", { fallback, check: complaintBy(regionName) }));
  const own = await look(person, region);
  const account = options.account ?? (await askAccount(person, own));
  // Clusters of another account cannot be seen, but named.
  const seen = own?.account === account ? own : undefined;
  const hub = options.hub === undefined ? await askHub(person, seen) : options.hub;
  const spokes = options.spoke?.map(eksSpoke) ?? (await askSpokes(person, seen, hub));
  const repoUrl = options.repoUrl ?? (await askRepository(person));
  const s3 = await askBackend(person, options);
  return {
    name,
    provider: "eks",
    region,
    account,
    hub: await withFacts(person, seen, memberOf(hub)),
    spokes: await inOrder(spokes, (spoke) => withFacts(person, seen, spoke)),
    gitops: gitopsOf({ ...options, repoUrl }),
    s3,
  };
}

/** The operator's own account; a machine without access to AWS can write the file all the same. */
async function look(person: Person, region: string): Promise<OwnAccount | undefined> {
  try {
    return await (await import("../../fleet/aws/adoption.js")).lookAtOwnAccount(region);
  } catch (error) {
    const fix = fixOf(error);
    person.tell(`passed over: ${problemOf(error)}${fix === undefined ? "" : `\n  fix: ${fix}`}`);
    return undefined;
  }
}

function askAccount(person: Person, own: OwnAccount | undefined): Promise<string> {
  const check = (answer: string) => (/^\d{12}$/.test(answer) ? undefined : "expected 12 digits");
  return askText(person, "id of the AWS account", { fallback: own?.account, check });
}

/** The name of the cluster in EKS; undefined for one that is created. */
async function askHub(person: Person, seen: OwnAccount | undefined): Promise<string | undefined> {
  const clusters = seen?.clusters ?? [];
  if (clusters.length === 0) {
    return (
      (await person.ask("EKS cluster that is the hub, if it is there already [none: one is created]: ")) || undefined
    );
  }
  const chosen = await askOne(person, "Which is the hub?", ["a new one, which is created", ...clusters]);
  return chosen === 0 ? undefined : clusters[chosen - 1];
}

async function askSpokes(
  person: Person,
  seen: OwnAccount | undefined,
  hub: string | undefined,
): Promise<readonly (EksAnswer & { readonly name: string })[]> {
  const clusters = (seen?.clusters ?? []).filter((cluster) => cluster !== hub);
  const chosen = clusters.length === 0 ? [] : await askSeveral(person, "Which are spokes?", clusters);
  const adopted = await askNames(
    person,
    chosen.map((index) => clusters[index] ?? ""),
  );
  const more = await person.ask(
    "more spokes, separated by commas: a name, or name=cluster for one that is there [none]: ",
  );
  return [...[...adopted].map(([name, existing]) => ({ name, existing })), ...wordsOf(more).map(eksSpoke)];
}

/** What the file has to say of a cluster that is there, and a warning where it cannot be a spoke as it is. */
async function withFacts<Member extends EksAnswer>(
  person: Person,
  seen: OwnAccount | undefined,
  member: Member,
): Promise<Member> {
  if (member.existing === undefined || seen === undefined) return member;
  const found: AdoptableCluster | undefined = await seen.describe(member.existing);
  if (found === undefined) return member;
  if (found.problem !== undefined) person.tell(`warning: ${found.problem.problem}\n  fix: ${found.problem.fix}`);
  return found.public ? { ...member, public: true } : member;
}

async function inOrder<Item>(items: readonly Item[], change: (item: Item) => Promise<Item>): Promise<readonly Item[]> {
  const changed: Item[] = [];
  for (const item of items) changed.push(await change(item));
  return changed;
}
