import http from "node:http";
import net from "node:net";
import { describe, expect, it } from "vitest";
import { operatorClient } from "../../fleet/operator.js";
import { proxyFor } from "../../fleet/proxy.js";
import { cleanUp, startServer, writeKubeconfigFor } from "./support.js";

const PROXY = "http://proxy:3128";

describe("proxyFor", () => {
  it.each([
    ["https://api.example.com:6443", undefined, PROXY],
    ["https://127.0.0.1:16443", undefined, undefined],
    ["https://127.8.9.1", undefined, undefined],
    ["https://localhost:6443", undefined, undefined],
    ["https://[::1]:6443", undefined, undefined],
    ["https://127.0.0.1.example.com", undefined, PROXY],
    ["https://api.example.com", "example.com", undefined],
    ["https://api.example.com", ".example.com", undefined],
    ["https://example.com", "example.com", undefined],
    ["https://badexample.com", "example.com", PROXY],
    ["https://api.example.com", " other.com , *", undefined],
    ["https://10.1.2.3:6443", "10.0.0.0/8", undefined],
    ["https://11.1.2.3:6443", "10.0.0.0/8", PROXY],
    ["https://[fd00::1]:6443", "fd00::/8", undefined],
    ["https://10.1.2.3:6443", "10.1.2.3:6443", undefined],
    ["https://10.1.2.3:6444", "10.1.2.3:6443", PROXY],
    ["https://10.1.2.3", "nonsense/99, 10.0.0.0/x", PROXY],
  ])("%s with NO_PROXY=%s", (server, noProxy, expected) => {
    expect(proxyFor(server, undefined, { HTTPS_PROXY: PROXY, NO_PROXY: noProxy })).toBe(expected);
  });

  it("prefers what is configured for the cluster", () => {
    expect(proxyFor("https://127.0.0.1", "socks5://127.0.0.1:1080", {})).toBe("socks5://127.0.0.1:1080");
  });

  it("reads lower-case variables, and HTTP_PROXY for plain HTTP", () => {
    expect(proxyFor("https://a.example", undefined, { https_proxy: PROXY })).toBe(PROXY);
    expect(proxyFor("http://a.example", undefined, { HTTPS_PROXY: PROXY })).toBeUndefined();
  });
});

it("reaches an API server through a kubeconfig's proxy-url", async () => {
  const server = await startServer(() => ({ through: "proxy" }));
  const asked: string[] = [];
  const proxy = http.createServer().on("connect", (request, client, head) => {
    asked.push(request.url ?? "");
    const upstream = net.connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  cleanUp(() => void proxy.close());
  const { port } = proxy.address() as net.AddressInfo;
  const kubeconfig = await writeKubeconfigFor(server, { cluster: { "proxy-url": `http://127.0.0.1:${port}` } });
  const client = await operatorClient({ provider: "existing", kubeconfig, context: "admin" });
  expect(await client.get("/version")).toEqual({ through: "proxy" });
  expect(asked).toEqual([new URL(server.url).host]);
  client.close();
});
