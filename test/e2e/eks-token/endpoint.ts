import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type IncomingMessage, type ServerResponse, createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { join } from "node:path";
import { ensureAuthority } from "../../../local/certificates.js";
import type { AwsAnswer } from "./sts.js";
import type { AwsRequest } from "./signature.js";

/** AWS as programs see it through a proxy. */
export interface AwsEndpoint {
  /** URL of the proxy. */
  readonly proxy: string;
  /** File with the authority of AWS's certificates. */
  readonly caFile: string;
  /** Variables that lead the AWS SDKs there. */
  readonly environment: Readonly<Record<string, string>>;
  close(): void;
}

export interface EndpointOptions {
  readonly port: number;
  /** Folder for keys and certificates. */
  readonly directory: string;
  /** Host names of the service; the proxy goes to no other. */
  readonly hosts: readonly string[];
  readonly answer: (request: AwsRequest) => Promise<AwsAnswer>;
}

/** Starts a proxy on the loopback address that stands in for a service of AWS: connections to its name end here. */
export async function startEndpoint({ port, directory, hosts, answer }: EndpointOptions): Promise<AwsEndpoint> {
  const authority = await ensureAuthority(directory, "aws-ca");
  await authority.ensure({ name: "aws", commonName: "AWS", usage: ["server"], hosts });
  const [cert, key] = await Promise.all(["aws.crt", "aws.key"].map((file) => readFile(join(directory, file))));
  const service = createHttpsServer({ cert, key }, (request, response) => void respond(request, response, answer));
  const proxy = createHttpServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", ({ url }: IncomingMessage, socket: Socket) => {
    if (!hosts.some((host) => url === `${host}:443`)) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    service.emit("connection", socket);
  });
  await once(proxy.listen(port, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${port}`;
  const caFile = join(directory, "aws-ca.crt");
  return {
    proxy: url,
    caFile,
    environment: { HTTPS_PROXY: url, AWS_CA_BUNDLE: caFile },
    close: () => {
      proxy.close();
      service.closeAllConnections();
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: EndpointOptions["answer"],
): Promise<void> {
  const { method = "", url = "/", headers } = request;
  const body = await text(request);
  const received = {
    method,
    url: new URL(url, `https://${headers.host}`),
    headers: headers as Record<string, string>,
    body,
  };
  const { status, body: xml } = await answer(received);
  response.writeHead(status, { "content-type": "text/xml" }).end(xml);
}

/** Whole body of a request. */
export async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
