import * as z from "zod";
import { checkedString, listOf } from "../fields/fields.js";
import { kmsKeyArn, roleArn } from "./aws.js";
import { addonsSchema } from "./eks-addons.js";
import { nodesSchema, resolveNodes, type EksNodes } from "./eks-nodes.js";

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

/** What a cluster is created with; `existing` leaves them without effect. */
export const eksCreationFields = {
  version: version
    .optional()
    .describe("Kubernetes version to create it with, in quotes. Required, unless `existing` is there.")
    .meta({ examples: ["1.35"] }),
  supportType: z
    .enum(["STANDARD", "EXTENDED"])
    .optional()
    .describe("At the end of standard support: STANDARD is upgraded by EKS, EXTENDED costs extra. Default: EXTENDED."),
  nodes: nodesSchema.optional(),
  addons: addonsSchema
    .optional()
    .describe("EKS add-ons by name, each with a version or `default`. Default: those that the nodes need.")
    .meta({ examples: [{ "vpc-cni": "default", coredns: "v1.12.4-eksbuild.1" }] }),
  kmsKeyArn: kmsKeyArn.optional().describe("KMS key that encrypts Secrets. Default: one made for the cluster."),
  logTypes: listOf(z.enum(logTypes))
    .optional()
    .describe("Control plane logs that CloudWatch keeps. Default: all five."),
  logRetentionDays: z
    .literal(retentions)
    .optional()
    .describe("How many days CloudWatch keeps them, and flow logs. Default: 365."),
  admins: listOf(roleArn)
    .optional()
    .describe("Roles that administer the cluster, beside the one that creates it. Default: none.")
    .meta({ examples: [["arn:aws:iam::111122223333:role/platform-admin"]] }),
};

type File = z.output<z.ZodObject<typeof eksCreationFields>>;

/** The schema has seen that a version is there. */
export function resolveCreation(file: File): EksCreation {
  return {
    version: file.version ?? "",
    supportType: file.supportType ?? "EXTENDED",
    nodes: resolveNodes(file.nodes),
    addons: file.addons ?? {},
    ...(file.kmsKeyArn !== undefined && { kmsKeyArn: file.kmsKeyArn }),
    logTypes: file.logTypes ?? logTypes,
    logRetentionDays: file.logRetentionDays ?? 365,
    admins: file.admins ?? [],
  };
}
