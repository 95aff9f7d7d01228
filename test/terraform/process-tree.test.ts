import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { descendants, processTable, signalQuietly, terraformsBelow } from "../../terraform/process-tree.js";

const started: number[] = [];
afterEach(() => started.splice(0).forEach((pid) => signalQuietly(pid, "SIGKILL")));

/** Starts a process that has one child of its own and prints the child's id. */
async function family(): Promise<{ parent: number; child: number }> {
  const code = `
    const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { detached: true });
    console.log(child.pid);
    setInterval(() => 0, 1000);`;
  const parent = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  const pids = { parent: parent.pid ?? 0, child: Number(line) };
  started.push(pids.parent, pids.child);
  return pids;
}

describe("descendants", () => {
  it("finds a child that is in a session of its own", async () => {
    const { parent, child } = await family();
    expect(descendants(parent).map((row) => row.pid)).toContain(child);
    expect(descendants(child)).toEqual([]);
  });

  it("lists children before grandchildren", () => {
    const table = [
      { pid: 3, parent: 2, command: "terraform" },
      { pid: 2, parent: 1, command: "cdktf" },
      { pid: 9, parent: 8, command: "other" },
    ];
    expect(descendants(1, table).map((row) => row.pid)).toEqual([2, 3]);
  });
});

describe("terraformsBelow", () => {
  it("finds the real ones, and no wrapper around one", () => {
    const table = [
      { pid: 2, parent: 1, command: "cdktf" },
      { pid: 3, parent: 2, command: "terraform" },
      { pid: 4, parent: 3, command: "/usr/bin/terraform" },
      { pid: 5, parent: 4, command: "terraform-provide" },
      { pid: 6, parent: 2, command: "tofu" },
    ];
    expect(terraformsBelow(1, table)).toEqual([6, 4]);
  });
});

describe("processTable", () => {
  it("has this process in it, with its parent", () => {
    expect(processTable()).toContainEqual(expect.objectContaining({ pid: process.pid, parent: process.ppid }));
  });
});

describe("signalQuietly", () => {
  it("takes a process that has ended for one that it ended", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    expect(() => signalQuietly(child.pid ?? 0, "SIGTERM")).not.toThrow();
  });
});
