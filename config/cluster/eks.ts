import * as z from "zod";
import { checkedFields, missingFields } from "../fields/checks.js";
import { checkedString, fields, listOf, nonEmpty } from "../fields/fields.js";
import { cidr } from "../fields/networks.js";
import { proxyUrl } from "../fields/urls.js";
import { account, arnParts, eksName, kmsKeyArn, region, roleArn, tagMap } from "./aws.js";
import { networkSchema, reachSchema, resolveNetwork, type EksNetwork, type EksReach } from "./eks-network.js";
import { nodesSchema, resolveNodes, type EksNodes } from "./eks-nodes.js";
import type { ClusterProvider } from "./provider.js";

/** An EKS cluster: one that is created, or one that is there. */
export interface EksClusterSpec {
  readonly provider: "eks";
  /** Name of the cluster in EKS. */
  readonly clusterName: string;
  readonly region: string;
  /**
   * Id of the account that it is in.
   *
   * @default - that of `assumeRole`, else the account of the operator's credentials
   */
  readonly account?: string;
  /**
   * ARN of the role through which an operator reaches the account.
   *
   * @default - the operator's own credentials
   */
  readonly assumeRole?: string;
  /** Where its API server can be reached from. */
  readonly endpoint: "private" | "public";
  /** Networks that reach a public endpoint. */
  readonly publicCidrs: readonly string[];
  /**
   * Its network.
   *
   * @default - only for a cluster that is there: not known
   */
  readonly network?: EksNetwork;
  /**
   * How the hub reaches its API server.
   *
   * @default - no way is known: fine for a hub, refused for a spoke
   */
  readonly reach?: EksReach;
  /**
   * Proxy through which an operator and the hub reach the API server.
   *
   * @default - none
   */
  readonly proxyUrl?: string;
  /**
   * What it is created with.
   *
   * @default - it is there, and nothing of it is changed
   */
  readonly creation?: EksCreation;
}

/** What an EKS cluster is created with. */
export interface EksCreation {
  /** Kubernetes version: major and minor. */
  readonly version: string;
  readonly supportType: "STANDARD" | "EXTENDED";
  readonly nodes: EksNodes;
  /** Add-ons of EKS, each with its version; `default` is EKS's own choice. */
  readonly addons: Readonly<Record<string, string>>;
  /**
   * Key that encrypts Secrets in etcd.
   *
   * @default - one that is made for the cluster
   */
  readonly kmsKeyArn?: string;
  readonly logTypes: readonly (typeof logTypes)[number][];
  readonly logRetentionDays: number;
  readonly tags: Readonly<Record<string, string>>;
  /** ARNs of the roles that administer the cluster, beside the one that creates it. */
  readonly admins: readonly string[];
}

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** Those that CloudWatch knows. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const version = checkedString(
  (value) =>
    /^1\.\d{2}$/.test(value) ? undefined : { expected: 'a Kubernetes version without its patch, in quotes: "1.35"' },
  { pattern: "^1\\.\\d{2}$" },
);

/** What any EKS cluster has. */
const accessFields = {
  provider: z.literal("eks").describe("An EKS cluster: created, or with `existing` one that is there."),
  region: region.describe("AWS region.").meta({ examples: ["eu-west-1"] }),
  account: account
    .optional()
    .describe("Id of the AWS account, in quotes. Default: that of `assumeRole`, else of the operator's credentials.")
    .meta({ examples: ["111122223333"] }),
  assumeRole: roleArn
    .optional()
    .describe("ARN of the role through which the operator reaches the account. Default: none.")
    .meta({ examples: ["arn:aws:iam::111122223333:role/hubspoke"] }),
  existing: eksName
    .optional()
    .describe("Name of an EKS cluster that is there: nothing of it is changed. Default: none, one is created.")
    .meta({ examples: ["payments-prod"] }),
  endpoint: z
    .enum(["private", "public"])
    .default("private")
    .describe("Where the API server is reached from: its VPC alone, or `publicCidrs` too."),
  publicCidrs: listOf(cidr())
    .optional()
    .describe("Networks that reach a public endpoint. Default: none.")
    .meta({ examples: [["203.0.113.0/24"]] }),
  acceptPublic: nonEmpty
    .optional()
    .describe("Why 0.0.0.0/0 in `publicCidrs` is acceptable here. Default: none, and it is refused.")
    .meta({ examples: ["demo without data, removed on Friday"] }),
  network: networkSchema.optional(),
  reach: reachSchema.optional(),
  proxyUrl: proxyUrl
    .optional()
    .describe("Proxy through which the API server is reached: http, https or socks5. Default: none.")
    .meta({ examples: ["http://proxy.example.com:3128"] }),
};

