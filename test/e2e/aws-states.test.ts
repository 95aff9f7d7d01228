import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMoto, type Moto } from "./eks-token/moto.js";
import { ended } from "./fleet.js";
import { createProject, type Project } from "./project.js";

const region = "eu-west-1";
const credentials = { accessKeyId: "AKIAOWN", secretAccessKey: "secret" };
let moto: Moto;
let project: Project;

beforeAll(async () => {
  moto = await startMoto(28471);
  project = createProject(`apiVersion: hubspoke/v1
name: test
backend: { s3: { bucket: states, prefix: fleet, region: ${region}, endpoint: "${moto.url}" } }
gitops: { repoURL: "https://github.com/acme/gitops.git", revision: main, path: environments/test }
hub:
  name: hub
  cluster: { provider: eks, region: ${region}, account: "123456789012", version: "1.35", network: { create: { cidr: 10.20.0.0/16 } } }
`);
});
afterAll(() => {
  project?.remove();
  moto?.stop();
});

test("states in a bucket, of an environment whose cluster is not there any more", async () => {
  const s3 = new S3Client({ region, endpoint: moto.url, forcePathStyle: true, credentials });
  const configuration = { LocationConstraint: region } as const;
  await s3.send(new CreateBucketCommand({ Bucket: "states", CreateBucketConfiguration: configuration }));
  const state = async (stack: string, resources: readonly object[]) => {
    const Body = JSON.stringify({ version: 4, resources });
    await s3.send(new PutObjectCommand({ Bucket: "states", Key: `fleet/${stack}.tfstate`, Body }));
  };
  await state("test-hub-argocd", [{ mode: "managed" }]);
  await state("test-spoke-old-registration", [{ mode: "managed" }]);
  await state("test-spoke-older-registration", []);
  const env = {
    AWS_ENDPOINT_URL: moto.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
  };
  const { stdout } = ended(await project.hubspoke(["leftovers", "environments/local.yaml"], { env }), 1);
  expect(stdout).toBe(
    "states of stacks that environments/local.yaml does not define:\n" +
      "  test-spoke-old-registration, s3://states/fleet/test-spoke-old-registration.tfstate: 1 of its resources are still there\n" +
      '    fix: put spoke "old" back into environments/local.yaml with "retired: true", deploy, then hubspoke spoke remove test old\n\n' +
      `cluster "hub" (EKS test-hub in ${region}, account 123456789012): nothing of its controllers is in AWS\n`,
  );
});
