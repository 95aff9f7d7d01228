import { chmod, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { clientFromClusterSecret, KubernetesError } from "../../fleet/kubernetes.js";
import { operatorClient } from "../../fleet/operator.js";
import { parseClusterSecret } from "../../fleet/cluster-secret.js";
import {
  base64,
  certificate,
  startServer,
  status,
  temporaryFolder,
  writeKubeconfigFor,
  type Answer,
} from "./support.js";

async function clientOf(answer: (path: string) => Answer, options = {}) {
  const server = await startServer((received) => answer(received.path));
  const kubeconfig = await writeKubeconfigFor(server);
  return { server, client: await operatorClient({ provider: "existing", kubeconfig, context: "admin" }, options) };
}

describe("requests", () => {
  it("returns what the API server answers, with the operator's token", async () => {
    const { client, server } = await clientOf(() => ({ gitVersion: "v1.34.4" }));
    expect(await client.get("/version")).toEqual({ gitVersion: "v1.34.4" });
    expect(server.requests[0]?.headers.authorization).toBe("Bearer operator");
  });

  it("sends a merge patch as one", async () => {
    const { client, server } = await clientOf(() => ({}));
    await client.patch("/x", { metadata: {} });
    expect(server.requests[0]).toMatchObject({ method: "PATCH", body: '{"metadata":{}}' });
    expect(server.requests[0]?.headers["content-type"]).toBe("application/merge-patch+json");
  });

  it("never takes loopback traffic through the environment's proxy", async () => {
    const { client } = await clientOf(() => ({ ok: true }), { env: { HTTPS_PROXY: "http://127.0.0.1:1" } });
    expect(await client.get("/version")).toEqual({ ok: true });
  });
});

describe("errors", () => {
  it.each([
    [401, "unauthorized", "Unauthorized", "answered 401 to GET /version: Unauthorized"],
    [403, "forbidden", "secrets is forbidden", "answered 403 to GET /version: secrets is forbidden"],
    [404, "not-found", "not here", "answered 404 to GET /version: not here"],
    [409, "conflict", "already exists", "answered 409 to GET /version: already exists"],
    [422, "refused", "is invalid", "answered 422 to GET /version: is invalid"],
  ])("%i is %s", async (code, reason, said, message) => {
    const { client, server } = await clientOf(() => status(code, said));
    const error = await client.get("/version").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KubernetesError);
    expect(error).toMatchObject({ reason, message: `${server.url} ${message}` });
  });

  it("names what is not ready", async () => {
    const { client, server } = await clientOf(() => ({
      status: 500,
      body: "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed",
    }));
    await expect(client.text("/readyz")).rejects.toMatchObject({
      reason: "refused",
      message: `${server.url} answered 500 to GET /readyz: [-]etcd failed: reason withheld`,
    });
  });

  it("says that nobody listens", async () => {
    const { client, server } = await clientOf(() => ({}));
    await server.close();
    await expect(client.get("/version")).rejects.toMatchObject({
      reason: "unreachable",
      message: `${server.url} does not answer: connection refused`,
    });
  });

  it("gives up after its timeout", async () => {
    const server = await startServer(() => ({}));
    const silent = await import("node:net").then(({ createServer }) => createServer());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as { port: number };
    const kubeconfig = await writeKubeconfigFor({ url: `https://127.0.0.1:${port}`, ca: server.ca });
    const client = await operatorClient({ provider: "existing", kubeconfig, context: "admin" }, { timeout: 100 });
    await expect(client.get("/version")).rejects.toMatchObject({
      reason: "unreachable",
      message: `https://127.0.0.1:${port} does not answer: no answer within 0.1 s`,
    });
    silent.close();
  });

  it("rejects with the reason of an abort", async () => {
    const { client } = await clientOf(() => ({}), { signal: AbortSignal.abort(new Error("stop")) });
    await expect(client.get("/version")).rejects.toMatchObject({ message: "stop" });
  });

  it("trusts no certificate but that of the kubeconfig", async () => {
    const server = await startServer(() => ({}));
    const other = await certificate();
    const kubeconfig = await writeKubeconfigFor({ url: server.url, ca: other.cert });
    const client = await operatorClient({ provider: "existing", kubeconfig, context: "admin" });
    await expect(client.get("/version")).rejects.toMatchObject({
      message: `${server.url} does not answer: its certificate is self-signed and not the expected one`,
    });
  });
});

