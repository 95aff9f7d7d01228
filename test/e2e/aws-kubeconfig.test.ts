import { CreateClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { lookAtOwnAccount } from "../../fleet/aws/adoption.js";
import type { Kubeconfig } from "../../fleet/kubeconfig.js";
import { startMoto, type Moto } from "./eks-token/moto.js";
import { ended } from "./fleet.js";
import { createProject, type Project } from "./project.js";
import { pythonTool } from "./python.js";

const account = "123456789012";
const role = "arn:aws:iam::444455556666:role/hubspoke";
const environmentFile = `apiVersion: hubspoke/v1
name: prod
gitops: { repoURL: "https://github.com/acme/gitops.git", revision: main, path: environments/prod }
defaults:
  cluster: { provider: eks, region: eu-west-1 }
hub:
  name: hub
  cluster: { existing: old-hub, account: "${account}" }
spokes:
  - name: payments
    cluster: { existing: old-payments, assumeRole: "${role}", reach: routed, proxyUrl: "http://proxy.example.com:3128" }
`;

let moto: Moto;
let project: Project;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  moto = await startMoto(28462);
  project = createProject(environmentFile);
  const aws = dirname(await pythonTool("aws"));
  env = {
    PATH: `${aws}:${process.env["PATH"]}`,
    AWS_ENDPOINT_URL: moto.url,
    AWS_ACCESS_KEY_ID: "AKIAOWN",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
});
afterAll(() => {
  project?.remove();
  moto?.stop();
});

function createCluster(name: string, credentials: { accessKeyId: string; secretAccessKey: string }): Promise<unknown> {
  const eks = new EKSClient({ region: "eu-west-1", endpoint: moto.url, credentials });
  return eks.send(new CreateClusterCommand({ name, roleArn: role, resourcesVpcConfig: {} }));
}

const kubeconfig = () => project.hubspoke(["kubeconfig", "environments/local.yaml"], { env });

test("a cluster that is not there is told, with its account", async () => {
  const { stderr } = ended(await kubeconfig(), 1);
  expect(stderr).toMatch(
    /^EKS cluster "old-(hub|payments)" is not in eu-west-1 of account \d{12}\n {2}fix: deploy it, or correct existing, region and account in the environment file\n$/,
  );
});

test("clusters of an account are found", async () => {
  await createCluster("old-hub", { accessKeyId: "AKIAOWN", secretAccessKey: "secret" });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(await lookAtOwnAccount("eu-west-1")).toMatchObject({ account, clusters: ["old-hub"] });
  vi.unstubAllEnvs();
});

test("tokens come from the real AWS CLI, through the role where there is one", async () => {
  const assumed = await assume();
  await createCluster("old-payments", assumed);
  const { stdout, stderr } = ended(await kubeconfig());
  expect(stderr).toBe("contexts: prod-hub, prod-payments\n");
  const { clusters, users } = parse(project.read(stdout.trim().slice(project.directory.length + 1))) as Kubeconfig;
  expect(clusters[1]?.cluster["proxy-url"]).toBe("http://proxy.example.com:3128");
  for (const { user } of users) {
    const { command = "", args } = user.exec ?? {};
    const printed = ended(await project.run(command, args ?? [], { env }));
    const credential = JSON.parse(printed.stdout) as { apiVersion: string; status: { token: string } };
    expect(credential.apiVersion).toBe(user.exec?.apiVersion);
    expect(credential.status.token).toMatch(/^k8s-aws-v1\./);
  }
});

/** Credentials in the account of the role. */
async function assume() {
  const { STSClient, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
  const credentials = { accessKeyId: "AKIAOWN", secretAccessKey: "secret" };
  const sts = new STSClient({ region: "eu-west-1", endpoint: moto.url, credentials });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "test" }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken,
  };
}
