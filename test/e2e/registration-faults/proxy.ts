import https from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Certificate } from "../../fleet/support.js";

/** What comes back instead of the API server's answer. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** `pass`: the API server's answer; `deaf`: it does, and does not tell; `hang`: nothing; `drop`: the connection ends. */
export type Answer = "pass" | "deaf" | "hang" | "drop" | Refusal;

/** Decides about each request, after doing what it likes. */
export type Fault = (method: string, path: string) => Answer | Promise<Answer>;

/** An API server with faults, over real TLS: what it passes on, a real one answers. */
export interface FaultProxy {
  readonly url: string;
  /** What was asked for, as `GET /api/v1/...`, without queries. */
  readonly requests: string[];
  fault: Fault;
  /** Shows another certificate from now on. */
  present(certificate: Certificate): void;
  close(): void;
}

export interface FaultProxyOptions {
  readonly host?: string;
  readonly port: number;
  readonly certificate: Certificate;
  /** The API server behind it, and its CA. */
  readonly target: { readonly server: string; readonly ca: string };
}

export const pass: Fault = () => "pass";

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { host = "127.0.0.1", port, certificate, target } = options;
  const agent = new https.Agent({ ca: target.ca, keepAlive: true });
  const server = https.createServer({ ...certificate });
  const proxy: FaultProxy = {
    url: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    requests: [],
    fault: pass,
    present(other) {
      server.setSecureContext({ ...other });
      server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
    },
  };
  server.on("request", (request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    proxy.requests.push(`${request.method} ${path}`);
    void Promise.resolve(proxy.fault(request.method ?? "", path)).then((answer) => {
      if (answer === "pass" || answer === "deaf") {
        forward(request, answer === "pass" ? response : undefined, { agent, server: target.server });
      } else if (answer === "drop") request.socket.destroy();
      else if (answer !== "hang") refuse(response, answer);
    });
  });
  await new Promise<void>((listening) => server.listen(port, host, listening));
  return proxy;
}

function forward(
  request: IncomingMessage,
  response: ServerResponse | undefined,
  { agent, server }: { readonly agent: https.Agent; readonly server: string },
): void {
  const { method, headers } = request;
  const upstream = https.request(new URL(request.url ?? "", server), { agent, method, headers }, (answer) => {
    response?.writeHead(answer.statusCode ?? 502, answer.headers);
    if (response) answer.pipe(response);
  });
  upstream.on("error", () => request.socket.destroy());
  response?.on("close", () => upstream.destroy());
  request.pipe(upstream);
}

/** As an API server words it. */
function refuse(response: ServerResponse, { status, message }: Refusal): void {
  const reasons: Readonly<Record<number, string>> = {
    429: "TooManyRequests",
    500: "InternalError",
    503: "ServiceUnavailable",
  };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      kind: "Status",
      apiVersion: "v1",
      status: "Failure",
      message,
      reason: reasons[status],
      code: status,
    }),
  );
}
