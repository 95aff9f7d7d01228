import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { synthesizeEnvironments } from "../../../stacks/synthesize.js";
import type { Policy } from "./policy.js";

/** What hubspoke defines for a hub and a spoke in AWS, as Terraform would create it. */
export interface Stacks {
  /** Environment variables of Argo CD's controller. */
  readonly controllerEnv: Readonly<Record<string, string>>;
  /** ServiceAccounts that are the hub's role by EKS Pod Identity. */
  readonly serviceAccounts: readonly string[];
  readonly hubRole: { readonly arn: string; readonly trust: Policy; readonly permissions: Policy };
  readonly spokeRole: { readonly trust: Policy };
  /** Groups of the spoke's access entry. */
  readonly groups: readonly string[];
  readonly clusterRole: object;
  readonly clusterRoleBinding: object;
  readonly awsAuthConfig: { readonly clusterName: string; readonly roleARN: string };
  readonly secretMetadata: SecretMetadata;
  /** How Terraform gets a token for the spoke. */
  readonly exec: { readonly command: string; readonly args: readonly string[] };
}

interface SecretMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const accounts = { hub: "111122223333", spoke: "444455556666" } as const;
export const hubCluster = {
  name: "hub-prod",
  region: "eu-west-1",
  arn: `arn:aws:eks:eu-west-1:${accounts.hub}:cluster/hub-prod`,
} as const;
export const spokeCluster = { name: "payments-prod", region: "eu-central-1" } as const;

/** An environment `local` in AWS: the same as that of local clusters, whose GitOps repository then serves both. */
function environment(): object {
  const eks = { provider: "eks", endpoint: "public", publicCidrs: ["203.0.113.0/24"] };
  const cluster = ({ name, region }: { name: string; region: string }, account: string) => {
    return { ...eks, existing: name, region, account };
  };
  const spoke = {
    name: "payments",
    cluster: { ...cluster(spokeCluster, accounts.spoke), reach: "public" },
    // Rights that the cluster gives to a group; "admin" would be a policy inside of EKS.
    registration: { access: { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] } },
  };
  return {
    apiVersion: "hubspoke/v1",
    name: "local",
    gitops: { repoURL: "https://git.example.com/fleet.git" },
    hub: { name: "hub", cluster: cluster(hubCluster, accounts.hub) },
    spokes: [spoke],
  };
}

/** Synthesises the environment and reads its stacks. */
export function synthesiseStacks(directory: string): Stacks {
  mkdirSync(directory);
  const file = join(directory, "local.yaml");
  writeFileSync(file, stringify(environment()));
  const outdir = join(directory, "out");
  synthesizeEnvironments({ environments: [file], projectDirectory: directory, outdir });
  const read = (name: string) => JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as Stack;
  const identity = read("local-hub-identity").resource;
  const { resource: registration, provider } = read("local-spoke-payments-registration");
  const secret = attributes<ClusterSecret>(registration, "kubernetes_secret_v1", "cluster");
  return {
    controllerEnv: controllerEnv(read("local-hub-argocd").resource),
    serviceAccounts: Object.keys(identity["aws_eks_pod_identity_association"] ?? {}),
    hubRole: {
      arn: `arn:aws:iam::${accounts.hub}:role/${attributes<{ name: string }>(identity, "aws_iam_role", "argocd").name}`,
      trust: trustOf(identity),
      permissions: policy(attributes<{ policy: string }>(identity, "aws_iam_role_policy", "spokes").policy),
    },
    spokeRole: { trust: trustOf(registration) },
    groups: attributes<{ kubernetes_groups: string[] }>(registration, "aws_eks_access_entry", "argocd")
      .kubernetes_groups,
    ...rbac(registration),
    awsAuthConfig: awsAuthConfig(secret.data.config),
    secretMetadata: secret.metadata,
    exec: execOf(provider.kubernetes),
  };
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Stack {
  readonly resource: Resources;
  readonly provider: { readonly kubernetes: readonly KubernetesProvider[] };
}

interface KubernetesProvider {
  readonly alias: string;
  readonly exec: readonly Stacks["exec"][];
}

interface ClusterSecret {
  readonly metadata: SecretMetadata;
  readonly data: { readonly config: string };
}

interface Rule {
  readonly api_groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

function attributes<T>(resources: Resources, type: string, id: string): T {
  const found = resources[type]?.[id];
  if (found === undefined) throw new Error(`the stack has no ${type}.${id}`);
  return found as T;
}

function trustOf(resources: Resources): Policy {
  return policy(attributes<{ assume_role_policy: string }>(resources, "aws_iam_role", "argocd").assume_role_policy);
}

function policy(json: string): Policy {
  return JSON.parse(json) as Policy;
}

function controllerEnv(resources: Resources): Record<string, string> {
  const { values } = attributes<{ values: string[] }>(resources, "helm_release", "argo_cd");
  const variables = values.flatMap((text) => {
    const { controller } = JSON.parse(text) as { controller?: { env: { name: string; value: string }[] } };
    return controller?.env ?? [];
  });
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** The rights on the spoke, as the Kubernetes API takes them. */
function rbac(resources: Resources): Pick<Stacks, "clusterRole" | "clusterRoleBinding"> {
  interface Binding {
    readonly metadata: object;
    readonly role_ref: { readonly api_group: string; readonly kind: string; readonly name: string };
    readonly subject: readonly { readonly api_group: string; readonly kind: string; readonly name: string }[];
  }
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const id = "argocd_manager";
  const role = attributes<{ metadata: object; rule: Rule[] }>(resources, "kubernetes_cluster_role_v1", id);
  const binding = attributes<Binding>(resources, "kubernetes_cluster_role_binding_v1", id);
  const reference = ({ api_group, kind, name }: Binding["role_ref"]) => ({ apiGroup: api_group, kind, name });
  const rules = role.rule.map(({ api_groups, resources, verbs }) => ({ apiGroups: api_groups, resources, verbs }));
  return {
    clusterRole: { apiVersion, kind: "ClusterRole", metadata: role.metadata, rules },
    clusterRoleBinding: {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata: binding.metadata,
      roleRef: reference(binding.role_ref),
      subjects: binding.subject.map(reference),
    },
  };
}

/** Out of a Terraform expression whose other parts only Terraform knows. */
function awsAuthConfig(config: string): Stacks["awsAuthConfig"] {
  const json = config.replaceAll(/\$\{jsonencode\(("[^"]*")\)\}/g, "$1").replaceAll('\\"', '"');
  const found = /"awsAuthConfig":(\{[^{}]*\})/.exec(json)?.[1];
  if (found === undefined) throw new Error(`no awsAuthConfig in ${config}`);
  return JSON.parse(found) as Stacks["awsAuthConfig"];
}

function execOf(providers: readonly KubernetesProvider[]): Stacks["exec"] {
  const exec = providers.find(({ alias }) => alias === "spoke")?.exec[0];
  if (exec === undefined) throw new Error("the stack has no provider for the spoke that runs a program");
  return exec;
}
