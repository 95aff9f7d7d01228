import { readFile } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { KindSpec } from "../../local/kind/spec.js";
import { writeKubeconfig } from "../../local/kubeconfig.js";
import { ensurePki } from "../../local/pki.js";
import { temporaryDirectory } from "../local/support.js";
import { type FakeKind, installFakeKind } from "./install.js";

export interface World {
  readonly kind: FakeKind;
  readonly spec: KindSpec;
  /** URL of the API server that stands for the cluster's. */
  readonly server: string;
  readonly options: { readonly environment: NodeJS.ProcessEnv };
}

/** A project in a folder, a `kind` that makes no containers, and an API server that is ready. */
export async function world(over: Partial<KindSpec> = {}): Promise<World> {
  const projectDirectory = await temporaryDirectory();
  const pki = join(projectDirectory, "pki");
  await ensurePki(pki);
  const server = await readyServer(pki);
  const files = {
    caFile: join(pki, "ca.crt"),
    certificateFile: join(pki, "admin.crt"),
    keyFile: join(pki, "admin.key"),
  };
  const admin = join(projectDirectory, "admin.kubeconfig");
  await writeKubeconfig({ ...files, path: admin, context: "kubernetes", server });
  const kind = installFakeKind(join(projectDirectory, "kind"));
  kind.serve("dev-a", await readFile(admin, "utf8"));
  const directory = join(projectDirectory, ".hubspoke", "a");
  const spec = {
    name: "a",
    clusterName: "dev-a",
    directory,
    nodes: 1,
    kubeconfig: join(directory, "kubeconfig"),
    internalKubeconfig: join(directory, "kubeconfig.internal"),
    context: "kind-dev-a",
    projectDirectory,
    file: "environments/dev.yaml",
    ...over,
  };
  // A HOME of its own: what is written there would be in the user's.
  const environment = { ...process.env, ...kind.environment, HOME: join(projectDirectory, "home") };
  return { kind, spec, server, options: { environment } };
}

async function readyServer(pki: string): Promise<string> {
  const [cert, key, ca] = await Promise.all(
    ["apiserver.crt", "apiserver.key", "ca.crt"].map((name) => readFile(join(pki, name))),
  );
  const server = https.createServer(
    { cert, key, ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => response.writeHead(request.url === "/readyz" ? 200 : 404).end("ok"),
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