describe("credentials of a kubeconfig", () => {
  async function authorization(user: Record<string, unknown>) {
    const server = await startServer(() => ({}));
    const kubeconfig = await writeKubeconfigFor(server, { user });
    const client = await operatorClient({ provider: "existing", kubeconfig, context: "admin" }, { env: process.env });
    await client.get("/version");
    return server.requests[0]?.headers.authorization;
  }

  it("reads a token file", async () => {
    const file = path.join(await temporaryFolder(), "token");
    await writeFile(file, "from-a-file\n");
    expect(await authorization({ tokenFile: file })).toBe("Bearer from-a-file");
  });

  it("sends a user name and password", async () => {
    expect(await authorization({ username: "a", password: "b" })).toBe(`Basic ${base64("a:b")}`);
  });

  it("runs a credential plugin, with its environment", async () => {
    const file = path.join(await temporaryFolder(), "plugin");
    const version = "client.authentication.k8s.io/v1";
    await writeFile(
      file,
      `#!/bin/sh\ntest -n "$KUBERNETES_EXEC_INFO" && echo "{\\"status\\":{\\"token\\":\\"$WHO-$1\\"}}"\n`,
    );
    await chmod(file, 0o755);
    const exec = { apiVersion: version, command: file, args: ["arg"], env: [{ name: "WHO", value: "plugin" }] };
    expect(await authorization({ exec })).toBe("Bearer plugin-arg");
  });

  it.each([
    [
      { exec: { command: "no-such-plugin", installHint: "install it" } },
      'the credential plugin "no-such-plugin" failed: it is not installed (install it)',
    ],
    [{ exec: { command: "false" } }, 'the credential plugin "false" failed: exit code 1'],
    [{ exec: { command: "true" } }, 'the credential plugin "true" printed no ExecCredential'],
    [{ "auth-provider": { name: "gcp" } }, "its user has an auth-provider, which Kubernetes 1.26 removed: use exec"],
    [{ tokenFile: "/no/such/file" }, "/no/such/file cannot be read: it does not exist"],
  ])("explains %j", async (user, message) => {
    await expect(authorization(user)).rejects.toMatchObject({ message: message });
  });
});

describe("a kubeconfig that cannot be used", () => {
  it("does not exist", async () => {
    await expect(
      operatorClient({ provider: "existing", kubeconfig: "/no/kubeconfig", context: "a" }),
    ).rejects.toMatchObject({
      message: "/no/kubeconfig does not exist",
    });
  });

  it("lacks the context", async () => {
    const kubeconfig = await writeKubeconfigFor({ url: "https://127.0.0.1:1", ca: "" });
    await expect(operatorClient({ provider: "existing", kubeconfig, context: "other" })).rejects.toMatchObject({
      message: `${kubeconfig} has no context "other", it has: admin`,
    });
  });

  it("is not YAML, and is not quoted", async () => {
    const kubeconfig = path.join(await temporaryFolder(), "k");
    await writeFile(kubeconfig, "token: [secret");
    await expect(operatorClient({ provider: "existing", kubeconfig, context: "a" })).rejects.toMatchObject({
      message: `${kubeconfig} is not YAML`,
    });
  });
});

describe("a client from a cluster Secret", () => {
  const secretOf = (server: string, config: object) =>
    parseClusterSecret({
      metadata: { name: "s" },
      data: { name: base64("a"), server: base64(server), config: base64(JSON.stringify(config)) },
    });

  it("uses its token and trusts its caData", async () => {
    const server = await startServer(() => ({}));
    const config = { bearerToken: "spoke-token", tlsClientConfig: { caData: base64(server.ca) } };
    const client = await clientFromClusterSecret(secretOf(server.url, config));
    await client.get("/version");
    expect(server.requests[0]?.headers.authorization).toBe("Bearer spoke-token");
  });

  it("checks the certificate against serverName", async () => {
    const made = await certificate([{ type: "dns", value: "spoke.internal" }]);
    const server = await startServer(() => ({}), made);
    const tls = { caData: base64(server.ca) };
    const named = await clientFromClusterSecret(
      secretOf(server.url, { tlsClientConfig: { ...tls, serverName: "spoke.internal" } }),
    );
    expect(await named.get("/version")).toEqual({});
    const unnamed = await clientFromClusterSecret(secretOf(server.url, { tlsClientConfig: tls }));
    await expect(unnamed.get("/version")).rejects.toMatchObject({
      message: `${server.url} does not answer: its certificate is for another host name`,
    });
  });
});
