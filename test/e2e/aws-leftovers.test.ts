import { CreateClusterCommand, DeleteClusterCommand, EKSClient } from "@aws-sdk/client-eks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "./aws/leftover-resources.js";
import { askSts, element, startMoto, type Moto } from "./eks-token/moto.js";
import { ended } from "./fleet.js";
import { createProject, type Project } from "./project.js";

const account = "123456789012";
const ofPayments = "arn:aws:iam::444455556666:role/hubspoke";
const region = "eu-west-1";
const own = { accessKeyId: "AKIAOWN", secretAccessKey: "secret" };

const environmentFile = `apiVersion: hubspoke/v1
name: prod
gitops: { repoURL: "https://github.com/acme/gitops.git", revision: main, path: environments/prod }
defaults:
  cluster: { provider: eks, region: ${region}, version: "1.35" }
hub:
  name: hub
  cluster: { account: "${account}", network: { create: { cidr: 10.20.0.0/16 } } }
spokes:
  - name: payments
    retired: true
    cluster: { region: us-east-1, assumeRole: "${ofPayments}", network: { create: { cidr: 10.21.0.0/16 } }, reach: peering }
`;

interface Found {
  readonly cluster: string;
  readonly leftovers: readonly Record<"kind" | "name" | "arn" | "owner" | "command", string>[];
}

let moto: Moto;
let project: Project;
let hub: World;
let payments: World;
/** Ids of what was made, by what they are called here: they stand for them in what is expected. */
const ids = new Map<string, string>();

const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: moto.url,
  AWS_ACCESS_KEY_ID: own.accessKeyId,
  AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  ...more,
});

beforeAll(async () => {
  moto = await startMoto(28461);
  project = createProject(environmentFile);
  hub = await createWorld(region, moto.url, own);
  const xml = await askSts(moto, { Action: "AssumeRole", RoleArn: ofPayments, RoleSessionName: "test" });
  payments = await createWorld("us-east-1", moto.url, {
    accessKeyId: element(xml, "AccessKeyId"),
    secretAccessKey: element(xml, "SecretAccessKey"),
    sessionToken: element(xml, "SessionToken"),
  });
  await eks(new CreateClusterCommand({ name: "prod-hub", roleArn: ofPayments, resourcesVpcConfig: {} }));
});
afterAll(() => {
  project?.remove();
  moto?.stop();
});

function eks(command: CreateClusterCommand | DeleteClusterCommand): Promise<unknown> {
  return new EKSClient({ region, endpoint: moto.url, credentials: own }).send(command as CreateClusterCommand);
}

function leftovers(flags: readonly string[], more?: NodeJS.ProcessEnv) {
  return project.hubspoke(["leftovers", "environments/local.yaml", ...flags], { env: environment(more) });
}

async function found(cluster: string, code: number): Promise<readonly string[]> {
  const { stdout } = ended(await leftovers(["--json", "--cluster", cluster]), code);
  const { clusters } = JSON.parse(stdout) as { clusters: Found[] };
  const all = clusters.find((one) => one.cluster === cluster)?.leftovers ?? [];
  return all.map(({ kind, owner, command }) => named(`${kind} of ${owner}: ${command}`)).sort();
}

function named(text: string): string {
  return [...ids].reduce((result, [name, id]) => result.replaceAll(id, name), text);
}

async function make(name: string, id: Promise<string>): Promise<void> {
  ids.set(name, await id);
}

test("an environment with nothing left", async () => {
  const [ofHub, ofPayments] = await Promise.all([
    leftovers(["--cluster", "hub"]),
    leftovers(["--cluster", "payments"]),
  ]);
  expect(ended(ofHub).stdout).toBe(
    `cluster "hub" (EKS prod-hub in ${region}, account ${account}): nothing of its controllers is in AWS\n`,
  );
  expect(ended(ofPayments).stdout).toBe(
    'cluster "payments" (EKS prod-payments in us-east-1, account 444455556666): nothing of its controllers is in AWS\n',
  );
  expect(ended(await leftovers(["--before-destroy", "--cluster", "hub"])).output).toBe("");
});

