import { execFile } from "node:child_process";
import { readFile, readdir, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { LocalError } from "./errors.js";

/** A port that we are about to listen on. */
export interface PortUse {
  readonly port: number;
  /** Cluster it belongs to, as the operator names it. */
  readonly cluster: string;
  /** Field that moves it: `hub.cluster.port`. */
  readonly field: string;
  /** Environment file that holds the field. */
  readonly file: string;
}

/** A process that has a port. */
export interface PortHolder {
  readonly name: string;
  readonly pid: number;
  /** Nobody listens there: the system gave the port to a connection that this process made. */
  readonly connection?: true;
}

/** Fails, naming each holder, unless every port can be listened on. */
export async function assertPortsFree(uses: readonly PortUse[]): Promise<void> {
  const problems = await Promise.all(uses.map(problemOf));
  const found = problems.filter((problem) => problem !== undefined);
  if (found.length > 0) throw new LocalError(found.join("\n"), 2);
}

/** True when 127.0.0.1:`port` can be listened on now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who has a port of this machine; undefined when that cannot be seen, as with another user's process. */
export async function portHolder(port: number): Promise<PortHolder | undefined> {
  return process.platform === "linux" ? linuxHolder(port) : lsofHolder(port);
}

async function problemOf(use: PortUse): Promise<string | undefined> {
  if (await isPortFree(use.port)) return undefined;
  const holder = await portHolder(use.port);
  const by = holder === undefined ? "a process of another user" : `${holder.name} (pid ${holder.pid})`;
  const how = holder?.connection ? `a connection of ${by}: systems hand out ports from 32768 on, take a lower one` : by;
  const fix = holder?.connection ? `set ${use.field} in ${use.file}` : `free it or set ${use.field} in ${use.file}`;
  return `port ${use.port} of cluster "${use.cluster}" is taken by ${how}; ${fix}`;
}

async function linuxHolder(port: number): Promise<PortHolder | undefined> {
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => readFile(path, "utf8").catch(() => "")),
  );
  const sockets = tables.flatMap((table) => socketsOn(table, port));
  const listener = await ownerOf(sockets.filter((socket) => socket.listens));
  if (listener !== undefined) return listener;
  const connected = await ownerOf(sockets.filter((socket) => !socket.listens));
  return connected === undefined ? undefined : { ...connected, connection: true };
}

async function ownerOf(found: readonly Socket[]): Promise<PortHolder | undefined> {
  const sockets = new Set(found.map((socket) => `socket:[${socket.inode}]`));
  if (sockets.size === 0) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    if (await hasSocket(pid, sockets)) {
      return { pid: Number(pid), name: (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "?")).trim() };
    }
  }
  return undefined;
}

interface Socket {
  readonly inode: string;
  readonly listens: boolean;
}

/** Sockets on a local port, from the kernel's table; state 0A is a listening one. */
function socketsOn(table: string, port: number): Socket[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix))
    .map((fields) => ({ inode: fields[9] ?? "", listens: fields[3] === "0A" }));
}

async function hasSocket(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  try {
    const links = (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => ""));
    return (await Promise.all(links)).some((link) => sockets.has(link));
  } catch {
    return false; // gone meanwhile, or another user's
  }
}

async function lsofHolder(port: number): Promise<PortHolder | undefined> {
  try {
    const { stdout } = await promisify(execFile)("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : { pid: Number(pid), name: /^c(.*)$/m.exec(stdout)?.[1] ?? "?" };
  } catch {
    return undefined;
  }
}
