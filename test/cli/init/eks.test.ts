import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { init } from "../../../cli/init.js";
import { askAnswers } from "../../../cli/init/wizard.js";
import type * as outputModule from "../../../cli/output.js";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { loadHubSpoke } from "../../config/support.js";
import { startAws, stubCredentials, type FakeAws } from "../../fleet/aws/fake-aws.js";
import { eks, inFolder } from "./project.js";
import { person } from "./person.js";

vi.mock("../../../cli/output.js", async (original) => ({
  ...(await original<typeof outputModule>()),
  writeData: () => undefined,
}));

const folder = inFolder();

async function written(options: object): Promise<{ readonly text: string; readonly topology: HubSpokeTopology }> {
  await init("acme fleet", { ...eks, yes: true, ...options });
  const file = "environments/prod.yaml";
  return { text: folder.read(file), topology: loadHubSpoke(join(folder.path, file)) };
}

describe("the file", () => {
  test("of clusters that are created: networks of their own, which are joined", async () => {
    const { text, topology } = await written({ spoke: ["payments", "search"] });
    expect(text).toContain(`
defaults:
  cluster: { provider: eks, region: eu-west-1, account: "111122223333" }

hub:
  name: hub
  cluster: { version: "1.35", network: { create: { cidr: 10.20.0.0/16 } } }
`);
    expect(text).toContain(`
spokes:
  - name: payments
    cluster: { version: "1.35", network: { create: { cidr: 10.21.0.0/16 } }, reach: peering }

  - name: search
    cluster: { version: "1.35", network: { create: { cidr: 10.22.0.0/16 } }, reach: peering }
`);
    expect(text).toContain("# A hub and 2 spokes on EKS. Next:\n");
    expect(topology.spokes.map(({ registration }) => registration.mode)).toEqual(["aws-iam", "aws-iam"]);
  });

  test("of clusters that are there: nothing of them is said that AWS knows", async () => {
    const { text, topology } = await written({ hub: "old-hub", spoke: ["payments=old-payments", "search"] });
    expect(text).toContain("\nhub:\n  name: hub\n  cluster: { existing: old-hub }\n");
    expect(text).toContain("    cluster: { existing: old-payments, reach: routed }\n");
    expect(text).toContain(
      '    cluster: { version: "1.35", network: { create: { cidr: 10.22.0.0/16 } }, reach: routed }\n',
    );
    expect(topology.hub.cluster).toMatchObject({ provider: "eks", clusterName: "old-hub" });
  });

  test("is of EKS where a region or an account is named", async () => {
    await init("acme fleet", { ...eks, provider: undefined, yes: true });
    expect(folder.read("environments/prod.yaml")).toContain("provider: eks");
  });
});

describe("in a terminal", () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startAws();
    aws.clusters = {
      "old-hub": { status: "ACTIVE", accessConfig: { authenticationMode: "API" } },
      edge: {
        status: "ACTIVE",
        accessConfig: { authenticationMode: "CONFIG_MAP" },
        resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
      },
    };
  });
  const ask = (someone: ReturnType<typeof person>, options: object = {}) =>
    askAnswers(
      someone,
      { name: "prod", repoUrl: "https://example.com/x.git", backend: "local", ...options },
      {
        projectDirectory: folder.path,
        kubeconfigs: [],
        environment: { AWS_REGION: "eu-west-1" },
      },
    );

  test("clusters are chosen from the account", async () => {
    const someone = person("3", "", "", "3", "1", "", "payments, search=other");
    expect(await ask(someone)).toEqual({
      name: "prod",
      provider: "eks",
      region: "eu-west-1",
      account: "111122223333",
      hub: { existing: "old-hub" },
      spokes: [
        { name: "edge", existing: "edge", public: true },
        { name: "payments" },
        { name: "search", existing: "other" },
      ],
      gitops: { repoURL: "https://example.com/x.git" },
    });
    expect(someone.heard.slice(2)).toEqual([
      "AWS region [eu-west-1]: ",
      "id of the AWS account [111122223333]: ",
      "Which is the hub?\n  1) a new one, which is created\n  2) edge\n  3) old-hub",
      "number [1]: ",
      "Which are spokes?\n  1) edge",
      "numbers, for example 1,3 [none]: ",
      "name of the spoke edge [edge]: ",
      "more spokes, separated by commas: a name, or name=cluster for one that is there [none]: ",
      'warning: EKS cluster "edge" is in authentication mode "CONFIG_MAP", expected API or API_AND_CONFIG_MAP: ' +
        "Argo CD is let in by an access entry\n" +
        "  fix: aws eks update-cluster-config --name edge --region eu-west-1 --access-config " +
        "authenticationMode=API_AND_CONFIG_MAP, which cannot be undone (aws-auth goes on working), " +
        "or registration.mode: bearer-token",
    ]);
  });

  test("clusters of another account are named", async () => {
    const someone = person("444455556666", "old", "");
    expect(await ask(someone, { provider: "eks", region: "eu-west-1" })).toMatchObject({
      account: "444455556666",
      hub: { existing: "old" },
      spokes: [],
    });
  });

  test("a machine without access to AWS asks all the same", async () => {
    stubCredentials("http://127.0.0.1:9");
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    const someone = person("nowhere", "eu-west-1", "12", "111122223333", "", "");
    expect(await ask(someone, { provider: "eks" })).toMatchObject({ account: "111122223333", hub: {}, spokes: [] });
    expect(someone.heard).toContain(
      "passed over: sts:GetCallerIdentity: AWS does not answer: connection refused\n" +
        "  fix: check the region, the network and HTTPS_PROXY",
    );
    expect(someone.heard).toContain("  expected 12 digits");
  });

  test("what a flag says is not asked", async () => {
    const someone = person();
    await ask(someone, { ...eks, hub: "old-hub", spoke: ["edge=edge"] });
    expect(someone.heard).toHaveLength(1); // the warning
  });
});
