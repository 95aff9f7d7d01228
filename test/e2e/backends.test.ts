import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { App } from "cdktf";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import type { BackendSpec } from "../../config/backend/index.js";
import { parseEnvironment } from "../../config/parse.js";
import { findTerraform } from "../../local/terraform.js";
import { BaseStack } from "../../stacks/base-stack.js";

const stackId = "ref-hub-argocd";

let command: string;
let folder: string;

beforeAll(async () => {
  const { found } = await findTerraform(process.env);
  if (!found) throw new Error("this test needs terraform or tofu, 1.11 or newer, on PATH");
  command = found.command;
  folder = mkdtempSync(join(tmpdir(), "hubspoke-backends-"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A state with one thing in it that needs no provider. */
class OneThing extends BaseStack {
  constructor(app: App, backend: BackendSpec) {
    super(app, stackId, backend);
    this.addOverride("resource.terraform_data.thing", { input: "written" });
  }
}

/** The stack of an environment with that backend, as its file would say it; returns the stack's folder. */
function stackWith(backend: Record<string, unknown>, project = mkdtempSync(join(folder, "project-"))): string {
  const hub = { name: "hub", cluster: { provider: "local" } };
  const text = stringify({ apiVersion: "hubspoke/v1", name: "ref", backend, hub });
  const topology = parseEnvironment(text, { file: "environments/ref.yaml", projectDirectory: project });
  const app = new App({ outdir: join(project, "cdktf.out") });
  new OneThing(app, topology.backend);
  app.synth();
  return join(project, "cdktf.out", "stacks", stackId);
}

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Nothing of the caller's that could reach a backend of theirs. */
function environment(over: Record<string, string>): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR)$/.test(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), CHECKPOINT_DISABLE: "1", ...over };
}

async function terraform(cwd: string, args: readonly string[], over: Record<string, string> = {}): Promise<Run> {
  try {
    const options = { cwd, env: environment(over), timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(command, [...args, "-input=false", "-no-color"], options);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** A port that nobody listens on. */
const nowhere = "127.0.0.1:1";

const kubeconfig = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "c",
  clusters: [{ name: "c", cluster: { server: `https://${nowhere}` } }],
  users: [{ name: "c", user: {} }],
  contexts: [{ name: "c", context: { cluster: "c", user: "c" } }],
};

/** Every argument of every backend, and what Terraform says once it has understood them all. */
const understood: readonly [string, Record<string, unknown>, Record<string, string>, RegExp][] = [
  [
    "gcs",
    {
      bucket: "state",
      prefix: "a",
      kmsEncryptionKey: "projects/p/locations/l/keyRings/r/cryptoKeys/k",
      impersonateServiceAccount: "x@y.iam.gserviceaccount.com",
    },
    { GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/key.json" },
    /\/nowhere\/key\.json: no such file/,
  ],
  [
    "azurerm",
    {
      storageAccountName: "state",
      containerName: "state",
      prefix: "a",
      resourceGroupName: "state",
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      tenantId: "00000000-0000-0000-0000-000000000000",
      clientId: "00000000-0000-0000-0000-000000000000",
      environment: "public",
      useAzureadAuth: true,
      useOidc: false,
      useMsi: false,
      useCli: false,
    },
    {},
    /no Authorizer could be configured/i,
  ],
  [
    "kubernetes",
    { namespace: "terraform", configPath: "kubeconfig", configContext: "c", labels: { team: "platform" } },
    {},
    /https:\/\/127\.0\.0\.1:1\/api\/v1\/namespaces\/terraform\/secrets/,
  ],
  [
    "pg",
    { schemaPrefix: "terraform_" },
    { PG_CONN_STR: `postgres://u:p@${nowhere}/db?sslmode=disable` },
    /dial tcp 127\.0\.0\.1:1/,
  ],
  ["remote", { hostname: "terraform.invalid", organization: "acme", workspacePrefix: "a-" }, {}, /terraform\.invalid/],
  ["cloud", { hostname: "terraform.invalid", organization: "acme", project: "fleet" }, {}, /terraform\.invalid/],
];

test.each(understood)("the arguments of %s are Terraform's", async (name, settings, variables, after) => {
  await expectUnderstood({ [name]: settings }, variables, after);
});

async function expectUnderstood(
  backend: Record<string, unknown>,
  variables: Record<string, string>,
  after: RegExp,
): Promise<void> {
  const stack = stackWith(backend);
  writeFileSync(join(stack, "../../../kubeconfig"), stringify(kubeconfig));
  const { code, output } = await terraform(stack, ["init"], variables);
  expect(output).not.toMatch(/unsupported|argument|attribute|invalid configuration|extraneous/i);
  expect(output).toMatch(after);
  expect(code).toBe(1);
}

test("the arguments of s3 are Terraform's", async () => {
  // It lets nobody in: an answer that Terraform does not ask for again.
  const amazon = createServer((_, response) => response.writeHead(403).end()).listen(0, "127.0.0.1");
  onTestFinished(() => void amazon.close());
  await once(amazon, "listening");
  const url = `http://127.0.0.1:${(amazon.address() as AddressInfo).port}`;
  const credentials = { AWS_ACCESS_KEY_ID: "nobody", AWS_SECRET_ACCESS_KEY: "nothing" };
  const variables = { ...credentials, AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_S3: url };
  const common = { bucket: "state", region: "eu-west-1", prefix: "a/b", kmsKeyId: "alias/state" };
  const roleArn = "arn:aws:iam::111122223333:role/terraform";
  await expectUnderstood({ s3: common }, variables, /STS: GetCallerIdentity.*StatusCode: 403/s);
  await expectUnderstood({ s3: { ...common, roleArn } }, variables, /role\/terraform\) cannot be assumed/);
  await expectUnderstood({ s3: { ...common, region: "here", endpoint: url } }, credentials, /S3: .*StatusCode: 403/s);
});

test("a state of the local backend is in its folder", async () => {
  const state = join(folder, "state");
  const stack = stackWith({ local: { path: state } });
  expect((await terraform(stack, ["init"])).output).toContain("successfully initialized");
  expect((await terraform(stack, ["apply", "-auto-approve"])).output).toContain("1 added");
  expect(existsSync(join(state, `${stackId}.tfstate`))).toBe(true);
});

/** A server of states and locks, as the protocol of Terraform's http backend wants it. */
class StateServer {
  readonly requests: string[] = [];
  readonly states = new Map<string, string>();
  readonly locks = new Map<string, string>();
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request).then(({ status, body = "" }) => response.writeHead(status).end(body));
  });

  async listen(): Promise<string> {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body?: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { pathname } = new URL(request.url ?? "/", "http://host");
    this.requests.push(`${request.method} ${pathname}`);
    if (request.method === "LOCK") return this.lock(pathname, body);
    if (request.method === "UNLOCK") return { status: this.locks.delete(pathname) ? 200 : 409 };
    if (request.method === "POST") this.states.set(pathname, body);
    const state = this.states.get(pathname);
    return state === undefined ? { status: 404 } : { status: 200, body: request.method === "GET" ? state : "" };
  }

  private lock(pathname: string, body: string): { status: number; body?: string } {
    const holder = this.locks.get(pathname);
    if (holder !== undefined) return { status: 423, body: holder };
    this.locks.set(pathname, body);
    return { status: 200 };
  }
}

