import * as z from "zod";
import { checkedFields, type MapComplaint } from "../fields/checks.js";
import { fields, listOf } from "../fields/fields.js";
import { groupSchema, resolveGroup, type NodeGroup } from "./eks-node-groups.js";

export type { NodeGroup, NodeTaint } from "./eks-node-groups.js";

/** Nodes of an EKS cluster: EKS Auto Mode, or managed node groups. */
export type EksNodes = AutoModeNodes | { readonly groups: readonly NodeGroup[] };

/** Nodes, storage and load balancers that EKS looks after itself. */
export interface AutoModeNodes {
  readonly auto: true;
  readonly nodePools: readonly NodePool[];
}

export type NodePool = (typeof nodePools)[number];

const nodePools = ["general-purpose", "system"] as const;

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
  return { groups: groups.map(resolveGroup) };
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
  return [...complaints, ...complainOfNames(groups), ...complainOfPlace(groups)];
}

function complainOfNames(groups: unknown): readonly MapComplaint[] {
  if (!Array.isArray(groups)) return [];
  const names = groups.map((group: unknown) => (group as { readonly name?: unknown } | null)?.name);
  const twice = names.find((name, index) => typeof name === "string" && names.indexOf(name) !== index);
  return typeof twice === "string" ? [{ field: "groups", message: `two groups of the name "${twice}"` }] : [];
}

/** CoreDNS waits for a node that takes any pod, and the deployment for CoreDNS. */
function complainOfPlace(groups: unknown): readonly MapComplaint[] {
  if (!Array.isArray(groups) || groups.length === 0 || groups.some(takesAnyPod)) return [];
  const message = "every group starts without nodes, or with taints, expected one that takes any pod";
  return [{ field: "groups", message, fix: "give one a minSize of at least 1, and no taints" }];
}

/** Also of a group that has other mistakes: these come first. */
function takesAnyPod(group: unknown): boolean {
  if (typeof group !== "object" || group === null) return true;
  const { minSize, desiredSize = minSize, taints } = group as Readonly<Record<string, unknown>>;
  const keepsOut = Array.isArray(taints) && taints.some(isStrict);
  return !keepsOut && desiredSize !== 0;
}

function isStrict(taint: unknown): boolean {
  return (taint as { readonly effect?: unknown } | null)?.effect !== "PREFER_NO_SCHEDULE";
}
