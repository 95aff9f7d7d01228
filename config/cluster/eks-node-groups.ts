import * as z from "zod";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { checkedString, dnsLabel, fields, listOf, matching } from "../fields/fields.js";
import { labelMap } from "../fields/labels.js";

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
  /** How many nodes at once an update takes away. */
  readonly updateConfig: NodeGroupUpdate;
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

export type NodeGroupUpdate = { readonly maxUnavailable: number } | { readonly maxUnavailablePercentage: number };

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

/** EKS has 63; what is left is for the end that tells a group from the one that it replaces. */
const maxGroupName = 36;

const defaultMinSize = 2;
const defaultMaxSize = 4;
const defaultUpdate = { maxUnavailablePercentage: 33 };

const taintKeyPattern = "^([a-z0-9.-]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";
const taintValuePattern = "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

const taintSchema = fields({
  key: atMost63(taintKeyPattern, 'a name of at most 63 characters, with an optional DNS prefix: "example.com/name"')
    .describe("Key of the taint.")
    .meta({ examples: ["dedicated"] }),
  value: atMost63(
    taintValuePattern,
    'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
  )
    .optional()
    .describe("Value of the taint. Default: none."),
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]).describe("Effect of the taint."),
});

const instanceType = matching(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type, for example m7i.large");

const updateSchema = checkedFields(
  fields({
    maxUnavailable: z.int().min(1).max(100).optional().describe("So many nodes. Default: none, a share of them."),
    maxUnavailablePercentage: z.int().min(1).max(100).optional().describe("That share, in percent. Default: 33."),
  }),
  ({ maxUnavailable, maxUnavailablePercentage }) => {
    if ((maxUnavailable === undefined) !== (maxUnavailablePercentage === undefined)) return [];
    const got = maxUnavailable === undefined ? "neither" : "both";
    return [{ message: `${got} of maxUnavailable and maxUnavailablePercentage, expected one of them` }];
  },
);

/** An item of `groups`. */
export const groupSchema = checkedFields(
  fields({
    name: dnsLabel(maxGroupName)
      .describe("Name of the group, unique in the cluster.")
      .meta({ examples: ["workers"] }),
    instanceTypes: listOf(instanceType)
      .describe("EC2 instance types of its nodes.")
      .meta({ examples: [["m7i.large"]] }),
    minSize: z.int().min(0).default(defaultMinSize).describe("Fewest nodes."),
    maxSize: z.int().min(1).default(defaultMaxSize).describe("Most nodes."),
    desiredSize: z.int().min(0).optional().describe("How many nodes it starts with. Default: `minSize`."),
    capacityType: z.enum(["ON_DEMAND", "SPOT"]).default("ON_DEMAND").describe("How its instances are bought."),
    amiType: z.enum(amiTypes).default("AL2023_x86_64_STANDARD").describe("Kind of its machine image."),
    diskSize: z.int().min(20).max(16_384).default(50).describe("GiB of each node's disk."),
    labels: labelMap.prefault({}).describe("Labels of its nodes."),
    taints: z.array(taintSchema).max(50).prefault([]).describe("Taints of its nodes."),
    updateConfig: updateSchema
      .optional()
      .describe("How many nodes at once an update takes away. Default: 33 percent of them.")
      .meta({ examples: [{ maxUnavailable: 1 }] }),
  }),
  (group) => [...complainOfSizes(group), ...complainOfArchitecture(group), ...complainOfLabels(group)],
);

/** Fills in what a file leaves out of a node group. */
export function resolveGroup({ updateConfig, ...group }: z.output<typeof groupSchema>): NodeGroup {
  return { ...group, desiredSize: group.desiredSize ?? group.minSize, updateConfig: resolveUpdate(updateConfig) };
}

/** The schema has seen that one of the two is there. */
function resolveUpdate({ maxUnavailable, maxUnavailablePercentage }: z.output<typeof updateSchema> = {}) {
  if (maxUnavailable !== undefined) return { maxUnavailable };
  return maxUnavailablePercentage === undefined ? defaultUpdate : { maxUnavailablePercentage };
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

/** Family and generation of an instance type, with what it has more; Graviton is a "g" behind the generation. */
const family = /^(a1|[a-z]+\d+([a-z]*))\./;

/** Nodes with an image for another processor never join: EKS gives up on them after half an hour. */
function complainOfArchitecture({
  amiType,
  instanceTypes,
}: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  if (typeof amiType !== "string" || !Array.isArray(instanceTypes)) return [];
  const expected = amiType.includes("_ARM_64") ? "arm64" : "x86_64";
  const other = instanceTypes.find((type: unknown) => ![undefined, expected].includes(architectureOf(type)));
  if (other === undefined) return [];
  const message = `instance type "${other}" is for ${architectureOf(other)}, amiType "${amiType}" is for ${expected}`;
  return [{ field: "instanceTypes", message, fix: "choose both for the same processor" }];
}

/** As far as its name tells. */
function architectureOf(type: unknown): string | undefined {
  const [, name, more = ""] = (typeof type === "string" && family.exec(type)) || [];
  if (name === undefined) return undefined;
  return name === "a1" || more.includes("g") ? "arm64" : "x86_64";
}

/** What the kubelet may say of itself; with another label of Kubernetes it does not start. */
const kubeletLabels = ["kubelet.kubernetes.io", "node.kubernetes.io"];

function complainOfLabels({ labels }: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  const keys = typeof labels === "object" && labels !== null ? Object.keys(labels) : [];
  return keys.filter(isReserved).map((key) => ({
    field: "labels",
    message: `label "${key}" is reserved: a node that gives itself this label does not join the cluster`,
    fix: "choose another prefix, or none",
  }));
}

function isReserved(key: string): boolean {
  const [prefix = ""] = key.split("/");
  if (!key.includes("/") || kubeletLabels.some((allowed) => isWithin(prefix, allowed))) return false;
  // Those of "kubernetes.io" and "k8s.io" themselves are refused as on any other label.
  return prefix === "eks.amazonaws.com" || prefix.endsWith(".kubernetes.io") || prefix.endsWith(".k8s.io");
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

function atMost63(pattern: string, expected: string): z.ZodString {
  const expression = new RegExp(pattern);
  return checkedString((value) => (value.length <= 63 && expression.test(value) ? undefined : { expected }), {
    pattern,
    maxLength: 63,
  });
}
