import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { partitionOf } from "../../config/cluster/aws.js";
import type { TerraformJson } from "./support.js";

/** Statement of a policy, as it is in Terraform's JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: unknown;
}

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface WorldRole {
  readonly arn: string;
  readonly account: string;
  readonly trust: Policy;
  /** What is written in the stacks; not what AWS maintains. */
  readonly policies: readonly Policy[];
  /** ARNs of the policies that AWS maintains. */
  readonly managed: readonly string[];
}

/** What IAM would know of everything that was synthesised. */
export interface World {
  /** By ARN. */
  readonly roles: ReadonlyMap<string, WorldRole>;
  /** Every policy of any resource, by stack and address. */
  readonly policies: Readonly<Record<string, Policy>>;
}

/** Values of the expressions that are in policies: what Terraform would read. */
export type Expressions = Readonly<Record<string, string>>;

type Stacks = Readonly<Record<string, TerraformJson>>;
type Resource = Readonly<Record<string, unknown>>;

export function iamWorld(stacks: Stacks, expressions: Expressions = {}): World {
  const policies = Object.entries(stacks).flatMap(([id, stack]) =>
    resourcesOf(stack).flatMap(([address, resource]) =>
      textsOf(resource)
        .filter(([, text]) => text.includes('"Statement"'))
        .map(([path, text]) => [`${id}/${address}${path}`, parsePolicy(text, expressions)] as const),
    ),
  );
  const byPlace = Object.fromEntries(policies);
  const roles = Object.entries(stacks).flatMap(([id, stack]) => rolesOf(id, stack, byPlace));
  return { roles: new Map(roles.map((role) => [role.arn, role])), policies: byPlace };
}

function rolesOf(id: string, stack: TerraformJson, policies: Readonly<Record<string, Policy>>): readonly WorldRole[] {
  return Object.entries(stack.resource?.aws_iam_role ?? {}).map(([name, role]) => {
    const { account, partition } = placeOf(stack, role);
    const isOf = ([, resource]: readonly [string, Resource]) => resource.role === `\${aws_iam_role.${name}.name}`;
    const inline = entriesOf(stack, "aws_iam_role_policy").filter(isOf);
    const attached = entriesOf(stack, "aws_iam_role_policy_attachment").filter(isOf);
    const arns = attached.map(([, { policy_arn: arn }]) => String(arn));
    const own = arns.flatMap((arn) => /^\$\{(aws_iam_policy\.\w+)\.arn\}$/.exec(arn)?.[1] ?? []);
    const places = [...inline.map(([policy]) => `aws_iam_role_policy.${policy}`), ...own];
    return {
      arn: `arn:${partition}:iam::${account}:role/${String(role.name)}`,
      account,
      trust: given(policies[`${id}/aws_iam_role.${name}/assume_role_policy`]),
      policies: places.map((place) => given(policies[`${id}/${place}/policy`])),
      managed: arns.filter((arn) => !arn.startsWith("$")),
    };
  });
}

/** Account and partition of a resource: those of its provider. */
export function placeOf(stack: TerraformJson, { provider }: Resource) {
  const found = (stack.provider?.aws ?? []).find(({ alias }) => provider === `aws.${String(alias)}`);
  const { allowed_account_ids: accounts, region } = given(found);
  const [account, ...others] = accounts as readonly string[];
  if (others.length > 0) throw new Error(`provider ${String(provider)} may be of any of ${others.length + 1} accounts`);
  return { account: given(account), region: String(region), partition: partitionOf(String(region)) };
}

export function resourcesOf(stack: TerraformJson): readonly (readonly [string, Resource])[] {
  return Object.keys(stack.resource ?? {}).flatMap((type) =>
    entriesOf(stack, type).map(([name, resource]) => [`${type}.${name}`, resource] as const),
  );
}

function entriesOf(stack: TerraformJson, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(stack.resource?.[type] ?? {});
}

function textsOf(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textsOf(child, `${path}/${key}`));
}

