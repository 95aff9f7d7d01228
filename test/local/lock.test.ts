import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Holder, LockedError, holderOf, withLock } from "../../local/lock.js";
import { temporaryDirectory } from "./support.js";

const dead: Holder = {
  id: "dead0001",
  pid: 4_000_000,
  startTime: "never/1",
  command: "hubspoke up local",
  since: "2026-01-02T03:04:05.000Z",
};

async function lockIn(command = "hubspoke up local") {
  return { path: join(await temporaryDirectory(), "local", "lock.json"), what: 'environment "local"', command };
}

test("the second is told who holds it, and since when", async () => {
  const lock = await lockIn();
  await withLock(lock, async () => {
    const holder = await holderOf(lock.path);
    const second = await withLock({ ...lock, command: "hubspoke down local" }, async () => "in").catch(
      (error: unknown) => error,
    );
    expect(second).toBeInstanceOf(LockedError);
    expect(second).toMatchObject({
      message: `environment "local" is held by "hubspoke up local" (pid ${process.pid}) since ${holder?.since}; wait for it to end, or end it`,
      exitCode: 2,
    });
  });
});

test("it is free again after the work, done or failed", async () => {
  const lock = await lockIn();
  await expect(withLock(lock, async () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await withLock(lock, async () => "in")).toBe("in");
  expect(await readdir(dirname(lock.path))).toEqual([]);
});

test.each([
  ["died", JSON.stringify(dead)],
  ["is another process with the same pid", JSON.stringify({ ...dead, pid: process.pid })],
  ["left half a file", '{"id": "de'],
])("a holder that %s is followed", async (_, content) => {
  const lock = await lockIn();
  await withLock(lock, async () => {});
  await writeFile(lock.path, content);
  expect(await withLock(lock, async () => JSON.parse(await readFile(lock.path, "utf8")).pid)).toBe(process.pid);
  expect(await readdir(dirname(lock.path))).toEqual([]);
});

test("many followers of one dead holder are never in at the same time", async () => {
  const lock = await lockIn();
  await withLock(lock, async () => {});
  await writeFile(lock.path, JSON.stringify(dead));
  let inside = 0;
  let most = 0;
  const enter = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(2);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => withLock({ ...lock, onWait: () => {} }, enter)));
  expect(most).toBe(1);
});

test("a follower that died with the right to follow is followed too", async () => {
  const lock = await lockIn();
  await withLock(lock, async () => {});
  await writeFile(lock.path, JSON.stringify(dead));
  await writeFile(`${lock.path}.after-${dead.id}`, JSON.stringify({ ...dead, id: "dead0002" }));
  expect(await withLock(lock, async () => "in")).toBe("in");
});

test("waiting tells once for whom, and ends with the signal's reason", async () => {
  const lock = await lockIn();
  const controller = new AbortController();
  const told: string[] = [];
  await withLock(lock, async () => {
    const onWait = (holder: Holder) => {
      told.push(holder.command);
      controller.abort(new Error("interrupted"));
    };
    await expect(withLock({ ...lock, onWait, signal: controller.signal }, async () => {})).rejects.toThrow(
      "interrupted",
    );
  });
  expect(told).toEqual(["hubspoke up local"]);
});
