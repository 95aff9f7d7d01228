import http from "node:http";
import https from "node:https";

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly agent: http.Agent;
  /** Milliseconds for the whole exchange, connecting included. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
}

/** A server that gave no answer; the message says which and why, in an operator's words. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** One exchange over HTTP or HTTPS; rejects with UnreachableError, or with the signal's reason when aborted. */
export function exchange(request: HttpRequest): Promise<HttpResponse> {
  const url = new URL(request.url);
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const signals = [AbortSignal.timeout(request.timeout), ...(request.signal ? [request.signal] : [])];
  const options: https.RequestOptions = {
    method: request.method,
    agent: request.agent,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...request.headers,
    },
    signal: AbortSignal.any(signals),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(request.signal?.aborted ? request.signal.reason : unreachable(url, error, request.timeout));
    const outgoing = (url.protocol === "https:" ? https : http).request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
      incoming.on("error", fail);
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

function unreachable(url: URL, error: Error, timeout: number): UnreachableError {
  return new UnreachableError(`${url.origin} does not answer: ${networkReason(error, timeout)}`, { cause: error });
}

/** Why there is no connection, by Node's code. */
export const connectionReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network unreachable",
  ENOTFOUND: "host name not found",
  EAI_AGAIN: "host name cannot be resolved now",
  ETIMEDOUT: "connection timed out",
};

const REASONS: Readonly<Record<string, string>> = {
  ...connectionReasons,
  EPROTO: "it does not speak TLS",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed and not the expected one",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by an unknown authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by an unknown authority",
  CERT_SIGNATURE_FAILURE: "its certificate is signed by an unknown authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

function networkReason(error: Error, timeout: number): string {
  if (error.name === "TimeoutError" || error.name === "AbortError") return `no answer within ${timeout / 1000} s`;
  // Node tries all addresses of a name and wraps what each said; the first says enough.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  const code = (first as NodeJS.ErrnoException).code ?? "";
  return REASONS[code] ?? (first.message || code);
}
