import { execFileSync } from "node:child_process";

/** A process as `ps` shows it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Every process on this machine; parents come before no child in particular. */
export function processTable(): ProcessRow[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  return table
    .split("\n")
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((match) => match !== null)
    .map(([, pid, parent, command = ""]) => ({ pid: Number(pid), parent: Number(parent), command: command.trim() }));
}

/**
 * The processes below one, children before grandchildren.
 *
 * By parent and not by process group: cdktf starts Terraform in a pseudo-terminal, so in a session of its own.
 */
export function descendants(root: number, table: readonly ProcessRow[] = processTable()): ProcessRow[] {
  const found: ProcessRow[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = table.filter((row) => parents.has(row.parent));
    found.push(...children);
    parents = new Set(children.map((row) => row.pid));
  }
  return found;
}

/**
 * The Terraform or OpenTofu programs below a process.
 *
 * Not a wrapper of that name around one: it would end at once, and the terminal of the real one with it.
 */
export function terraformsBelow(root: number, table: readonly ProcessRow[] = processTable()): number[] {
  const below = (pid: number) =>
    descendants(pid, table)
      .filter((row) => /(^|\/)(terraform|tofu)$/.test(row.command))
      .map((row) => row.pid);
  return below(root).filter((pid) => below(pid).length === 0);
}

/** Sends a signal; a process that has ended in the meantime is what was wanted. */
export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}
