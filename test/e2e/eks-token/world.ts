import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stringify } from "yaml";
import { deleteControlPlane } from "../../../local/control-plane.js";
import { adminApi } from "../../../local/control-plane-ready.js";
import { type ControlPlaneSpec, controlPlaneSpecs } from "../../../local/control-plane-spec.js";
import type { KubeApi } from "../../../local/kube-api.js";
import { ended, topologyOf } from "../fleet.js";
import { type Project, createProject } from "../project.js";
import { type PodEnvironment, argocdOnEks, writeTokens } from "./argocd.js";
import { type AccessEntry, type Authenticator, startAuthenticator } from "./authenticator.js";
import type { Closers } from "./closers.js";
import { type AwsEndpoint, startEndpoint } from "./endpoint.js";
import { startMoto } from "./moto.js";
import { startPodIdentityAgent } from "./pod-identity-agent.js";
import { spokeSpec, startSpoke } from "./spoke.js";
import { type Stacks, hubCluster, spokeCluster, synthesiseStacks } from "./stacks.js";
import { SecurityTokenService } from "./sts.js";

/** A hub with Argo CD and a spoke that take themselves for clusters of EKS, and what they need of AWS. */
export interface World extends Aws, Hub {
  readonly stacks: Stacks;
  readonly spoke: ControlPlaneSpec;
  /** Access entries of the spoke, by ARN of the role. */
  readonly entries: Map<string, AccessEntry>;
  readonly authenticator: Authenticator;
}

interface Aws {
  readonly sts: SecurityTokenService;
  readonly aws: AwsEndpoint;
}

interface Hub {
  readonly project: Project;
  /** The hub's API, as its administrator. */
  readonly hub: KubeApi;
  /** What Argo CD's components have that are pods with a role. */
  readonly pods: PodEnvironment;
  /** Folder of `argocd-k8s-auth`. */
  readonly programs: string;
}

/** Starts all of it. What was started before something failed is in `closers` too. */
export async function startWorld(firstPort: number, closers: Closers): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), "hubspoke-eks-"));
  closers.add(() => rm(directory, { recursive: true, force: true }));
  const stacks = synthesiseStacks(join(directory, "stacks"));
  const setup = { directory, firstPort, stacks, closers };
  const { sts, aws } = await startAws(setup);
  const entries = new Map([[stacks.awsAuthConfig.roleARN, { groups: stacks.groups }]]);
  const { clusterName } = stacks.awsAuthConfig;
  const authenticator = await startAuthenticator({ port: firstPort + 22, clusterName, entries, aws });
  closers.add(authenticator.close);

  const spoke = spokeSpec(directory, firstPort + 10);
  closers.add(() => deleteControlPlane(spoke));
  // Neither may be at work any more when what was started is to end.
  const started = await Promise.allSettled([startHub(setup, { sts, aws }), startSpoke(spoke, authenticator.url)]);
  const failed = started.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
  if (failed) throw failed.reason;
  const [hub] = started as [PromiseFulfilledResult<Hub>, unknown];
  return { stacks, sts, aws, entries, authenticator, spoke, ...hub.value };
}

interface Setup {
  readonly directory: string;
  readonly firstPort: number;
  readonly stacks: Stacks;
  readonly closers: Closers;
}

async function startAws({ directory, firstPort, stacks, closers }: Setup): Promise<Aws> {
  const moto = await startMoto(firstPort + 20);
  closers.add(moto.stop);
  const sts = new SecurityTokenService(moto, {
    [stacks.hubRole.arn]: stacks.hubRole,
    [stacks.awsAuthConfig.roleARN]: stacks.spokeRole,
  });
  const hosts = [hubCluster, spokeCluster].map(({ region }) => `sts.${region}.amazonaws.com`);
  const answer = sts.answer.bind(sts);
  const aws = await startEndpoint({ port: firstPort + 21, directory: join(directory, "pki"), hosts, answer });
  closers.add(aws.close);
  return { sts, aws };
}

/** A local hub and its Argo CD, with the agent of EKS Pod Identity beside it. */
async function startHub({ directory, firstPort, stacks, closers }: Setup, { sts, aws }: Aws): Promise<Hub> {
  const port = firstPort + 23;
  const pods: PodEnvironment = {
    serviceAccounts: stacks.serviceAccounts,
    tokens: join(directory, "tokens"),
    variables: {
      ...stacks.controllerEnv,
      ...aws.environment,
      // EKS's webhook puts this into such pods, and where the agent is.
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v1/credentials`,
    },
  };
  const project = createProject(environmentFile(firstPort));
  closers.add(async () => {
    ended(await project.hubspoke(["down", "local"]));
    project.remove();
  });
  const programs = await argocdOnEks(join(directory, "programs"), pods);
  const env = { PATH: [programs, process.env["PATH"]].join(delimiter) };
  ended(await project.hubspoke(["up", "local"], { env }));

  const [spec] = controlPlaneSpecs(topologyOf(project));
  const hub = await adminApi(spec as ControlPlaneSpec);
  closers.add(() => hub.close());
  const { namespace } = stacks.secretMetadata;
  await writeTokens(hub, namespace, pods);
  const roleArn = stacks.hubRole.arn;
  const associations = stacks.serviceAccounts.map((serviceAccount) => ({ namespace, serviceAccount, roleArn }));
  const agent = await startPodIdentityAgent({ port, cluster: { ...hubCluster, api: hub }, associations, sts });
  closers.add(agent.close);
  return { project, hub, pods, programs };
}

/** A hub without spokes: the one of this test is registered as hubspoke's stacks for AWS say it. */
function environmentFile(port: number): string {
  return stringify({
    apiVersion: "hubspoke/v1",
    name: "local",
    hub: { name: "hub", cluster: { provider: "local", port } },
  });
}
