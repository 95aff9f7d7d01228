import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** Processes whose working folder, program or arguments name a folder: whatever a project started. */
export function processesOf(directory: string): { pid: number; command: string }[] {
  return pids().flatMap((pid) => {
    const command = commandLine(pid);
    return command.includes(directory) || workingFolder(pid).startsWith(directory) ? [{ pid, command }] : [];
  });
}

/** Arguments of every process that this user may look at. */
export function commandLines(): string[] {
  return pids().map(commandLine);
}

/** Addresses that a process listens on, as `127.0.0.1:16443`. */
export function listenersOf(pid: number): string[] {
  const sockets = new Set(links(`/proc/${pid}/fd`).map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]));
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((row) => row.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && sockets.has(inode ?? ""))
      .map(([, local = ""]) => readAddress(local)),
  );
}

function readAddress(hexadecimal: string): string {
  const [address = "", port = ""] = hexadecimal.split(":");
  const bytes = address.match(/../g) ?? [];
  const host =
    bytes.length === 4
      ? bytes
          .reverse()
          .map((byte) => parseInt(byte, 16))
          .join(".")
      : `[${address}]`;
  return `${host}:${parseInt(port, 16)}`;
}

function pids(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function commandLine(pid: number): string {
  return quietly(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "), "");
}

function workingFolder(pid: number): string {
  return quietly(() => readlinkSync(`/proc/${pid}/cwd`), "");
}

function links(folder: string): string[] {
  return quietly(() => readdirSync(folder), []).map((name) => quietly(() => readlinkSync(`${folder}/${name}`), ""));
}

/** A process may end while it is looked at. */
function quietly<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
