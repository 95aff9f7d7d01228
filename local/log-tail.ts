import { open } from "node:fs/promises";

/** The last lines of a log, and where it is: what an error about a process ends with. */
export async function logTail(path: string, lines = 8): Promise<string> {
  const text = await lastBytes(path, 16 << 10);
  const last = text
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line.slice(0, 400)}`);
  return [`last lines of ${path}:`, ...last].join("\n");
}

async function lastBytes(path: string, bytes: number): Promise<string> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - bytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      return buffer.subarray(0, bytesRead).toString("utf8");
    } finally {
      await file.close();
    }
  } catch {
    return "(no log)";
  }
}
