import * as z from "zod";
import { checkedFields, missingFields } from "../fields/checks.js";
import { fields, listOf, nonEmpty } from "../fields/fields.js";
import { cidr } from "../fields/networks.js";
import { proxyUrl } from "../fields/urls.js";
import { tagKeys } from "../names.js";
import { account, arnParts, eksName, partitionOf, roleArn, tagMap, type Partition } from "./aws.js";
import { region } from "./aws-regions.js";
import { eksCreationFields, resolveCreation, type EksCreation } from "./eks-creation.js";
import { networkSchema, reachSchema, resolveNetwork, type EksNetwork, type EksReach } from "./eks-network.js";
import type { ClusterProvider } from "./provider.js";

/** An EKS cluster: one that is created, or one that is there. */
export interface EksClusterSpec {
  readonly provider: "eks";
  /** Name of the cluster in EKS. */
  readonly clusterName: string;
  readonly region: string;
  /** Id of the account that it is in: nothing is done with the credentials of another. */
  readonly account: string;
  readonly partition: Partition;
  readonly clusterArn: string;
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
  /** Tags of everything that is created for it, with ours (`hubspoke:...`) already in. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * What it is created with.
   *
   * @default - it is there, and nothing of it is changed
   */
  readonly creation?: EksCreation;
}

/** What any EKS cluster has. */
const accessFields = {
  provider: z.literal("eks").describe("An EKS cluster: created, or with `existing` one that is there."),
  region: region.describe("AWS region.").meta({ examples: ["eu-west-1"] }),
  account: account
    .optional()
    .describe(
      "Id of the AWS account, in quotes: nothing is done with the credentials of another. Default: that of `assumeRole`; required without it.",
    )
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
  tags: tagMap
    .optional()
    .describe("Tags of everything that is created for the cluster. Default: none.")
    .meta({ examples: [{ team: "platform" }] }),
};

const schema = checkedFields(fields({ ...accessFields, ...eksCreationFields }), (file) => [
  ...(file.assumeRole === undefined
    ? missingFields(file, ["account"], "expected where assumeRole does not tell it")
    : []),
  ...(file.existing === undefined
    ? missingFields(file, ["version", "network"], "expected for a cluster that is created")
    : []),
]).meta({
  examples: [
    { region: "eu-west-1", account: "111122223333", version: "1.35", network: { create: { cidr: "10.20.0.0/16" } } },
  ],
});

type File = z.output<typeof schema>;

export const eksCluster: ClusterProvider<typeof schema, EksClusterSpec> = {
  capabilities: { nodes: true },
  schema,
  resolve: (file, place) => ({
    provider: "eks",
    ...resolveIdentity(file, file.existing ?? `${place.environment}-${place.name}`),
    endpoint: file.endpoint,
    publicCidrs: file.publicCidrs ?? [],
    ...resolveReach(file),
    tags: { ...file.tags, [tagKeys.environment]: place.environment, [tagKeys.cluster]: place.name },
    ...(file.existing === undefined && { creation: resolveCreation(file) }),
  }),
  aws: ({ partition, region: place, account: accountId, clusterArn }) => ({
    partition,
    region: place,
    account: accountId,
    clusterArn,
  }),
  servers: ({ clusterName, region: place, account: accountId }) => [
    `EKS cluster "${clusterName}" of ${place} in account ${accountId}`,
  ],
};

/** The schema has seen that one of the two says the account. */
function resolveIdentity(
  { account: written, assumeRole, region: place }: File,
  clusterName: string,
): Pick<EksClusterSpec, "clusterName" | "region" | "account" | "partition" | "clusterArn" | "assumeRole"> {
  const accountId = written ?? arnParts(assumeRole ?? "").account;
  const partition = partitionOf(place);
  return {
    clusterName,
    region: place,
    account: accountId,
    partition,
    clusterArn: `arn:${partition}:eks:${place}:${accountId}:cluster/${clusterName}`,
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