test("a state of the http backend has an address of its own, and is locked while it is written", async () => {
  const server = new StateServer();
  onTestFinished(() => server.close());
  const address = await server.listen();
  const stack = stackWith({ http: { address: `${address}/states`, lockAddress: `${address}/{stack}/lock` } });
  expect((await terraform(stack, ["init"])).output).toContain("successfully initialized");
  expect((await terraform(stack, ["apply", "-auto-approve"])).output).toContain("1 added");
  const state = `/states/${stackId}`;
  const lock = `/${stackId}/lock`;
  expect(server.requests.filter((request) => !request.startsWith("GET"))).toEqual([
    `LOCK ${lock}`,
    `POST ${state}`,
    `UNLOCK ${lock}`,
  ]);
  expect(server.states.get(state)).toContain("terraform_data");

  server.locks.set(lock, JSON.stringify({ ID: "of-another" }));
  const { code, output } = await terraform(stack, ["apply", "-auto-approve"]);
  expect(code).toBe(1);
  expect(output).toMatch(/Error acquiring the state lock.*ID=of-another/s);
});

test("a state moves to another backend, and nothing is made anew", async () => {
  const server = new StateServer();
  onTestFinished(() => server.close());
  const address = await server.listen();
  const project = mkdtempSync(join(folder, "project-"));
  const stack = stackWith({ local: {} }, project);
  await terraform(stack, ["init"]);
  await terraform(stack, ["apply", "-auto-approve"]);

  stackWith({ http: { address, lockAddress: `${address}/locks` } }, project);
  expect((await terraform(stack, ["init", "-migrate-state", "-force-copy"])).output).toContain(
    'Successfully configured the backend "http"',
  );
  expect((await terraform(stack, ["plan"])).output).toContain("No changes");
});
