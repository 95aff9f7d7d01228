import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { assertPortsFree, isPortFree, portHolder } from "../../local/port.js";
import { failureOf } from "./support.js";

async function takePort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

test("a taken port names its holder and the field that moves it", async () => {
  const port = await takePort();
  const holder = await portHolder(port);
  expect(holder?.pid).toBe(process.pid);
  const use = { port, cluster: "hub", field: "hub.cluster.port", file: "environments/local.yaml" };
  expect(await failureOf(assertPortsFree([use]))).toBe(
    `port ${port} of cluster "hub" is taken by ${holder?.name} (pid ${process.pid}); free it or set hub.cluster.port in environments/local.yaml`,
  );
});

test("every taken port is told at once", async () => {
  const ports = [await takePort(), await takePort()];
  const uses = ports.map((port) => ({
    port,
    cluster: "hub",
    field: "hub.cluster.port",
    file: "environments/local.yaml",
  }));
  expect((await failureOf(assertPortsFree(uses))).split("\n")).toHaveLength(2);
});

test("a port that nobody has is free", async () => {
  const port = await takePort();
  expect(await isPortFree(port)).toBe(false);
  expect(await isPortFree(port === 65535 ? port - 1 : port + 1)).toBe(true);
});

test("a port that a connection was given is told as such", async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const port = socket.localPort ?? 0;
  const holder = await portHolder(port);
  expect(holder).toEqual({ pid: process.pid, name: holder?.name, connection: true });
  const use = { port, cluster: "hub", field: "hub.cluster.port", file: "environments/local.yaml" };
  expect(await failureOf(assertPortsFree([use]))).toBe(
    `port ${port} of cluster "hub" is taken by a connection of ${holder?.name} (pid ${process.pid}): systems hand out ports from 32768 on, take a lower one; set hub.cluster.port in environments/local.yaml`,
  );
});
