import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { argocdPorts } from "../ports.js";
import type { ArgoCdProcessSpec, Component } from "./spec.js";

/** Where each component says how it is. The cache has no such page: it is asked itself. */
function healthUrl(spec: ArgoCdProcessSpec, component: Exclude<Component, "redis">): string {
  const ports = argocdPorts(spec.hub.port);
  const urls = {
    "argocd-repo-server": `http://127.0.0.1:${ports.repoServerMetrics}/healthz`,
    "argocd-application-controller": `http://127.0.0.1:${ports.controllerMetrics}/healthz`,
    "argocd-applicationset-controller": `http://127.0.0.1:${ports.applicationSetProbe}/healthz`,
    "argocd-server": `https://127.0.0.1:${ports.server}/healthz`,
  };
  return urls[component];
}

/** What is wrong with a component; undefined when it answers that it is well. */
export async function healthProblem(
  spec: ArgoCdProcessSpec,
  component: Component,
  redisPassword: string,
): Promise<string | undefined> {
  try {
    if (component === "redis") return await redisProblem(argocdPorts(spec.hub.port).redis, redisPassword);
    const { status, text } = await fetchText(healthUrl(spec, component));
    // argocd-applicationset-controller registers no checks: that its manager answers at all is what can be known.
    const well = status === 200 || (status === 404 && component === "argocd-applicationset-controller");
    return well ? undefined : `answers ${status} ${text.trim().slice(0, 200)}`;
  } catch (error) {
    return `does not answer: ${error instanceof Error ? error.message || String(error) : String(error)}`;
  }
}

/** argocd-server made its certificate itself; that page tells nothing and we send it nothing, so it is not verified here. */
function fetchText(url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { timeout: 5_000, agent: false as const, rejectUnauthorized: false };
    const send = url.startsWith("https:") ? httpsRequest : httpRequest;
    const sent = send(url, options, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer in 5 s")));
    sent.on("error", reject);
    sent.end();
  });
}

/** Logs in and sends PING, in Redis's own protocol. */
function redisProblem(port: number, password: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" }, () =>
      socket.write(redisCommand("AUTH", password) + redisCommand("PING")),
    );
    let answer = "";
    socket.setTimeout(5_000, () => socket.destroy(new Error("no answer in 5 s")));
    socket.on("error", reject);
    socket.on("close", () => resolve("closed the connection"));
    socket.on("data", (chunk) => {
      answer += chunk.toString("utf8");
      if (answer.includes("+PONG")) resolve(undefined);
      else if (answer.startsWith("-")) resolve(`refuses: ${answer.trim()}`);
      else return;
      socket.destroy();
    });
  });
}

function redisCommand(...words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