/** An expression that is not known fails: a policy must not hang on what this does not see. */
function parsePolicy(text: string, expressions: Expressions): Policy {
  const rendered = text.replaceAll(/(\$?)\$\{([^}]*)\}/g, (whole, escaped: string, expression: string) =>
    escaped === "" ? given(expressions[expression], `no value of ${whole}`) : whole.slice(1),
  );
  return JSON.parse(rendered) as Policy;
}

export function given<T>(value: T | undefined, message = "expected a value"): T {
  if (value === undefined) throw new Error(message);
  return value;
}

export type Tags = Readonly<Record<string, string>>;

/** Somebody who asks STS for a role. */
export interface Caller {
  /** ARN of a role's session, of a user or an account, or the name of an AWS service. */
  readonly principal: string;
  /** Tags of its session. */
  readonly tags?: Tags;
  /** Tags that it asks for, for the next session. */
  readonly requests?: Tags;
}

const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/**
 * Whether a caller may become a role, by what the role trusts and what the caller may do.
 *
 * A caller that is no role of the world is an administrator of its own account: there is none with more rights.
 * Tags that a session has, or that are asked for, go into the next one, which takes sts:TagSession too.
 */
export async function mayAssume(world: World, caller: Caller, roleArn: string): Promise<boolean> {
  const tagged = caller.tags !== undefined || caller.requests !== undefined;
  const actions = tagged ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
  for (const action of actions) {
    const result = await runSimulation(simulationOf(world, caller, { action, roleArn }), {});
    if (resultOf(result) !== "Allowed") return false;
  }
  return true;
}

/** A policy that IAM would not take fails, and so does a part of the request that was not looked at. */
export function resultOf(result: Awaited<ReturnType<typeof runSimulation>>): string {
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  const ignored = result.resultType === "single" ? (result.result.ignoredContextKeys ?? []) : [];
  if (ignored.length > 0) throw new Error(`not looked at: ${ignored.join()}`);
  return result.overallResult;
}

function simulationOf(
  world: World,
  { principal, tags = {}, requests = {} }: Caller,
  { action, roleArn }: { readonly action: string; readonly roleArn: string },
): Simulation {
  const role = given(world.roles.get(roleArn), `no role ${roleArn}`);
  const own = world.roles.get(roleOfSession(principal));
  return {
    request: {
      principal,
      action,
      resource: { resource: roleArn, accountId: role.account },
      contextVariables: { ...prefixed("aws:PrincipalTag/", tags), ...prefixed("aws:RequestTag/", requests) },
    },
    identityPolicies: principal.startsWith("arn:") ? named(own?.policies ?? [everything]) : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: role.trust,
  };
}

function named(policies: readonly unknown[]): Simulation["identityPolicies"] {
  return policies.map((policy, index) => ({ name: `policy ${index}`, policy }));
}

function prefixed(prefix: string, tags: Tags): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [prefix + key, value]));
}

/** ARN of the role that a session is of. */
export function roleOfSession(arn: string): string {
  return arn.replace(/^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
}

/** ARN of a session of a role. */
export function sessionOf(roleArn: string): string {
  return `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/session`;
}

/**
 * Whether a token of an OpenID Connect provider is good for a role: the trust alone says so.
 *
 * The simulation looks at claims of well-known issuers only, so the provider's go by the name of one of those.
 */
export async function mayAssumeWithToken(
  world: World,
  { provider, claims }: { readonly provider: string; readonly claims: Tags },
  roleArn: string,
): Promise<boolean> {
  const role = given(world.roles.get(roleArn), `no role ${roleArn}`);
  const wellKnown = "cognito-identity.amazonaws.com";
  const issuer = provider.slice(provider.indexOf("/") + 1);
  const trust = JSON.stringify(role.trust).replaceAll(`"${issuer}:`, `"${wellKnown}:`);
  const result = await runSimulation(
    {
      request: {
        principal: provider,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: { resource: roleArn, accountId: role.account },
        contextVariables: prefixed(`${wellKnown}:`, claims),
      },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: JSON.parse(trust) as Policy,
    },
    {},
  );
  return resultOf(result) === "Allowed";
}
