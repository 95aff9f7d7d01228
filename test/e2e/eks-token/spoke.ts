import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openLocalToolchain } from "../../../cli/toolchain.js";
import { shellQuote } from "../../../constructs/shell.js";
import type { ControlPlaneSpec } from "../../../local/control-plane-spec.js";
import { controlPlanePrograms } from "../../../local/control-plane-processes.js";
import { startControlPlane } from "../../../local/control-plane.js";
import { ensureDirectory, writeAtomic } from "../../../local/files.js";

/** The spoke's control plane, in a folder of its own below the given one. */
export function spokeSpec(parent: string, port: number): ControlPlaneSpec {
  const names = { environment: "local", name: "payments", context: "payments", field: "port", file: "this test" };
  const directory = join(parent, "payments");
  const endpoint = `https://127.0.0.1:${port}`;
  return { ...names, directory, kubeconfig: join(directory, "kubeconfig"), port, endpoint, retired: false };
}

/** Starts a control plane whose API server asks a webhook whose a token is, as that of EKS does. */
export async function startSpoke(spec: ControlPlaneSpec, webhook: string): Promise<void> {
  const toolchain = await openLocalToolchain({ programs: controlPlanePrograms });
  const apiServer = await withWebhook(`${spec.directory}-webhook`, await toolchain.program("kube-apiserver"), webhook);
  const program = async (name: string) => (name === "kube-apiserver" ? apiServer : toolchain.program(name));
  await startControlPlane(spec, { program });
}

/** An API server that is started as ours are, with some arguments of its own. */
async function withWebhook(directory: string, apiServer: string, webhook: string): Promise<string> {
  const kubeconfig = join(directory, "webhook.json");
  const content = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "webhook", cluster: { server: webhook } }],
    users: [{ name: "none", user: {} }],
    contexts: [{ name: "webhook", context: { cluster: "webhook", user: "none" } }],
    "current-context": "webhook",
  };
  await writeAtomic(kubeconfig, JSON.stringify(content));
  const flags = [
    `--authentication-token-webhook-config-file=${kubeconfig}`,
    "--authentication-token-webhook-version=v1",
    // Two minutes otherwise: that long a token would be good after its access entry is gone.
    "--authentication-token-webhook-cache-ttl=1s",
  ];
  return script(
    join(directory, "kube-apiserver"),
    `exec ${shellQuote(apiServer)} "$@" ${flags.map(shellQuote).join(" ")}`,
  );
}

/** Writes a program that is a few lines for the shell; returns its path. */
export async function script(path: string, ...lines: readonly string[]): Promise<string> {
  await ensureDirectory(join(path, ".."));
  await writeFile(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  await chmod(path, 0o755);
  return path;
}
