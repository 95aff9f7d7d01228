import { readFile } from "node:fs/promises";
import { Agent, request } from "node:https";
import { LocalError } from "./errors.js";

/** How to reach an API server. */
export interface KubeAccess {
  readonly server: string;
  readonly ca: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
}

export interface KubeResponse {
  readonly status: number;
  readonly text: string;
}

/** The API server's answer was no success. */
export class KubeError extends LocalError {
  constructor(
    what: string,
    readonly status: number,
    text: string,
  ) {
    super(`${what}: ${status} ${reason(text)}`);
  }
}

/**
 * Client for an API server on this machine.
 *
 * A wrapper around node:https and not a Kubernetes client library: those take longer to load than a local cluster takes to
 * answer. It never goes through a proxy, and it verifies the server's certificate.
 */
export class KubeApi {
  private readonly agent: Agent;

  constructor(private readonly access: KubeAccess) {
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: 8,
      ca: access.ca,
      cert: access.certificate,
      key: access.key,
    });
  }

  /** PEM of the authority that the server is verified with. */
  get ca(): string {
    return this.access.ca;
  }

  /** Reads an object or list; undefined where there is none. */
  async get<T>(path: string): Promise<T | undefined> {
    const response = await this.send("GET", path);
    if (response.status === 404) return undefined;
    return JSON.parse(checked(`GET ${path}`, response).text) as T;
  }

  /** Deletes an object; one that is gone already is fine. */
  async delete(path: string): Promise<void> {
    const response = await this.send("DELETE", path);
    if (response.status !== 404) checked(`DELETE ${path}`, response);
  }

  async create<T>(path: string, object: unknown): Promise<T> {
    return JSON.parse(checked(`POST ${path}`, await this.send("POST", path, JSON.stringify(object))).text) as T;
  }

  /** JSON merge patch. */
  async patch(path: string, change: unknown): Promise<void> {
    checked(`PATCH ${path}`, await this.send("PATCH", path, JSON.stringify(change)));
  }

  /** Any request, whatever the answer. */
  async send(method: string, path: string, body?: string): Promise<KubeResponse> {
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const headers = {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) }),
      ...(this.access.token === undefined ? {} : { authorization: `Bearer ${this.access.token}` }),
    };
    return new Promise((resolve, reject) => {
      const options = { agent: this.agent, method, headers, timeout: 10_000 };
      const sent = request(new URL(path, this.access.server), options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
        );
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer from ${this.access.server} in 10 s`)));
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** Closes idle connections, which would keep us running. */
  close(): void {
    this.agent.destroy();
  }
}

/** Access with the admin's certificate of a control plane's `pki/` folder. */
export async function adminAccess(server: string, pki: string): Promise<KubeAccess> {
  const [ca, certificate, key] = await Promise.all(
    ["ca.crt", "admin.crt", "admin.key"].map((name) => readFile(`${pki}/${name}`, "utf8")),
  );
  return { server, ca: ca as string, certificate: certificate as string, key: key as string };
}

function checked(what: string, response: KubeResponse): KubeResponse {
  if (response.status >= 200 && response.status < 300) return response;
  throw new KubeError(what, response.status, response.text);
}

function reason(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
