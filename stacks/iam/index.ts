import { elementsOf, type Element, type StackJson } from "./elements.js";
import type { Grant } from "./grant.js";
import { mergeGrants, type Statement } from "./merge.js";
import { grantsFor } from "./needs.js";
import { splitStatements } from "./split.js";

export type { StackJson } from "./elements.js";

/** A policy as IAM takes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** What whoever deploys needs in one account. */
export interface AccountPolicies {
  readonly account: string;
  /** Roles that the account is reached through; none for the operator's own credentials. */
  readonly roles: readonly string[];
  readonly regions: readonly string[];
  /** As many as the longest that IAM takes makes necessary. */
  readonly policies: readonly PolicyDocument[];
}

export interface DeployerOptions {
  readonly environment: string;
  /** Leaves out what only an apply needs. @default false */
  readonly planOnly?: boolean;
}

/** Finds what the stacks of an environment need in each account, from their Terraform JSON. */
export function deployerPolicies(
  stacks: readonly StackJson[],
  { environment, planOnly = false }: DeployerOptions,
): readonly AccountPolicies[] {
  const elements = stacks.flatMap((stack) => elementsOf(environment, stack));
  const accounts = [...new Set(elements.map(({ account }) => account))].sort();
  return accounts.map((account) => {
    const own = elements.filter((element) => element.account === account);
    return policiesOf(account, own, planOnly);
  });
}

function policiesOf(account: string, elements: readonly Element[], planOnly: boolean): AccountPolicies {
  const regions = [...new Set(elements.map(({ region }) => region))].sort();
  const grants = elements.flatMap(grantsFor).filter(({ access }) => access === "read" || !planOnly);
  const statements = mergeGrants(grants.map((grant) => inRegions(grant, regions)));
  return {
    account,
    roles: [...new Set(elements.flatMap(({ role }) => role ?? []))].sort(),
    regions,
    policies: splitStatements(statements).map((Statement) => ({ Version: "2012-10-17", Statement })),
  };
}

/** What has no ARN to limit it is limited to the regions that there are clusters in; IAM itself is of none. */
function inRegions(grant: Grant, regions: readonly string[]): Grant {
  if (!grant.resources.includes("*") || grant.actions.some((action) => action.startsWith("iam:"))) return grant;
  const { StringEquals: equals, ...others } = grant.conditions ?? {};
  return { ...grant, conditions: { ...others, StringEquals: { ...equals, "aws:RequestedRegion": regions } } };
}