describe("what goes with the cluster, is ours, or of another cluster", () => {
  test("is not reported", async () => {
    const ours = {
      "hubspoke:environment": "prod",
      "hubspoke:cluster": "hub",
      "kubernetes.io/cluster/prod-hub": "owned",
    };
    await hub.securityGroup("nodes", ours);
    await hub.volume(ours);
    await hub.securityGroup("users", { "kubernetes.io/cluster/prod-hub": "shared" });
    await hub.loadBalancer("other", { "elbv2.k8s.aws/cluster": "prod-hub-2", "service.k8s.aws/stack": "a/b" });
    await hub.loadBalancer("plain", {});
    await hub.classicLoadBalancer("plain", {});
    await make("MANAGED", hub.instance({ "eks:nodegroup-name": "default" }));
    await hub.networkInterface({ "cluster.k8s.amazonaws.com/name": "prod-hub" }, ids.get("MANAGED"));
    expect(await found("hub", 0)).toEqual([]);
  });
});

describe("what controllers made", () => {
  beforeAll(async () => {
    const lbc = { "elbv2.k8s.aws/cluster": "prod-hub" };
    const web = { ...lbc, "service.k8s.aws/stack": "shop/web", "service.k8s.aws/resource": "LoadBalancer" };
    await make("ALB", hub.loadBalancer("k8s-shop-web", web));
    await make("TG", hub.targetGroup("k8s-shop-web", web));
    await make("GROUP-LB", hub.loadBalancer("k8s-public", { ...lbc, "ingress.k8s.aws/stack": "public" }));
    await make("BACKEND-SG", hub.securityGroup("k8s-traffic", { ...lbc, "elbv2.k8s.aws/resource": "backend-sg" }));
    await hub.classicLoadBalancer("a0b1c2", {
      "kubernetes.io/cluster/prod-hub": "owned",
      "kubernetes.io/service-name": "legacy/api",
    });
    const claim = { "kubernetes.io/created-for/pvc/namespace": "db", "kubernetes.io/created-for/pvc/name": "data-0" };
    await make("PVC", hub.volume({ "ebs.csi.aws.com/cluster-name": "prod-hub", "hubspoke:cluster": "hub", ...claim }));
    const cni = { "cluster.k8s.amazonaws.com/name": "prod-hub", "node.k8s.amazonaws.com/instance_id": "i-gone" };
    await make("LOST-ENI", hub.networkInterface(cni));
    await make("NODE", hub.instance({ "karpenter.sh/nodepool": "general" }));
    await make("NODE-ENI", hub.networkInterface(cni, ids.get("NODE")));
  });

  const holding = [
    "load balancer of Ingress group public: aws elbv2 delete-load-balancer --load-balancer-arn GROUP-LB --region eu-west-1",
    "load balancer of Service legacy/api: kubectl --context prod-hub -n legacy delete service api",
    "load balancer of Service shop/web: kubectl --context prod-hub -n shop delete service web",
    "network interface of NodePool general: kubectl --context prod-hub delete nodepool general",
    "network interface of VPC CNI i-gone: aws ec2 delete-network-interface --network-interface-id LOST-ENI --region eu-west-1",
    "security group of AWS Load Balancer Controller: aws ec2 delete-security-group --group-id BACKEND-SG --region eu-west-1",
  ];
  const staying = [
    "target group of Service shop/web: kubectl --context prod-hub -n shop delete service web",
    "volume of PersistentVolumeClaim db/data-0: kubectl --context prod-hub -n db delete pvc data-0",
  ];

  test("is told with its owner and the command that ends it", async () => {
    expect(await found("hub", 1)).toEqual([...holding, ...staying].sort());
  });

  test("is shown apart by what it holds", async () => {
    const { stdout } = ended(await leftovers(["--cluster", "hub"]), 1);
    const lines = named(stdout).split("\n");
    expect(lines[0]).toBe(`cluster "hub" (EKS prod-hub in ${region}, account ${account}): 8 leftovers`);
    expect(lines.filter((line) => line.endsWith(":"))).toEqual([
      "  these hold its VPC:",
      "  these stay when it is destroyed, and a volume with its data:",
    ]);
    expect(named(stdout)).toContain(
      "    volume PVC, of PersistentVolumeClaim db/data-0\n" +
        `      arn:aws:ec2:${region}:${account}:volume/PVC\n` +
        "      kubectl --context prod-hub -n db delete pvc data-0\n\n" +
        "what Argo CD delivers is ended in Git, or with its Application; else it comes back\n",
    );
  });

  test("keeps Terraform from destroying the cluster, unless it is told to go on", async () => {
    const { stdout, stderr } = ended(await leftovers(["--cluster", "hub", "--before-destroy"]), 1);
    expect(stdout).toBe("");
    expect(stderr).toContain("Service shop/web");
    expect(stderr).not.toContain("PersistentVolumeClaim");
    expect(stderr).toContain(
      "the cluster is not destroyed: without it nobody removes what its controllers made\n" +
        "  fix: see to the above and destroy again, or go on all the same with HUBSPOKE_IGNORE_LEFTOVERS=1\n",
    );
    const ignored = ended(
      await leftovers(["--cluster", "hub", "--before-destroy"], { HUBSPOKE_IGNORE_LEFTOVERS: "1" }),
    );
    expect(ignored.stderr).toContain("HUBSPOKE_IGNORE_LEFTOVERS=1: the cluster is destroyed all the same\n");
  });

  test("is ended in AWS alone once the cluster is gone, and so is what EKS should have taken with it", async () => {
    await make("EKS-SG", hub.securityGroup("eks-cluster-sg-prod-hub-1", { "aws:eks:cluster-name": "prod-hub" }));
    expect((await found("hub", 1)).filter((line) => line.includes("EKS-SG"))).toEqual([]);
    await eks(new DeleteClusterCommand({ name: "prod-hub" }));
    expect(await found("hub", 1)).toEqual(
      [
        ...holding.filter((line) => !line.includes("kubectl")),
        "load balancer of Service legacy/api: aws elb delete-load-balancer --load-balancer-name a0b1c2 --region eu-west-1",
        "load balancer of Service shop/web: aws elbv2 delete-load-balancer --load-balancer-arn ALB --region eu-west-1",
        "network interface of instance MANAGED: aws ec2 terminate-instances --instance-ids MANAGED --region eu-west-1",
        "network interface of NodePool general: aws ec2 terminate-instances --instance-ids NODE --region eu-west-1",
        "security group of EKS: aws ec2 delete-security-group --group-id EKS-SG --region eu-west-1",
        "target group of Service shop/web: aws elbv2 delete-target-group --target-group-arn TG --region eu-west-1",
        "volume of PersistentVolumeClaim db/data-0: aws ec2 delete-volume --volume-id PVC --region eu-west-1",
      ].sort(),
    );
  });
});

