import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import * as x509 from "@peculiar/x509";
import { afterAll, afterEach } from "vitest";
import { stringify } from "yaml";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Runs after the test. */
export function cleanUp(cleanup: () => Promise<void> | void): void {
  cleanups.push(cleanup);
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "hubspoke fleet é "));
  cleanUp(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A self-signed certificate; `localhost` only, as Argo CD makes its own, or with 127.0.0.1. */
export async function certificate(
  names: readonly x509.JsonGeneralName[] = LOOPBACK,
  validity: { readonly notBefore?: Date; readonly notAfter?: Date } = {},
): Promise<Certificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: "CN=test",
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([...names])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return { cert: made.toString("pem"), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
}

const LOOPBACK: readonly x509.JsonGeneralName[] = [
  { type: "ip", value: "127.0.0.1" },
  { type: "dns", value: "localhost" },
];

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What a server answers: an object is JSON with status 200. */
export type Answer = { readonly status: number; readonly body: unknown } | object | string;

export interface TestServer {
  readonly url: string;
  readonly ca: string;
  readonly requests: Received[];
  close(): Promise<void>;
}

/** A real HTTPS server on 127.0.0.1 that answers by function. */
export async function startServer(answer: (received: Received) => Answer, made?: Certificate): Promise<TestServer> {
  const { cert, key } = made ?? (await certificate());
  const requests: Received[] = [];
  const server = https.createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      requests.push(received);
      reply(response, answer(received));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  cleanUp(close);
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, ca: cert, requests, close };
}

function reply(response: http.ServerResponse, answer: Answer): void {
  const whole =
    typeof answer === "object" && "status" in answer && "body" in answer ? answer : { status: 200, body: answer };
  response.statusCode = whole.status as number;
  response.end(typeof whole.body === "string" ? whole.body : JSON.stringify(whole.body));
}

/** What an API server says when it refuses. */
export function status(code: number, message: string): Answer {
  return { status: code, body: { kind: "Status", status: "Failure", code, message } };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

export interface KubeconfigParts {
  readonly cluster?: Record<string, unknown>;
  readonly user?: Record<string, unknown>;
  readonly context?: string;
}

/** Writes a kubeconfig for a server; returns its path. */
export async function writeKubeconfigFor(
  server: { url: string; ca: string },
  parts: KubeconfigParts = {},
): Promise<string> {
  const file = path.join(await temporaryFolder(), "kubeconfig");
  const name = parts.context ?? "admin";
  const document = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "c", cluster: { server: server.url, "certificate-authority-data": base64(server.ca), ...parts.cluster } },
    ],
    users: [{ name: "u", user: parts.user ?? { token: "operator" } }],
    contexts: [{ name, context: { cluster: "c", user: "u" } }],
  };
  await writeFile(file, stringify(document));
  return file;
}

/** A JWT with these claims; nobody checks its signature here. */
export function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl`;
}
