import { formatNetwork, parseNetwork, type Network } from "../../config/fields/networks.js";

/** IPv4 networks of the subnets of a zone. */
export interface ZoneNetworks {
  /** For nodes, pods and the network interfaces of the control plane: a quarter of the VPC. */
  readonly private: string;
  /** For load balancers that face the Internet, and for NAT gateways: a sixteenth of it. */
  readonly public: string;
}

/** The last quarter of a VPC is that of public subnets. */
const privateQuarters = 3;

/**
 * The part of a VPC that is a zone's, by the position of the zone from 1 to 3.
 *
 * How many zones there are has no part in it: one more moves no subnet that is there.
 */
export function zoneNetworks(cidr: string, position: number): ZoneNetworks {
  const vpc = parseNetwork(cidr);
  if (vpc === undefined || position < 1 || position > privateQuarters) {
    throw new Error(`no zone ${position} in a VPC of ${cidr}`);
  }
  const index = position - 1;
  return { private: part(vpc, 2, index), public: part(vpc, 4, 4 * privateQuarters + index) };
}

/** One of the parts that so many more bits make of a network. */
function part({ first, prefix: whole }: Network, bits: number, index: number): string {
  const prefix = whole + bits;
  const size = 2 ** (32 - prefix);
  const start = first + index * size;
  return formatNetwork({ first: start, last: start + size - 1, prefix });
}
