import * as z from "zod";
import { checkedFields, givenFields, missingFields, type MapComplaint } from "../fields/checks.js";
import { customIssue, fields, nonEmpty } from "../fields/fields.js";
import { cidr } from "../fields/networks.js";
import { subnetId, transitGatewayId, vpcId } from "./aws.js";

/** Network of an EKS cluster. */
export type EksNetwork = CreatedVpc | GivenVpc;

/** A VPC that is made for the cluster: private and public subnets in each zone. */
export interface CreatedVpc {
  readonly create: {
    /** IPv4 network of the VPC. */
    readonly cidr: string;
    /**
     * Availability zones, by name.
     *
     * @default - the first three of the region
     */
    readonly azs?: readonly string[];
    /** How many NAT gateways: one, or one in each zone. */
    readonly nat: "single" | "per-zone";
  };
}

/** A VPC that is there. */
export interface GivenVpc {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /**
   * IPv4 network of the VPC: what the hub routes to.
   *
   * @default - not known: nothing routes to it
   */
  readonly cidr?: string;
}

/** How the hub reaches the API server of a spoke. */
export type EksReach = "public" | "proxy" | "routed" | "peering" | { readonly transitGateway: { readonly id: string } };

const createdVpc = fields({
  cidr: cidr({ largest: 16, smallest: 24, of: "a VPC with subnets in each zone" })
    .describe("IPv4 network of the VPC, from /16 to /24; networks that route to each other must not overlap.")
    .meta({ examples: ["10.20.0.0/16"] }),
  azs: someOf(nonEmpty, 2, 3)
    .optional()
    .describe(
      "Two or three availability zones, for the cluster's life: EKS moves it to no other. Default: the first three of the region.",
    )
    .meta({ examples: [["eu-west-1a", "eu-west-1b"]] }),
  nat: z
    .enum(["single", "per-zone"])
    .default("single")
    .describe("One NAT gateway, or one in each zone: dearer, and a zone that fails takes no other with it."),
});

const given = ["vpcId", "subnetIds", "cidr"] as const;

const schema = checkedFields(
  fields({
    create: createdVpc.optional().describe("Makes a VPC for the cluster. Required, unless vpcId is there."),
    vpcId: vpcId
      .optional()
      .describe("Id of a VPC that is there. Required, unless create is there.")
      .meta({ examples: ["vpc-0123456789abcdef0"] }),
    subnetIds: someOf(subnetId, 2)
      .optional()
      .describe("Ids of its subnets for the cluster, in at least two zones. Required with vpcId.")
      .meta({ examples: [["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]] }),
    cidr: cidr({ largest: 16, smallest: 28, of: "a VPC" })
      .optional()
      .describe("IPv4 network of that VPC; needed where the hub routes to it. Default: not known.")
      .meta({ examples: ["10.20.0.0/16"] }),
  }),
  complainOfVpc,
);

/** The `network` field of an EKS cluster. */
export const networkSchema = schema.describe(
  "VPC of the cluster: one that is made for it, or one that is there. Required, unless `existing` is there.",
);

/** The schema has seen that one of the two is whole. */
export function resolveNetwork({
  create,
  vpcId: id = "",
  subnetIds = [],
  cidr: range,
}: z.output<typeof schema>): EksNetwork {
  if (create !== undefined) return { create };
  return { vpcId: id, subnetIds, ...(range !== undefined && { cidr: range }) };
}

function complainOfVpc(network: Readonly<Record<string, unknown>>): readonly MapComplaint[] {
  const [first] = givenFields(network, given);
  if (network.create === undefined) {
    if (first === undefined) return [{ message: "no VPC, expected create, or vpcId and subnetIds" }];
    return missingFields(network, ["vpcId", "subnetIds"], `expected beside ${first}`);
  }
  return first === undefined ? [] : [{ message: `create beside ${first}, expected create, or vpcId and subnetIds` }];
}

/** A list of at least so many different items, and at most so many. */
function someOf(item: z.ZodString, least: number, most = Infinity): z.ZodArray<z.ZodString> {
  const expected = most === Infinity ? `at least ${least} different ones` : `${least} to ${most} different ones`;
  const list = z.array(item).check((context) => {
    const { size } = new Set(context.value);
    if (size === context.value.length && size >= least && size <= most) return;
    context.issues.push(customIssue(context.value, { expected }));
  });
  return list.meta({ uniqueItems: true, minItems: least, ...(most < Infinity && { maxItems: most }) });
}

/** The `reach` field of an EKS cluster. */
export const reachSchema = z
  .union(
    [
      z.enum(["public", "proxy", "routed", "peering"]),
      fields({
        transitGateway: fields({
          id: transitGatewayId.describe("Id of the transit gateway.").meta({ examples: ["tgw-0123456789abcdef0"] }),
        }).describe("Attaches the VPC to a transit gateway and routes to the hub through it."),
      }),
    ],
    {
      error: (issue) =>
        issue.code === "invalid_union"
          ? "expected public, proxy, routed, peering, or a map with transitGateway"
          : undefined,
    },
  )
  .describe(
    "How the hub reaches this spoke: its public endpoint, `proxyUrl`, a route that is there (routed), VPC peering, or a " +
      "transit gateway. Default: proxy where there is a `proxyUrl`, public where the endpoint is; a private endpoint needs one.",
  );

/** The IPv4 network of a VPC, where it is known. */
export function cidrOf(network: EksNetwork | undefined): string | undefined {
  if (network === undefined) return undefined;
  return "create" in network ? network.create.cidr : network.cidr;
}
