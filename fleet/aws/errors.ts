import { connectionReasons } from "../http.js";
import { adviceOn } from "./advice.js";

export type AwsErrorReason = "credentials" | "forbidden" | "not-found" | "unreachable" | "refused";

/** What AWS did not answer, or not as hoped; never with a credential in it. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  constructor(
    readonly reason: AwsErrorReason,
    readonly problem: string,
    readonly fix?: string,
    options?: ErrorOptions,
  ) {
    super(fix === undefined ? problem : `${problem}\n  fix: ${fix}`, options);
  }
}

/**
 * Sends a request and says what is wrong with the answer as an AwsError.
 *
 * @param operation as IAM names it: `eks:DescribeCluster`
 */
export async function ask<T>(operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw asAwsError(operation, error);
  }
}

/** An error of the SDK as one of ours; any other is thrown on. */
export function asAwsError(operation: string, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (!(error instanceof Error)) throw error;
  const network = networkReason(error);
  if (network !== undefined) return unreachable(operation, network, error);
  const known = /ProviderError$/.test(error.name) || "$metadata" in error;
  if (!known) throw error;
  const advice = adviceOn(`${error.name}: ${error.message}`);
  if (advice) return new AwsError(advice.reason, `${operation}: ${advice.problem}`, advice.fix, { cause: error });
  const reason = /NotFound|NoSuchEntity/.test(error.name) ? "not-found" : "refused";
  return new AwsError(reason, `${operation}: ${error.name}: ${firstLine(error.message)}`, undefined, { cause: error });
}

/** Of some messages the lines below repeat the request, with its session token. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 300);
}

function unreachable(operation: string, why: string, cause: Error): AwsError {
  const fix = "check the region, the network and HTTPS_PROXY";
  return new AwsError("unreachable", `${operation}: AWS does not answer: ${why}`, fix, { cause });
}

const NETWORK_CODES: Readonly<Record<string, string>> = {
  ...connectionReasons,
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by an unknown authority, which AWS_CA_BUNDLE may name",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by an unknown authority, which AWS_CA_BUNDLE may name",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by an unknown authority, which AWS_CA_BUNDLE may name",
};

function networkReason(error: Error): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && NETWORK_CODES[code] !== undefined) return NETWORK_CODES[code];
  return error.name === "TimeoutError" ? "no answer in time" : undefined;
}
