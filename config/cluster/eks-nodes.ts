import * as z from "zod";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { dnsLabel, fields, listOf, nonEmpty } from "../fields/fields.js";
import { labelMap } from "../fields/labels.js";

/** Nodes of an EKS cluster: EKS Auto Mode, or managed node groups. */
export type EksNodes = AutoModeNodes | { readonly groups: readonly NodeGroup[] };

/** Nodes, storage and load balancers that EKS looks after itself. */
export interface AutoModeNodes {
  readonly auto: true;
  readonly nodePools: readonly NodePool[];
}

export type NodePool = (typeof nodePools)[number];

/** A managed node group, by EKS's own names. */
export interface NodeGroup {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly minSize: number;
  readonly maxSize: number;
  /** How many nodes it starts with. */
  readonly desiredSize: number;
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly amiType: (typeof amiTypes)[number];
  /** GiB of each node's disk. */
  readonly diskSize: number;
  /** Labels of its nodes. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
}

export interface NodeTaint {
  readonly key: string;
  /**
   * Value of the taint.
   *
   * @default - none
   */
  readonly value?: string;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

const nodePools = ["general-purpose", "system"] as const;

/** Without Windows, whose pods cannot have an identity of EKS Pod Identity. */
const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "BOTTLEROCKET_ARM_64_NVIDIA",
] as const;

const defaultMinSize = 2;
const defaultMaxSize = 4;

const taintSchema = fields({
  key: nonEmpty.describe("Key of the taint.").meta({ examples: ["dedicated"] }),
  value: z.string().optional().describe("Value of the taint. Default: none."),
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).describe("Effect of the taint."),
});

const groupSchema = checkedFields(
  fields({
    name: dnsLabel()
      .describe("Name of the group, unique in the cluster.")
      .meta({ examples: ["workers"] }),
    instanceTypes: listOf(nonEmpty)
      .describe("EC2 instance types of its nodes.")
      .meta({ examples: [["m7i.large"]] }),
    minSize: z.int().min(0).default(defaultMinSize).describe("Fewest nodes."),
    maxSize: z.int().min(1).default(defaultMaxSize).describe("Most nodes."),
    desiredSize: z.int().min(0).optional().describe("How many nodes it starts with. Default: `minSize`."),
    capacityType: z.enum(["ON_DEMAND", "SPOT"]).default("ON_DEMAND").describe("How its instances are bought."),
    amiType: z.enum(amiTypes).default("AL2023_x86_64_STANDARD").describe("Kind of its machine image."),
    diskSize: z.int().min(20).max(16_384).default(50).describe("GiB of each node's disk."),
    labels: labelMap.prefault({}).describe("Labels of its nodes."),
    taints: z.array(taintSchema).prefault([]).describe("Taints of its nodes."),
  }),
  complainOfSizes,
);

const refused = {
  fargate: {
    message: "Fargate pods get no identity from EKS Pod Identity, so Argo CD cannot run on them",
    fix: "use auto: true",
  },
};

const schema = checkedFields(
  fields(
    {
      auto: z
        .literal(true)
        .optional()
        .describe(
          "True: EKS Auto Mode, which looks after nodes, storage and load balancers. Default: true, without groups.",
        ),
      nodePools: listOf(z.enum(nodePools))
        .optional()
        .describe(`With auto: the built-in node pools. Default: ${nodePools.join(", ")}.`),
      groups: listOf(groupSchema).optional().describe("Managed node groups, in place of auto. Default: none."),
    },
    refused,
  ),
  complainOfKinds,
);

/** The `nodes` field of an EKS cluster. */
export const nodesSchema = schema.describe(
  "Nodes: `auto: true` for EKS Auto Mode, or managed node groups. Default: auto.",
);

/** Fills in what a file leaves out of an EKS cluster's nodes. */
export function resolveNodes(file: z.output<typeof schema> = {}): EksNodes {
  const { groups, nodePools: pools = nodePools } = file;
  if (groups === undefined) return { auto: true, nodePools: pools };
  return { groups: groups.map((group) => ({ ...group, desiredSize: group.desiredSize ?? group.minSize })) };
}

function complainOfKinds({
  auto,
  groups,
  nodePools: pools,
}: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  const complaints: MapComplaint[] = [];
  if ((auto === undefined) === (groups === undefined)) {
    const got = auto === undefined ? "neither auto nor groups" : "both auto and groups";
    complaints.push({ message: `${got}, expected one of them` });
  }
  if (pools !== undefined && auto === undefined) {
    complaints.push({ field: "nodePools", message: "nodePools has no effect without auto: true", fix: "remove it" });
  }
  return [...complaints, ...complainOfNames(groups)];
}

function complainOfNames(groups: unknown): readonly MapComplaint[] {
  if (!Array.isArray(groups)) return [];
  const names = groups.map((group: unknown) => (group as { readonly name?: unknown } | null)?.name);
  const twice = names.find((name, index) => typeof name === "string" && names.indexOf(name) !== index);
  return typeof twice === "string" ? [{ field: "groups", message: `two groups of the name "${twice}"` }] : [];
}

function complainOfSizes({
  minSize,
  maxSize,
  desiredSize = minSize,
}: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  if (typeof minSize !== "number" || typeof maxSize !== "number" || typeof desiredSize !== "number") return [];
  if (minSize <= desiredSize && desiredSize <= maxSize) return [];
  return [
    { message: `minSize ${minSize}, desiredSize ${desiredSize}, maxSize ${maxSize}, expected each at most the next` },
  ];
}
