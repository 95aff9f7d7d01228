import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import { pythonTool } from "../python.js";
import { podToken } from "./argocd.js";
import { asSession, runWith } from "./tokens.js";
import type { Session } from "./sts.js";
import type { World } from "./world.js";

/** What the Pod Identity agent answers to a pod's token. */
async function askAgent({ pods }: World, token: string): Promise<number> {
  const url = pods.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] as string;
  return (await fetch(url, { headers: { authorization: token } })).status;
}

export async function onlyPodsOfArgocd(world: World): Promise<void> {
  const { hub, pods, stacks } = world;
  expect(pods.serviceAccounts).toEqual([
    "argocd-application-controller",
    "argocd-applicationset-controller",
    "argocd-server",
  ]);
  for (const name of pods.serviceAccounts) {
    expect(await askAgent(world, await readFile(join(pods.tokens, name), "utf8"))).toBe(200);
  }
  const { namespace } = stacks.secretMetadata;
  expect(await askAgent(world, await podToken(hub, namespace, "argocd-repo-server"))).toBe(403);
  expect(await askAgent(world, await podToken(hub, "default", "default"))).toBe(403);
  expect(await askAgent(world, "not a token")).toBe(403);
}

export async function onlySessionsOfThosePods(world: World): Promise<void> {
  const { sts, stacks } = world;
  const tags = {
    "eks-cluster-arn": "arn:aws:eks:eu-west-1:111122223333:cluster/hub-prod",
    "kubernetes-namespace": stacks.secretMetadata.namespace,
    "kubernetes-service-account": "argocd-server",
  };
  const become = async (roleArn: string, given: Session["tags"]) =>
    assume(world, await sts.issue(roleArn, "somebody", given));
  const { arn } = stacks.hubRole;
  expect(await become(arn, tags)).toBe("assumed");
  expect(await become(arn, {})).toBe("AccessDenied");
  expect(await become(arn, { ...tags, "kubernetes-namespace": "default" })).toBe("AccessDenied");
  expect(await become(arn, { ...tags, "eks-cluster-arn": `${tags["eks-cluster-arn"]}-2` })).toBe("AccessDenied");
  expect(await become("arn:aws:iam::111122223333:role/other", tags)).toBe("AccessDenied");
}

/** Becomes the spoke's role by the aws command line. */
async function assume(world: World, session: Session): Promise<string> {
  const { roleARN } = world.stacks.awsAuthConfig;
  const args = ["sts", "assume-role", "--role-arn", roleARN, "--role-session-name", "somebody"];
  try {
    await runWith(asSession(world, session), await pythonTool("aws"), args);
    return "assumed";
  } catch (error) {
    const { stderr } = error as { stderr: string };
    return /An error occurred \((\w+)\)/.exec(stderr)?.[1] ?? stderr;
  }
}
