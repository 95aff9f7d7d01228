import type { Topology } from "../config/topology.js";
import { environmentPolicies } from "../stacks/iam/environment.js";
import type { AccountPolicies } from "../stacks/iam/index.js";
import { openTopology } from "./environment.js";
import { EXIT, UsageError, writeData, writeStatus } from "./output.js";

interface IamOptions {
  readonly account?: string;
  readonly plan?: boolean;
  readonly json?: boolean;
}

/** `hubspoke iam`: the policies of the role that deploys an environment, in each of its AWS accounts. */
export async function iam(nameOrPath: string, options: IamOptions): Promise<number> {
  const topology = openTopology(nameOrPath);
  const all = environmentPolicies(topology, { planOnly: options.plan === true });
  const accounts = chooseAccounts(topology, all, options.account);
  if (options.json) {
    writeData(JSON.stringify({ environment: topology.name, accounts }, undefined, 2));
    return EXIT.fine;
  }
  if (accounts.length === 0) writeStatus(`environment "${topology.name}" has nothing in AWS`);
  accounts.forEach((account) => writeAccount(topology.name, account, options.plan === true));
  return EXIT.fine;
}

function chooseAccounts(
  { file }: Topology,
  all: readonly AccountPolicies[],
  wanted: string | undefined,
): readonly AccountPolicies[] {
  const chosen = all.filter(({ account }) => wanted === undefined || account === wanted);
  if (chosen.length > 0 || wanted === undefined) return chosen;
  const known = all.map(({ account }) => account).join(", ") || "none";
  throw new UsageError(`account "${wanted}" is none of ${file}, expected one of: ${known}\n  fix: --account <id>`);
}

/** The policies are data, and what is said of them is for whoever reads along. */
function writeAccount(
  environment: string,
  { account, roles, regions, policies }: AccountPolicies,
  plan: boolean,
): void {
  const who = roles.length === 0 ? "your own credentials" : roles.join(", ");
  const count = policies.length === 1 ? "1 policy" : `${policies.length} policies`;
  writeStatus(`account ${account} in ${regions.join(", ")}: ${count} for ${who}`);
  policies.forEach((policy) => writeData(JSON.stringify(policy, undefined, 2)));
  hints(environment, roles, plan).forEach((hint) => writeStatus(`  ${hint}`));
}

function hints(environment: string, roles: readonly string[], plan: boolean): readonly string[] {
  const own = roles.filter((arn) => arn.includes(`:role/hubspoke-${environment}-`));
  return [
    ...roles.map((arn) => `trust: ${arn} trusts who runs hubspoke, and they may do sts:AssumeRole on it`),
    ...(plan
      ? []
      : [
          `it writes the policies of the roles hubspoke-${environment}-*, so guard it like an administrator of the account`,
        ]),
    ...own.map((arn) => `warning: ${arn} has a name of the environment's own roles, so it may change its own rights`),
  ];
}
