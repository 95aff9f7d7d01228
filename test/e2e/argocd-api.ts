import { request } from "node:https";
import { ended } from "./fleet.js";
import type { Project } from "./project.js";

/** Argo CD's API on a port of this machine, as its admin; its certificate is one that it made itself. */
export async function argocdApi(project: Project, port: number): Promise<ArgoCdApi> {
  const { stdout } = ended(await project.hubspoke(["login", "local", "--password"]));
  const send = (method: string, path: string, body: object, token?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
      const options = { host: "127.0.0.1", port, path, method, headers, agent: false, rejectUnauthorized: false };
      const sent = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () =>
          response.statusCode === 200
            ? resolve(text)
            : reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`)),
        );
      });
      sent.on("error", reject).end(JSON.stringify(body));
    });
  const login = { username: "admin", password: stdout.trim() };
  const { token } = JSON.parse(await send("POST", "/api/v1/session", login)) as { token: string };
  return {
    async invalidateCache(server) {
      await send("POST", `/api/v1/clusters/${encodeURIComponent(server)}/invalidate-cache`, {}, token);
    },
  };
}

export interface ArgoCdApi {
  /** What `argocd cluster get --hard-refresh` asks for: Argo CD writes the cluster Secret anew. */
  invalidateCache(server: string): Promise<void>;
}