test("what is left of a retired spoke, in its account", async () => {
  await make(
    "AUTO",
    payments.loadBalancer("k8s-auto", {
      "eks:eks-cluster-name": "prod-payments",
      "ingress.eks.amazonaws.com/stack": "shop/web",
    }),
  );
  expect(await found("payments", 1)).toEqual([
    "load balancer of Ingress shop/web: aws elbv2 delete-load-balancer --load-balancer-arn AUTO --region us-east-1",
  ]);
});

test("credentials of another account are refused before anything is looked for", async () => {
  const { stdout } = ended(await leftovers(["--cluster", "hub"], { ...(await sessionOf(ofPayments)) }), 1);
  expect(stdout).toBe(
    `cluster "hub" (EKS prod-hub in ${region}, account ${account}): ` +
      `the AWS credentials are of account 444455556666, expected ${account}\n` +
      "  fix: use credentials of that account (AWS_PROFILE, aws sso login), or name a role of it as cluster.assumeRole\n",
  );
});

async function sessionOf(role: string): Promise<NodeJS.ProcessEnv> {
  const xml = await askSts(moto, { Action: "AssumeRole", RoleArn: role, RoleSessionName: "test" });
  return {
    AWS_ACCESS_KEY_ID: element(xml, "AccessKeyId"),
    AWS_SECRET_ACCESS_KEY: element(xml, "SecretAccessKey"),
    AWS_SESSION_TOKEN: element(xml, "SessionToken"),
  };
}