/** What a cluster is created with; `existing` leaves them without effect. */
const creationFields = {
  version: version
    .optional()
    .describe("Kubernetes version to create it with, in quotes. Required, unless `existing` is there.")
    .meta({ examples: ["1.35"] }),
  supportType: z
    .enum(["STANDARD", "EXTENDED"])
    .optional()
    .describe("At the end of standard support: STANDARD is upgraded by EKS, EXTENDED costs extra. Default: EXTENDED."),
  nodes: nodesSchema.optional(),
  addons: z
    .record(z.string(), nonEmpty)
    .optional()
    .describe("EKS add-ons by name, each with a version or `default`. Default: those that the nodes need.")
    .meta({ examples: [{ "vpc-cni": "default", coredns: "v1.12.4-eksbuild.1" }] }),
  kmsKeyArn: kmsKeyArn.optional().describe("KMS key that encrypts Secrets. Default: one made for the cluster."),
  logTypes: listOf(z.enum(logTypes))
    .optional()
    .describe("Control plane logs that CloudWatch keeps. Default: all five."),
  logRetentionDays: z.literal(retentions).optional().describe("How many days CloudWatch keeps them. Default: 90."),
  tags: tagMap
    .optional()
    .describe("Tags of everything that is created. Default: none.")
    .meta({ examples: [{ team: "platform" }] }),
  admins: listOf(roleArn)
    .optional()
    .describe("Roles that administer the cluster, beside the one that creates it. Default: none.")
    .meta({ examples: [["arn:aws:iam::111122223333:role/platform-admin"]] }),
};

/** Names of the fields that are for a cluster that is created. */
export const eksCreationFields: readonly string[] = Object.keys(creationFields);

const schema = checkedFields(fields({ ...accessFields, ...creationFields }), (file) =>
  file.existing === undefined
    ? missingFields(file, ["version", "network"], "expected for a cluster that is created")
    : [],
).meta({ examples: [{ region: "eu-west-1", version: "1.35", network: { create: { cidr: "10.20.0.0/16" } } }] });

type File = z.output<typeof schema>;

export const eksCluster: ClusterProvider<typeof schema, EksClusterSpec> = {
  capabilities: { nodes: true },
  schema,
  resolve: (file, place) => ({
    provider: "eks",
    clusterName: file.existing ?? `${place.environment}-${place.name}`,
    region: file.region,
    ...resolveAccount(file),
    endpoint: file.endpoint,
    publicCidrs: file.publicCidrs ?? [],
    ...resolveReach(file),
    ...(file.existing === undefined && { creation: resolveCreation(file) }),
  }),
  servers: ({ clusterName, region: place, account: accountId }) => [
    `EKS cluster "${clusterName}" of ${place}${accountId === undefined ? "" : ` in account ${accountId}`}`,
  ],
};

function resolveAccount({ account: written, assumeRole }: File): Pick<EksClusterSpec, "account" | "assumeRole"> {
  const accountId = written ?? (assumeRole === undefined ? undefined : arnParts(assumeRole).account);
  return {
    ...(accountId !== undefined && { account: accountId }),
    ...(assumeRole !== undefined && { assumeRole }),
  };
}

function resolveReach(file: File): Pick<EksClusterSpec, "network" | "reach" | "proxyUrl"> {
  const { network, proxyUrl: proxy } = file;
  const reach = file.reach ?? defaultReach(file);
  return {
    ...(network !== undefined && { network: resolveNetwork(network) }),
    ...(reach !== undefined && { reach }),
    ...(proxy !== undefined && { proxyUrl: proxy }),
  };
}

function defaultReach(file: File): EksReach | undefined {
  if (file.proxyUrl !== undefined) return "proxy";
  return file.endpoint === "public" ? "public" : undefined;
}

/** The schema has seen that a version is there. */
function resolveCreation(file: File): EksCreation {
  return {
    version: file.version ?? "",
    supportType: file.supportType ?? "EXTENDED",
    nodes: resolveNodes(file.nodes),
    addons: file.addons ?? {},
    ...(file.kmsKeyArn !== undefined && { kmsKeyArn: file.kmsKeyArn }),
    logTypes: file.logTypes ?? logTypes,
    logRetentionDays: file.logRetentionDays ?? 90,
    tags: file.tags ?? {},
    admins: file.admins ?? [],
  };
}
