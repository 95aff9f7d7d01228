import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EksClusterSpec } from "../../../config/cluster/index.js";
import type { HubSpokeTopology } from "../../../config/topology.js";
import { contextOf } from "../../../fleet/aws/context.js";
import { environmentKubeconfig } from "../../../fleet/kubeconfig.js";
import { verify } from "../../../fleet/verify.js";
import { startFleet, withSpoke, type FakeFleet } from "../fake-fleet.js";
import { base64, temporaryFolder } from "../support.js";
import { putAws, putTokens } from "./aws-cli.js";
import { startAws, type FakeAws } from "./fake-aws.js";
import { eksSpec } from "./eks-spec.js";

describe("the context of an EKS cluster", () => {
  const cluster = { endpoint: "https://ABC.gr7.eu-west-1.eks.amazonaws.com", caData: "Q0E=" };

  it("has a command for tokens, through the role where there is one", () => {
    const assumeRole = "arn:aws:iam::111122223333:role/hubspoke";
    expect(contextOf({ ...eksSpec, assumeRole, proxyUrl: "http://proxy:3128" }, cluster)).toEqual({
      cluster: { server: cluster.endpoint, "certificate-authority-data": "Q0E=", "proxy-url": "http://proxy:3128" },
      user: {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: [
            ...["eks", "get-token", "--cluster-name", "prod-a", "--region", "eu-west-1"],
            ...["--role-arn", assumeRole, "--output", "json"],
          ],
          installHint:
            "tokens for EKS come from it; install AWS CLI v2: " +
            "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
          provideClusterInfo: false,
        },
      },
    });
  });

  it("has neither where there is none", () => {
    const context = contextOf(eksSpec, cluster);
    expect(context.cluster).toEqual({ server: cluster.endpoint, "certificate-authority-data": "Q0E=" });
    expect(context.user.exec?.args).not.toContain("--role-arn");
  });
});

describe("an EKS spoke", () => {
  let fleet: FakeFleet;
  let aws: FakeAws;
  let topology: HubSpokeTopology;
  const spec: EksClusterSpec = { ...eksSpec, clusterName: "prod-a" };
  beforeEach(async () => {
    [fleet, aws] = await Promise.all([startFleet(), startAws()]);
    topology = withSpoke(fleet.topology, { cluster: spec });
    aws.clusters["prod-a"] = {
      status: "ACTIVE",
      endpoint: fleet.spoke.url,
      certificateAuthority: { data: base64(fleet.spoke.ca) },
    };
    await putTokens("t");
  });

  it("has a context of the kubeconfig under its alias", async () => {
    const kubeconfig = await environmentKubeconfig(topology);
    expect(kubeconfig.contexts.map(({ name }) => name)).toEqual(["dev-hub", "dev-a"]);
    expect(kubeconfig.clusters[1]?.cluster.server).toBe(fleet.spoke.url);
    expect(kubeconfig.users[1]?.user.exec?.command).toBe("aws");
  });

  it("has none without the AWS CLI", async () => {
    vi.stubEnv("PATH", await temporaryFolder());
    await expect(environmentKubeconfig(topology)).rejects.toThrow(
      "the program aws is not there, and kubectl gets its tokens for EKS from it\n" +
        "  fix: install AWS CLI v2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    );
  });

  it("answers an operator", async () => {
    expect(await answerOfSpoke(topology)).toEqual({
      status: "passed",
      message: `ready, Kubernetes v1.33.1 at ${fleet.spoke.url}`,
    });
    expect(fleet.spoke.requests[0]?.headers.authorization).toBe("Bearer t");
  });

  it("that is not there, or not yet, or in another account, is told with what to do", async () => {
    aws.clusters["prod-a"] = { status: "CREATING" };
    expect(await answerOfSpoke(topology)).toEqual({
      status: "failed",
      message: 'EKS cluster "prod-a" is CREATING, and has no API server yet',
      fix: "aws eks wait cluster-active --name prod-a --region eu-west-1",
    });
    aws.clusters = {};
    expect(await answerOfSpoke(topology)).toEqual({
      status: "failed",
      message: 'EKS cluster "prod-a" is not in eu-west-1 of account 111122223333',
      fix: "deploy it, or correct existing, region and account in the environment file",
    });
    aws.account = "999900001111";
    expect(await answerOfSpoke(topology)).toEqual({
      status: "failed",
      message: "the AWS credentials are of account 999900001111, expected 111122223333",
      fix: "use credentials of that account (AWS_PROFILE, aws sso login), or name a role of it as cluster.assumeRole",
    });
  });

  it("says what the AWS CLI says", async () => {
    await putAws("echo 'Token has expired and refresh failed' >&2; exit 255");
    expect((await answerOfSpoke(topology)).message).toBe(
      'the credential plugin "aws" failed: Token has expired and refresh failed (tokens for EKS come from it; ' +
        "install AWS CLI v2: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)",
    );
  });
});

async function answerOfSpoke(topology: HubSpokeTopology) {
  const { checks } = await verify(topology);
  const { status, message, fix } = checks.find(({ id, subject }) => id === "cluster-answers" && subject === "a") ?? {};
  return { status, message, ...(fix !== undefined && { fix }) };
}
