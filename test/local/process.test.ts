import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { findProcess, fingerprint, startProcess, stopProcess } from "../../local/process.js";
import { isAlive } from "../../local/system-process.js";
import { until } from "../../local/wait.js";
import { failureOf, nodeProcess, temporaryDirectory } from "./support.js";

const forever = "setInterval(() => {}, 1000)";

async function logged(path: string, text: string): Promise<true | undefined> {
  return until(async () => ((await readFile(path, "utf8")).includes(text) ? true : undefined), { timeout: 10_000 });
}

test("a started process is found by its pid file, which only its owner can read", async () => {
  const spec = nodeProcess(await temporaryDirectory(), forever);
  const started = await startProcess(spec);
  expect(await findProcess(spec.pidFile)).toEqual(started);
  expect((await stat(spec.pidFile)).mode & 0o777).toBe(0o600);
  expect((await stat(spec.logFile)).mode & 0o777).toBe(0o600);
});

test("stopping ends the process, and twice is as good as once", async () => {
  const spec = nodeProcess(await temporaryDirectory(), forever);
  const { pid, startTime } = await startProcess(spec);
  await stopProcess(spec.pidFile);
  await stopProcess(spec.pidFile);
  expect(await isAlive(pid, startTime)).toBe(false);
  expect(await findProcess(spec.pidFile)).toBeUndefined();
});

test("a process that ignores SIGTERM is ended all the same", async () => {
  const spec = nodeProcess(
    await temporaryDirectory(),
    `process.on("SIGTERM", () => {}); console.log("up"); ${forever}`,
  );
  const { pid, startTime } = await startProcess(spec);
  await logged(spec.logFile, "up");
  await stopProcess(spec.pidFile, 50);
  expect(await isAlive(pid, startTime)).toBe(false);
});

test("a pid that another process has by now is not signalled", async () => {
  const spec = nodeProcess(await temporaryDirectory(), forever);
  const running = await startProcess(spec);
  const stale = `${spec.pidFile}.stale`;
  await writeFile(stale, JSON.stringify({ ...running, startTime: "an earlier boot/1" }));
  await stopProcess(stale);
  expect(await isAlive(running.pid, running.startTime)).toBe(true);
});

test("a process whose pid file was never written is found by what it carries", async () => {
  const spec = nodeProcess(await temporaryDirectory(), forever);
  const { pid } = await startProcess(spec);
  await rm(spec.pidFile);
  expect(await findProcess(spec.pidFile)).toMatchObject({ pid, fingerprint: "" });
});

test("what the process started ends with it", async () => {
  const child = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(forever)}], { stdio: "ignore" })`;
  const spec = nodeProcess(await temporaryDirectory(), `console.log("child " + ${child}.pid); ${forever}`);
  await startProcess(spec);
  await logged(spec.logFile, "child ");
  const pid = Number(/child (\d+)/.exec(await readFile(spec.logFile, "utf8"))?.[1]);
  await stopProcess(spec.pidFile);
  const gone = async () => {
    const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z");
    return /\) Z/.test(state) ? true : undefined;
  };
  expect(await until(gone, { timeout: 5_000 })).toBe(true);
});

test("a program that is not there is a clear error", async () => {
  const spec = { ...nodeProcess(await temporaryDirectory(), ""), command: "/nowhere/program" };
  expect(await failureOf(startProcess(spec))).toBe("cannot run program: /nowhere/program is missing or not executable");
});

test("the fingerprint follows arguments and decisive variables, and no others", () => {
  const spec = { command: "/bin/program", args: ["--a"], environment: { PATH: "/bin", LEVEL: "info" } };
  expect(fingerprint({ ...spec, environment: { LEVEL: "info", PATH: "/usr/bin" } })).toBe(fingerprint(spec));
  expect(fingerprint({ ...spec, environment: { ...spec.environment, LEVEL: "warn" } })).not.toBe(fingerprint(spec));
  expect(fingerprint({ ...spec, args: ["--b"] })).not.toBe(fingerprint(spec));
});
