import { expect } from "vitest";
import { pythonTool } from "../python.js";
import { argocdToken, asPod, asSession, asToken, asUrl, runWith, tokenIn, whoAmI } from "./tokens.js";
import type { World } from "./world.js";

const account = "444455556666";

interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
}

/** Whom the spoke takes the bearer of a token for. */
async function userOf(world: World, token: string): Promise<UserInfo> {
  const { status, text } = await whoAmI(world, token);
  if (status !== 201) throw new Error(`the spoke answers ${status} ${text}: ${world.authenticator.refusals.at(-1)}`);
  return (JSON.parse(text) as { status: { userInfo: UserInfo } }).status.userInfo;
}

/** Why the spoke refuses a token. */
async function refusalOf(world: World, token: string): Promise<string> {
  const { refusals } = world.authenticator;
  const before = refusals.length;
  expect((await whoAmI(world, token)).status).toBe(401);
  expect(refusals).toHaveLength(before + 1);
  return refusals.at(-1) as string;
}

function podToken(world: World): Promise<string> {
  return argocdToken(world, asPod(world, "argocd-application-controller"), world.stacks.awsAuthConfig);
}

export async function tokenOfPod(world: World): Promise<void> {
  const { stacks, sts } = world;
  const { username, groups } = await userOf(world, await podToken(world));
  expect(username).toMatch(/^arn:aws:sts::444455556666:assumed-role\/hubspoke-local-payments-argocd\//);
  expect(groups).toEqual(["hubspoke:argocd-manager", "system:authenticated"]);
  expect(sts.calls).toEqual([
    { action: "AssumeRole", by: stacks.hubRole.arn, result: "200" },
    { action: "GetCallerIdentity", by: stacks.awsAuthConfig.roleARN, result: "200" },
  ]);
}

export async function operatorsToken(world: World): Promise<void> {
  const roleArn = `arn:aws:iam::${account}:role/operator`;
  const { command, args } = world.stacks.exec;
  expect(command).toBe("aws");
  const session = await world.sts.issue(roleArn, "ada");
  const token = tokenIn(await runWith(asSession(world, session), await pythonTool("aws"), args));
  world.entries.set(roleArn, { groups: ["operators"] });
  expect(await userOf(world, token)).toEqual({
    username: `arn:aws:sts::${account}:assumed-role/operator/ada`,
    groups: ["operators", "system:authenticated"],
  });
}

export async function anotherRolesToken(world: World): Promise<void> {
  const { clusterName } = world.stacks.awsAuthConfig;
  const session = await world.sts.issue(`arn:aws:iam::${account}:role/other`, "eve");
  const token = await argocdToken(world, asSession(world, session), { clusterName });
  expect(await refusalOf(world, token)).toBe(`no access entry for arn:aws:sts::${account}:assumed-role/other/eve`);
  // The hub's role is nobody on a spoke either.
  const hubs = await argocdToken(world, asPod(world, "argocd-server"), { clusterName });
  expect(await refusalOf(world, hubs)).toMatch(
    /^no access entry for arn:aws:sts::111122223333:assumed-role\/hubspoke-/,
  );
}

export async function anotherClustersToken(world: World): Promise<void> {
  const { roleARN } = world.stacks.awsAuthConfig;
  const token = await argocdToken(world, asPod(world, "argocd-server"), { clusterName: "search-prod", roleARN });
  expect(await refusalOf(world, token)).toBe("STS answers 403 SignatureDoesNotMatch");
}

export async function noToken(world: World): Promise<void> {
  expect(await refusalOf(world, "k8s-aws-v1.bm8gdXJs")).toBe("not a token of EKS");
  expect(await refusalOf(world, "k8s-aws-v2.bm8gdXJs")).toBe("not a token of EKS");
}

export interface Change {
  readonly what: string;
  readonly change: (url: URL) => void;
  readonly refusal: string;
}

const set = (name: string, value: string) => (url: URL) => url.searchParams.set(name, value);
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Changes to a good token, and why it is none then. */
export const changedTokens: readonly Change[] = [
  { what: "of another host", change: (url) => (url.host = "sts.example.com"), refusal: "not a request to STS" },
  { what: "of another path", change: (url) => (url.pathname = "/x"), refusal: "not a request to STS" },
  { what: "not encrypted", change: (url) => (url.protocol = "http:"), refusal: "not a request to STS" },
  { what: "of another action", change: set("Action", "AssumeRole"), refusal: "not GetCallerIdentity" },
  { what: "of no cluster", change: set("X-Amz-SignedHeaders", "host"), refusal: "x-k8s-aws-id is not signed" },
  { what: "signed for an hour", change: set("X-Amz-Expires", "3600"), refusal: "signed for too long" },
  { what: "old", change: (url) => set("X-Amz-Date", ago(16))(url), refusal: "expired" },
  {
    what: "made younger",
    change: (url) => set("X-Amz-Date", ago(1))(url),
    refusal: "STS answers 403 SignatureDoesNotMatch",
  },
  {
    what: "of another session",
    change: set("X-Amz-Security-Token", "another"),
    refusal: "STS answers 403 InvalidClientTokenId",
  },
];

export async function changedTokenIsRefused(world: World, { change, refusal }: Change): Promise<void> {
  const url = asUrl(await podToken(world));
  change(url);
  expect(await refusalOf(world, asToken(url))).toBe(refusal);
}
