import type * as z from "zod";
import { checkedString, type Complaint } from "./fields.js";

/** An IPv4 network: its addresses as numbers, both ends included. */
export interface Network {
  readonly first: number;
  readonly last: number;
  /** Length of the prefix: 16 for a /16. */
  readonly prefix: number;
}

/** Sizes of a network, as lengths of its prefix. */
export interface NetworkSizes {
  readonly largest: number;
  readonly smallest: number;
  /** What has these sizes. */
  readonly of: string;
}

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const cidrPattern = `^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`;
const cidrExpression = new RegExp(cidrPattern);

/** The network of a text in CIDR notation, also where that has host bits; undefined where it is none. */
export function parseNetwork(text: string): Network | undefined {
  if (!cidrExpression.test(text)) return undefined;
  const [address = "", bits] = text.split("/");
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(address) / size) * size;
  return { first, last: first + size - 1, prefix };
}

/** A network as it is written: `10.0.0.0/16`. */
export function formatNetwork({ first, prefix }: Network): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

export function networksOverlap(a: Network, b: Network): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** A field that takes an IPv4 network in CIDR notation. */
export function cidr(sizes?: NetworkSizes): z.ZodString {
  return checkedString((value) => complainOfCidr(value, sizes), { pattern: cidrPattern });
}

function complainOfCidr(value: string, sizes: NetworkSizes | undefined): Complaint | undefined {
  const network = parseNetwork(value);
  if (network === undefined) {
    const expected = "an IPv4 network in CIDR notation, for example 10.0.0.0/16";
    const isAddress = sizes === undefined && parseNetwork(`${value}/32`) !== undefined;
    return isAddress ? { expected, fix: `for this one address ${value}/32` } : { expected };
  }
  const written = formatNetwork(network);
  if (written !== value) return { expected: "a network address without host bits", fix: `write ${written}` };
  if (sizes === undefined || (network.prefix >= sizes.largest && network.prefix <= sizes.smallest)) return undefined;
  return { expected: `from /${sizes.largest} to /${sizes.smallest}, the sizes of ${sizes.of}` };
}

function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
